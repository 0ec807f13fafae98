/** The way of web views that keep the clipboard from a page without a fresh click. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  document.body.append(field);
  field.select();
  // Deprecated, and the only way left when the Clipboard API refuses.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  const arrived = document.execCommand('copy');
  field.remove();
  return arrived;
}

/** Puts text on the clipboard; says whether it arrived. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
