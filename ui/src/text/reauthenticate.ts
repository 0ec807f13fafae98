/** Signing in again for a connection that is there. */
export const againText = {
  rail: 'Authentication',
  back: 'Org details',
  steps: {
    start: { name: 'Credentials', note: 'In force, or new ones' },
    authorization: { name: 'Authorization', note: 'Sign in with the browser' },
    result: { name: 'Result', note: 'What works now' },
  },
  kept: 'The connection stays as it is until the sign-in has worked.',
  title: 'Reauthenticate',
  what: 'What happens',
  happens: (username: string) => [
    `The browser opens, and you sign in as ${username} and choose Allow.`,
    'Existing tokens and credentials stay in force until Salesforce answers.',
    'Then the new ones replace them in one step, and the earlier token is revoked.',
  ],
  signInWith: 'Sign in with',
  inForce: 'The key in force',
  aNewKey: 'A new key',
  inForceKey: 'In force',
  waitingKey: 'Waiting',
  secret: 'Secret',
  inForceNote: 'Key and secret stay the same. Only the tokens are renewed.',
  newNote: 'The new key and secret are kept sealed. They take effect when the sign-in has worked.',
  keyHint: 'The key of an External Client App or Connected App of the same org.',
  typed: 'Typed',
  noSecret: 'None was entered',
  secretKept: (characters: number) => (characters === 1 ? 'Sealed, 1 character' : `Sealed, ${characters} characters`),
  typeAgain: 'Enter other values',
  keyMissing: 'The Consumer ID is missing.',
  interruptedTitle: 'The last sign-in was cut off',
  interrupted: (when: string) => `Orgkeep was closed during it (${when}). Nothing was changed. Authenticate again.`,
  cancel: 'Cancel',
  authenticate: 'Authenticate',
  starting: 'Starting',
  done: (name: string) => `${name} is authenticated again`,
  doneLead: (time: string) => `Last authenticated at ${time}. The new tokens are sealed in the vault.`,
  toDetails: 'Back to details',
  gone: 'This connection is no longer there',
  goneText: 'It was removed meanwhile. The list shows what there is now.',
  editAddress: 'The Login URL of a connection stays as it is. If it is wrong, register the org again.',
} as const;

/** Credentials that were typed and are not in force. */
export const pendingText = {
  title: 'A new key is waiting for authorization',
  moveTitle: 'An External Client App is waiting for its first sign-in',
  moveStill: 'The connection still signs in as before, and tests cover that. It moves when the sign-in has worked.',
  saved: 'Saved',
  stillUses: (day: string) =>
    `The connection still uses the key authorized on ${day}, and tests cover that one. The new key takes effect after you authenticate.`,
  withSecret: (key: string, characters: number) =>
    `New key ${key}, with a secret of ${characters === 1 ? '1 character' : `${characters} characters`}.`,
  withoutSecret: (key: string) => `New key ${key}, without a secret.`,
  authenticate: 'Authenticate',
  discard: 'Discard',
  discardTitle: (name: string) => `Discard the new key of “${name}”?`,
  discardText:
    'The new key and its secret are deleted from this computer. The connection goes on with the key in force. Nothing changes in Salesforce.',
  discarding: 'Discarding',
} as const;
