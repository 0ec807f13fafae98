/** Takes the focus as it appears: for the heading of what has taken the place of what was pressed. */
export function takesFocus(element: HTMLElement): void {
  element.focus({ preventScroll: true });
}
