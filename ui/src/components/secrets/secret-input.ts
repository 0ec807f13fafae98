/** Gives what was typed and empties the field at once: no state of the page ever holds it. */
export function takeTyped(field: HTMLInputElement | null): string {
  const typed = field?.value ?? '';
  if (field) field.value = '';
  return typed;
}
