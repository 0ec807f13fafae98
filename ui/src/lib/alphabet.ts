let collator: Intl.Collator | undefined;

/** Names as people look for them: letters whatever their case, and 2 before 10. Made when it is needed first, as formats are. */
export function byAlphabet(one: string, other: string): number {
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return collator.compare(one, other);
}
