import type { AuthenticationView, EarlierTokenView, NewAppView, SetupPageId } from '../backend/generated';
import type { CreationStep, Origin } from '../lib/creation';
import { setupPageNames } from './causes';

/** How a connection signs in, as part of a sentence. */
const earlierWays: Record<AuthenticationView, string> = {
  standard: 'a password',
  connectedApp: 'a Connected App',
  externalClientApp: 'an External Client App',
};

/** Moving a connection to an External Client App. */
export const moveText = {
  action: 'Move to OAuth via ECA',
  rail: 'Move',
  steps: {
    plan: { name: 'Plan', note: 'What stays, what changes' },
    prerequisites: { name: 'Prerequisites', note: 'The app in Salesforce' },
    credentials: { name: 'Credentials', note: 'Key and secret of the app' },
    authorization: { name: 'Authorization', note: 'Sign in with the browser' },
    result: { name: 'Result', note: 'The receipt' },
  },
  back: 'Back',
  refusedTitle: 'This connection cannot be moved',
  there: 'It signs in through an External Client App already.',
  toDetails: 'Back to details',
} as const;

/** What a move does, before it is begun. */
export const planText = {
  title: (name: string) => `Move ${name} to OAuth via ECA`,
  stays: 'What stays',
  staysLines: [
    'The record with its id, name, environment, tags, colour, owner and notes.',
    'The user who signs in, and the org.',
    'Tests and activity so far.',
  ],
  dependents: 'Everything that is listed under Used by.',
  changes: 'What changes',
  changesLines: (from: AuthenticationView) => [
    `The type: from ${earlierWays[from]} to an External Client App.`,
    'The Consumer ID, the Consumer Secret if the app has one, and the tokens.',
    from === 'standard'
      ? 'Somebody signs in with the browser once. After that no password is sent any more.'
      : 'Somebody signs in with the browser once. The Connected App itself stays in Salesforce.',
  ],
  when: 'When',
  whenLines: (from: AuthenticationView, days: number | null) => [
    'Until the new sign-in has worked and is saved, nothing changes. If it fails, the connection stays as it is.',
    from === 'standard'
      ? 'A password has no token to revoke.'
      : 'Then Salesforce is asked to revoke the earlier refresh token.',
    days === null
      ? 'The earlier sign-in is kept sealed for a while, so that you can go back. Then it is wiped.'
      : `The earlier sign-in is kept sealed for ${dayCount(days)}, so that you can go back. Then it is wiped.`,
  ],
  production: 'This is a production org',
  confirm: 'Move the production org',
  confirmMissing: 'Confirm that the production org is meant.',
  continue: 'Continue to Prerequisites',
};

interface CreationWords {
  title: string;
  note: string;
  /** Where in Setup. */
  page?: SetupPageId;
  values?: readonly { label: string; value: string; copied?: boolean }[];
}

/** The app in Salesforce, before its key can be entered. */
export const appText = {
  title: 'The app in Salesforce',
  origin: 'External Client App',
  origins: { create: 'Create one', exists: 'One exists' } satisfies Record<Origin, string>,
  createNote: 'By hand in this org’s Setup. An External Client App of the kind Local works in its own org only.',
  existsNote: 'One app can serve several products. It must be in this org, or installed in it.',
  heading: 'Enter these values',
  done: (done: number, all: number) => `${done} of ${all} done`,
  tick: (title: string) => `Done: ${title}`,
  needs: 'What the app needs',
  needsLines: ({ callback, scopes }: NewAppView) => [
    `Among its callback URLs, exactly ${callback}.`,
    `The scopes ${scopes.join(', ')}. Without refresh_token the connection ends with its session.`,
    'The user of this connection among its permitted users.',
  ],
  open: (page: SetupPageId) => `Open ${setupPageNames[page]}`,
  wait: 'A new key takes 10 to 30 minutes to work. Orgkeep waits for it by itself.',
  continue: 'Continue to Credentials',
};

/** How the app is created, in the order of Salesforce’s pages. */
export function creationWords(step: CreationStep, { callback, scopes }: NewAppView): CreationWords {
  switch (step) {
    case 'manager':
      return {
        title: 'Open External Client App Manager',
        note: 'Setup, Quick Find “External”. Then choose New External Client App.',
        page: 'externalClientAppManager',
      };
    case 'basics':
      return {
        title: 'Basic Information',
        note: 'The API Name is filled in. The Contact Email is yours to choose.',
        values: [
          { label: 'External Client App Name', value: 'Orgkeep', copied: true },
          { label: 'Distribution State', value: 'Local' },
        ],
      };
    case 'oauth':
      return {
        title: 'Enable OAuth: callback and scopes',
        note: 'Expand API (Enable OAuth Settings).',
        values: [
          { label: 'Callback', value: callback, copied: true },
          { label: 'Scopes', value: scopes.join(', ') },
        ],
      };
    case 'security':
      return {
        title: 'Security, then Create',
        note: 'The button may be called Save. Make sure the app is activated afterwards.',
        values: [
          { label: 'On', value: 'Require PKCE' },
          { label: 'Off', value: 'Require secret for Web Server Flow, for Refresh Token Flow' },
        ],
      };
    case 'policies':
      return {
        title: 'Policies: who may use the app',
        note: 'Tab Policies, OAuth Policies, App Authorization. All users may self-authorize, unless your rules say otherwise.',
      };
    case 'key':
      return {
        title: 'Show Consumer Key and Secret',
        note: 'Tab Settings, OAuth Settings. Salesforce e-mails a verification code, then shows both.',
      };
  }
}

