import type { UnsavedWhyView } from '../backend/generated';

/** New tokens that could not be stored. */
export const unsavedText = {
  title: 'Do not quit: a new token is not stored yet',
  closing: 'Orgkeep stays open: a new token is not stored yet',
  text: (names: string) => `Salesforce has replaced the token of ${names}, and only this window has the new one.`,
  why: {
    diskFull: 'The disk is full. Free some space; Orgkeep tries again by itself.',
    notWritable: 'The store cannot be written. Make its folder and files writable; Orgkeep tries again by itself.',
    busy: 'Another program holds the store. End that one; Orgkeep tries again by itself.',
    locked: 'The vault was locked. Open it again; Orgkeep tries again by itself.',
    other: 'The store failed. Look at its disk; Orgkeep tries again by itself.',
  } satisfies Record<UnsavedWhyView, string>,
  again: (names: string) => `Closing the window once more ends Orgkeep. Then ${names} needs a new sign-in.`,
} as const;
