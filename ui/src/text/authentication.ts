import type { AuthenticationView, RetirementView } from '../backend/generated';

/** Salesforce's month, `2027-06`, in words. */
function monthName(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (number ?? 1) - 1, 1)).toLocaleDateString(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** When it ends, as exactly as Salesforce said. */
function endOf({ month, release }: RetirementView): string {
  return month === null ? `since ${release}` : `${monthName(month)} (${release})`;
}

/** The ways to sign in, to choose from. */
export const choiceText = {
  label: 'Authentication type',
  recommended: 'Recommended',
  ending: 'Ends',
  hints: {
    externalClientApp: 'An app that you create in the org. It stays.',
    connectedApp: 'An app that exists already. New ones cannot be created.',
    standard: 'User name, password and security token. No browser, and no verification.',
  } satisfies Record<AuthenticationView, string>,
};

/** What the wizard's steps are about, where it is not an app to be created. */
export const railNotes: Record<AuthenticationView, Partial<Record<string, string>>> = {
  externalClientApp: {},
  connectedApp: { prerequisites: 'The app that is there' },
  standard: {
    prerequisites: 'Nothing to create',
    credentials: 'Address, user, password',
    authorization: 'Without a browser',
  },
};

/** What is said of a way to sign in before anything is done with it, and of a connection that has it. */
export const retirementText = {
  title: {
    newApps: 'New Connected Apps cannot be created any more',
    signIn: (retirement: RetirementView) => `Sign-in with a password ends in ${endOf(retirement)}`,
  },
  why: {
    newApps: (retirement: RetirementView) =>
      `That is so ${endOf(retirement)}. Apps that are there go on working, but Salesforce points everyone to External Client Apps.`,
    signIn: () =>
      'Salesforce then switches SOAP login() off, and the connection stops working. An External Client App stays.',
  },
  source: (source: string) => `Salesforce Help, article ${source}`,
  accept: 'Register with a password anyway',
  short: {
    newApps: (retirement: RetirementView) => `No new ones ${endOf(retirement)}`,
    signIn: (retirement: RetirementView) => `Ends in ${endOf(retirement)}`,
  },
  mark: { newApps: 'Connected Apps cannot be created any more', signIn: 'This way to sign in ends' },
};

/** What there is to do before a connection that needs no new app. */
export const nothingToCreateText = {
  title: { standard: 'Nothing to create in Salesforce', connectedApp: 'Have the app’s key at hand' },
  lead: {
    standard: 'A password needs no app. These three are asked for next:',
    connectedApp: 'The Connected App is there already. These are asked for next:',
  },
  lines: {
    standard: [
      'The user name, which looks like an e-mail address.',
      'The password. It is sealed in the vault and sent to Salesforce only.',
      'The security token, unless the org trusts this computer’s address. Salesforce sends it by e-mail after each change of the password.',
    ],
    connectedApp: [
      'Consumer Key and Secret: Setup, App Manager, the app’s row, View, Manage Consumer Details.',
      'The callback URL of the app must be exactly http://localhost:33333, beside the ones it has.',
      'The app’s scopes: api and refresh_token at least.',
    ],
  },
  other: 'To create an External Client App instead, choose it on the next page.',
  continue: 'Continue to Credentials',
};

/** The fields of a sign-in with a password. */
export const loginText = {
  username: 'Username',
  usernamePlaceholder: 'you@yourcompany.com.uat',
  password: 'Password',
  passwordHint: 'Goes straight to the vault, and from there to Salesforce only. It cannot be shown again.',
  passwordNotKept: 'The password is not kept. Enter it again.',
  token: 'Security token',
  tokenAside: 'Optional where the org trusts this computer',
  tokenHint: 'Enter it on its own, not behind the password.',
  tokenNotKept: 'The security token is not kept. Enter it again.',
  loginUrlWhy: 'My Domain is best. Orgs that allow no sign-in at login.salesforce.com need it.',
  practice: 'Use this login',
  practiceAgain: 'Use this login again',
  practiceLead: 'Fills in a simulated user’s name, password and security token.',
  missing: {
    username: 'The username is missing.',
    usernameWrong: 'The username must look like an e-mail address.',
    password: 'The password is missing.',
    accept: 'The end of this way to sign in is not accepted yet.',
  },
  refusedTitle: 'Salesforce refused this password',
  refused:
    'It was changed, or the user is locked out. Orgkeep does not send it again, because each wrong try counts towards a lockout.',
  happens: (username: string) => [
    `Orgkeep sends user name and password of ${username} to Salesforce, once.`,
    'The session and the password in force stay until Salesforce accepts the new one.',
    'No browser opens, and the callback port is not used.',
  ],
  inForce: 'The password in force',
  aNew: 'A new password',
  inForceNote: 'Logs in again with what is stored.',
  newNote: 'The new password is kept sealed. It takes effect when the sign-in has worked.',
  waiting: {
    title: 'A new password is waiting for its first sign-in',
    text: (username: string, characters: number) =>
      `For ${username}, ${characters === 1 ? '1 character' : `${characters} characters`}.`,
    still: 'The connection still uses the password before, and tests cover that one.',
  },
  stored: (characters: number) => (characters === 1 ? 'Sealed, 1 character' : `Sealed, ${characters} characters`),
  noToken: 'None was entered',
  typeAgain: 'Enter others',
  facts: { title: 'Password and session', password: 'Password', session: 'Session' },
  sealed: 'Sealed in the vault',
  renews: 'Renewed by logging in again',
  testedWith: (day: string) => `Tested with the password that was accepted on ${day}.`,
  notOpened: 'Opening the org needs a sign-in through an app.',
  works: 'A session of a password has no scopes: it may do what the user may.',
  use: 'What it is good for now: it proves that this user can log in from this computer, here and with the command orgkeep. It is not handed to other tools. Password and session stay sealed in the vault. Removing it deletes them here; the session ends by itself in Salesforce.',
};