/** The key of the app. */
export const keyText = {
  title: 'Enter the key of the app',
  hint: 'The key of an External Client App of this org.',
  what: 'What happens',
  happens: (username: string, from: AuthenticationView) => [
    'Key and secret are kept sealed beside what is in force.',
    `The browser opens, and you sign in as ${username} and choose Allow.`,
    `Until that is saved, the connection signs in with ${earlierWays[from]} as before.`,
  ],
  connect: 'Connect',
};

/** The receipt of a move. */
export const movedText = {
  title: (name: string) => `${name} has moved to OAuth via ECA`,
  lead: (time: string) => `Authorized at ${time}. The record is the same, and so is everything that names it.`,
  receipt: 'Receipt',
  token: {
    none: 'The earlier sign-in had no refresh token.',
    revoked: 'Salesforce confirmed that the earlier refresh token is dead.',
    unconfirmed:
      'Salesforce has not confirmed yet that the earlier refresh token is dead. Orgkeep asks again by itself.',
  } satisfies Record<EarlierTokenView, string>,
  kept: (day: string) => `The earlier sign-in is kept sealed until ${day}. Until then you can go back.`,
  goBack: 'Use the earlier sign-in…',
};

/** The sign-in before a move, while it is kept. */
export const earlierText = {
  title: 'Earlier sign-in',
  lead: 'Kept sealed since the move, so that you can go back.',
  type: 'Authentication type',
  username: 'Username',
  key: 'Consumer ID',
  kept: 'Kept until',
  token: 'Refresh token',
  tokens: {
    none: 'It had none',
    revoked: 'Revoked, as Salesforce confirmed',
    unconfirmed: 'Not confirmed as revoked yet',
  } satisfies Record<EarlierTokenView, string>,
  goBack: 'Use the earlier sign-in…',
  wipe: 'Wipe now…',
  wipeTitle: (name: string) => `Wipe the earlier sign-in of “${name}”?`,
  wipeText:
    'The earlier password or secret is deleted from this computer, and going back is not possible any more. The External Client App stays in force.',
  wipeGo: 'Wipe',
  wiping: 'Wiping',
  keep: 'Keep it',
};

/** Going back to the sign-in before a move. */
export const backText = {
  rail: 'Going back',
  steps: {
    start: { name: 'Question', note: 'What happens' },
    authorization: { name: 'Authorization', note: 'The earlier sign-in' },
    result: { name: 'Result', note: 'What is in force now' },
  },
  title: (name: string) => `Let “${name}” sign in as before?`,
  heading: (name: string) => `Let ${name} sign in as before`,
  happens: {
    standard: (username: string) => [
      `Orgkeep logs in once with the earlier password of ${username}. No browser opens.`,
      'If Salesforce accepts it, the connection is of the type Standard again, and the tokens of the External Client App are revoked.',
      'If not, the External Client App stays in force.',
    ],
    app: (username: string) => [
      `The browser opens, and you sign in once as ${username} through the earlier app.`,
      'When that has worked, it is in force again, and the tokens of the External Client App are revoked.',
      'Until then the External Client App stays in force.',
    ],
  },
  go: 'Use the earlier sign-in',
  starting: 'Starting',
  cancel: 'Cancel',
  nothing: 'Nothing to go back to',
  nothingText: 'The earlier sign-in was wiped, or the connection was never moved.',
  done: (name: string) => `${name} signs in as before`,
  doneLead: (type: string, time: string) => `${type}, authorized at ${time}. Record and name stayed the same.`,
};

/** For how long earlier sign-ins are kept. */
export const keepingText = {
  section: 'Moves to ECA',
  title: 'Earlier sign-ins',
  lead: 'After a move to an External Client App, the sign-in before it is kept sealed for a while, so that you can go back. Then it is wiped by itself.',
  field: 'Keep them for',
  unit: 'days',
  hint: 'From 1 to 90. A shorter time also counts for those that are kept now.',
  problem: 'Enter a whole number of days, from 1 to 90.',
  save: 'Save',
  saving: 'Saving',
  saved: (days: number) => `Earlier sign-ins are kept for ${dayCount(days)}`,
};

function dayCount(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
