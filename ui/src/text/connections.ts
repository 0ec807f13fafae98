import type {
  AuthenticationView,
  DeviationView,
  PurposeView,
  ReleaseView,
  RevocationOutcomeView,
  ScopeStateView,
  WizardStepView,
} from '../backend/generated';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** The list of connected orgs. */
export const listText = {
  title: 'Connected orgs',
  register: 'Register org',
  import: 'Import',
  notOnEca: (count: number) => `${count.toLocaleString()} not on ECA`,
  notOnEcaHint: 'All connections that are not on an External Client App, with what blocks them and when they end',
  search: 'Search orgs',
  searchHint: 'Search name, user, org id, host, tag',
  searchKeys: { apple: '⌘ K', other: 'Ctrl K' },
  clearSearch: 'Clear the search',
  status: 'Status',
  environment: 'Environment',
  type: 'Type',
  severalChosen: (what: string, count: number) => `${what}: ${count}`,
  oneChosen: (what: string, value: string) => `${what}: ${value}`,
  clearFilter: 'Show all',
  columns: {
    colour: 'Colour',
    name: 'Name',
    environment: 'Environment',
    authentication: 'Type',
    status: 'Status',
    posture: 'App check',
    authenticated: 'Authenticated',
  },
  sortBy: (column: string) => `${column}, sort`,
  actions: 'Actions',
  moreFor: (name: string) => `More for ${name}`,
  noMatchTitle: 'No org matches',
  noMatch: 'The search looks at name, user, org id, host, owner and tags. Every word must occur.',
  showAll: 'Clear search and filters',
  count: (count: number) => plural(count, 'org', 'orgs'),
  countOf: (shown: number, all: number) => `${shown.toLocaleString()} of ${plural(all, 'org', 'orgs')}`,
  keys: 'Arrows move, Enter opens, Space selects, F makes a favourite',
  keysLocked: 'Arrows move, Enter opens, Space selects',
} as const;

/** What can be done with one connection. */
export const actionText = {
  open: 'Open details',
  copyOrgId: 'Copy org id',
  copyUsername: 'Copy username',
  copyUserId: 'Copy user id',
  copyUrl: 'Copy URL',
  favourite: 'Make a favourite',
  unfavourite: 'No favourite any more',
  select: 'Select',
  unselect: 'Do not select',
  space: 'Space',
  relabel: 'Rename and label',
  remove: 'Remove',
  copied: (what: string) => `${what} copied`,
  orgId: 'Org id',
  username: 'Username',
  userId: 'User id',
  url: 'URL',
  lockedHint: 'Waits for the vault',
} as const;

/** The list before anything is in it. */
export const emptyText = {
  title: 'Keep every org connected',
  text: 'Register an org through an External Client App. Orgkeep gives you the exact values to enter, waits while Salesforce activates the key, and keeps the sign-in sealed on this computer.',
  register: 'Register your first org',
  import: 'Import what exists',
  practice: 'Try it with a practice org',
  practiceNote:
    'The practice org is a simulated Salesforce on this computer, with a list of its own. You can leave it at any time.',
  startingPractice: 'Starting the practice org',
  inPractice: {
    title: 'Nothing practised yet',
    text: 'Register a simulated org as you would a real one. The practice org shows which orgs and users there are, and which faults can be switched on.',
    register: 'Register a practice org',
    open: 'Show the practice org',
  },
  facts: {
    waiting: {
      title: 'Mostly waiting',
      text: 'Salesforce takes 10 to 30 minutes to make a new key active. You can leave meanwhile.',
    },
    sealed: {
      title: 'Sealed on this computer',
      text: 'Tokens and secrets are encrypted. The key lives in your system keyring or comes from your passphrase.',
    },
    browser: {
      title: 'Your own browser',
      text: 'You sign in on Salesforce’s page, in the browser that you always use.',
    },
  },
} as const;

type Purpose = PurposeView | 'register';

/** A sign-in, by what it is for. */
const doing: Record<Purpose, (name: string) => string> = {
  register: (name) => `Signing in to ${name}`,
  reauthenticate: (name) => `Signing in to ${name} again`,
  migrate: (name) => `Moving ${name} to an External Client App`,
  goBack: (name) => `Taking ${name} back to its earlier sign-in`,
};

const done: Record<Purpose, (name: string) => string> = {
  register: (name) => `${name} is connected`,
  reauthenticate: (name) => `${name} is connected again`,
  migrate: (name) => `${name} has moved to an External Client App`,
  goBack: (name) => `${name} is back at its earlier sign-in`,
};

const failed: Record<Purpose, (name: string) => string> = {
  register: (name) => `The sign-in to ${name} did not work`,
  reauthenticate: (name) => `${name} was not authenticated again`,
  migrate: (name) => `${name} was not moved`,
  goBack: (name) => `${name} did not go back`,
};

/** Registrations that are not finished. */
export const draftText = {
  title: (count: number) => plural(count, 'registration not finished', 'registrations not finished'),
  unnamed: 'Not named yet',
  steps: { prerequisites: 'Prerequisites', credentials: 'Credentials' } satisfies Record<WizardStepView, string>,
  at: (step: string) => `at ${step}`,
  interrupted: 'the sign-in was cut off',
  continue: 'Continue',
  continueNamed: (name: string) => `Continue ${name}`,
  discard: 'Discard',
  discardNamed: (name: string) => `Discard ${name}`,
  discardTitle: (name: string) => `Discard “${name}”?`,
  discardText: 'What was typed and ticked is deleted from this computer. Nothing changes in Salesforce.',
  more: (count: number) => `Show ${count} more`,
  running: (name: string, purpose: PurposeView | null) => doing[purpose ?? 'register'](name),
  runningText: 'The sign-in goes on while you are here.',
  waiting: (name: string) => `Waiting for the key of ${name}`,
  waitingText: (since: string, until: string) =>
    `Salesforce does not know it yet. Since ${since} Orgkeep asks by itself, until ${until}.`,
  keyActive: (name: string) => `The key of ${name} is active now`,
  keyActiveText: 'Sign in with the browser when you are ready.',
  asked: (name: string) => `A question about the sign-in to ${name}`,
  askedText: 'Somebody else came back than the connection has. Nothing is changed before you answer.',
  addressAskedText: 'Its login host leads into a private network. Nothing is sent there before you answer.',
  hubAskedText: 'There is something to know about Dev Hub. Nothing is saved before you answer.',
  connected: (name: string, purpose: PurposeView | null) => done[purpose ?? 'register'](name),
  failed: (name: string, purpose: PurposeView | null) => failed[purpose ?? 'register'](name),
  failedText: (purpose: PurposeView | null) =>
    purpose === null ? 'Everything typed is kept.' : 'The connection is as it was, and everything typed is kept.',
  show: 'Show',
} as const;

/** Tokens of removed connections that are not confirmed as dead. */
export const revocationText = {
  title: (count: number) =>
    count === 1 ? '1 old sign-in is not confirmed as revoked' : `${count} old sign-ins are not confirmed as revoked`,
  text: 'Salesforce did not confirm that its token is dead. Orgkeep keeps it sealed and tries again by itself.',
  line: (name: string, host: string, replaced: boolean) =>
    replaced ? `${name}, ${host}: replaced by a newer sign-in` : `${name}, ${host}: connection removed`,
  tries: (count: number) => (count === 1 ? 'tried once' : `tried ${count} times`),
  retry: 'Retry now',
  retrying: 'Asking Salesforce',
  notBefore: 'next try',
  giveUp: 'Stop trying',
  giveUpOf: (name: string) => `Stop trying for ${name}`,
  givingUp: 'Wiping',
  goOn: 'Keep trying',
  giveUpTitle: (name: string) => `Stop trying to revoke the old sign-in of ${name}?`,
  giveUpText: (host: string) =>
    `Orgkeep wipes its copy of the token. Until somebody revokes it in the org’s Setup, on the app’s OAuth Usage page, ${host} may still accept it. Right when that was done, or when the org is gone.`,
} as const;

/** Salesforce asks to be left alone for a while. */
export const pauseText = {
  title: (count: number, host: string) =>
    count === 1 ? `${host} asks not to be asked for now` : `${host} and ${count - 1} more ask not to be asked for now`,
  text: 'Salesforce was asked too much, or is being maintained. Meanwhile Test all and the schedule leave these connections out. Test connection asks all the same.',
  line: (host: string, count: number) => `${host}, ${plural(count, 'connection', 'connections')}: asked again`,
  row: 'Salesforce may be asked again',
} as const;

/** The page of one connection. */
export const detailsText = {
  back: { list: 'Back to the list', board: 'Back to the board', activity: 'Back to the activity' },
  more: (name: string) => `Actions for ${name}`,
  tabs: { overview: 'Overview', connection: 'Connection', activity: 'Activity' },
  evidence: { connected: 'Signed in, and the API answered', signInAgain: 'Salesforce no longer accepts the sign-in' },
  org: 'Org',
  user: 'User',
  scopes: 'What works',
  scopesUnknown: 'What the app was granted is not known: this sign-in comes from another tool. The next sign-in tells.',
  scope: 'Scope',
  worksFor: 'What it makes possible',
  wantedBy: 'Wanted by',
  state: 'State',
  nobody: 'nobody',
  signIn: 'Sign-in',
  app: 'App and tokens',
  /** An imported org has told nothing yet. */
  notKnown: 'Not known before the next sign-in',
  release: ({ label, apiVersion }: ReleaseView) => `${label}, API ${apiVersion}`,
  releaseSeen: 'seen',
  releaseUnknown: 'Told together with the limits',
  facts: {
    orgName: 'Name',
    orgType: 'Org type',
    edition: 'Edition',
    instance: 'Instance',
    release: 'Release',
    ends: 'Ends',
    namespace: 'Namespace',
    orgId: 'Org id',
    displayName: 'Name',
    username: 'Username',
    userId: 'User id',
    authentication: 'Authentication type',
    loginHost: 'Login host',
    host: 'Instance host',
    callback: 'Callback URL',
    authenticated: 'Authenticated',
    created: 'Registered',
    consumerKey: 'Consumer ID',
    secret: 'Consumer Secret',
    refreshToken: 'Refresh token',
    secrets: 'Secrets',
  },
  apart: {
    title: 'Orgkeep cannot read its secrets',
    text: 'They were sealed with a key that is lost, or a backup brought this connection without them. Nothing is wrong in Salesforce, and name, labels and history are here. Sign in once more to bring it back.',
    fact: 'Cannot be read until somebody signs in again',
    reauthenticate: 'The tokens of this connection cannot be read any more. The sign-in brings new ones.',
    password: 'Neither password nor session can be read any more. Enter the password again.',
    secretToo: (key: string | null) =>
      `The consumer secret of its app cannot be read any more either. Enter key ${key ?? ''} and its secret again; Salesforce shows both to whoever may see them.`,
    unknown:
      'Right for an app without a consumer secret. If the app has one, choose a new key and enter the same key with its secret.',
  },
  secretSealed: 'Sealed in the vault',
  secretNone: 'None: the app needs none',
  refreshSealed: 'Sealed in the vault, stays signed in',
  refreshNone: 'None: ends with its session',
  use: 'What it is good for now: testing it and opening the org, here and with the command orgkeep, and asking for its limits. It is not handed to other tools. Its tokens stay sealed in the vault. Removing it revokes them.',
  notThereTitle: 'This connection is no longer there',
  notThere: 'It was removed meanwhile. The list shows what there is now.',
  signInAgainTitle: 'Only you can bring it back',
  signInAgain: 'Reauthenticate: sign in once more with the same user. The record, its name and its label stay.',
  reauthenticate: 'Reauthenticate',
} as const;

/** What became of a scope. */
export const scopeStateNames: Record<ScopeStateView, string> = {
  granted: 'Granted',
  missing: 'Missing',
  extra: 'Not asked for',
  unknown: 'Not known',
};

/** What came with the last sign-in, beside what the app was meant to be. */
export const deviationsText = {
  heading: (differing: number) => (differing === 0 ? 'Compared with the blueprint' : 'Differs from the blueprint'),
  nothingDiffers: 'Nothing differs from what was asked for.',
  goodToKnow: 'Good to know',
} as const;

/** Something that differs from what the app was meant to be, or is good to know of it. */
export function deviationCopy(deviation: DeviationView): { title: string; text: string } {
  switch (deviation.kind) {
    case 'scopeMissing':
      return {
        title: `The scope ${deviation.scope} is missing`,
        text: `${deviation.wantedBy.join(', ')} will not work through this app. Add the scope in the app’s OAuth settings, then reauthenticate.`,
      };
    case 'scopeExtra':
      return {
        title: `The scope ${deviation.scope} was granted, and nobody asked for it`,
        text: 'It does no harm to what works. Remove it from the app if nothing else needs it.',
      };
    case 'noRefreshToken':
      return {
        title: 'No refresh token came',
        text: 'The connection ends with its session. Add the scope refresh_token to the app, then reauthenticate.',
      };
    case 'rotationAdvised':
      return {
        title: 'Refresh tokens can be made single-use',
        text: 'Then a copied token shows itself. Switch on rotation in the app’s policies.',
      };
    case 'unsigned':
      return {
        title: 'The answer carried no signature',
        text: 'Without a consumer secret none could be checked. The connection is as safe as its TLS; an app with a secret adds the check.',
      };
  }
}

/** The dialog that renames and labels. */
export const relabelText = {
  title: 'Rename and label',
  name: 'Name',
  nameHint: 'As it stands in the list. Salesforce does not see it.',
  environment: 'Environment',
  environmentHint: 'Gives the colour. Production asks once more before it is removed.',
  saved: 'Saved',
  invalid: 'This name cannot be used. It is empty or too long.',
} as const;

const removed: Record<AuthenticationView, readonly string[]> = {
  standard: [
    'The record, its password and its session are deleted from this computer. This cannot be undone.',
    'At Salesforce nothing is revoked: the session ends by itself, and the user keeps the password.',
  ],
  connectedApp: [
    'Orgkeep asks Salesforce to revoke this connection’s tokens.',
    'The record and its tokens are deleted from this computer. This cannot be undone.',
    'The Connected App stays in Salesforce. Other programs that use it go on working.',
  ],
  externalClientApp: [
    'Orgkeep asks Salesforce to revoke this connection’s tokens.',
    'The record and its tokens are deleted from this computer. This cannot be undone.',
    'The External Client App stays in Salesforce. Other programs that use it go on working.',
  ],
};

/** The dialog that removes. */
export const removeText = {
  title: (name: string) => `Remove “${name}”?`,
  lead: 'What happens',
  happens: (authentication: AuthenticationView) => removed[authentication],
  production: 'This is a production org.',
  typeName: 'To go on, type the connection’s name',
  remove: 'Remove',
  removing: 'Asking Salesforce',
  keep: 'Keep it',
} as const;

/** The receipt of a removal. */
export const receipts: Record<RevocationOutcomeView, { tone: 'success' | 'warn'; title: string; text: string }> = {
  revoked: {
    tone: 'success',
    title: 'removed and revoked',
    text: 'Salesforce confirmed that the tokens are dead.',
  },
  alreadyDead: {
    tone: 'success',
    title: 'removed',
    text: 'Salesforce says that the tokens were dead already.',
  },
  unconfirmed: {
    tone: 'warn',
    title: 'removed, not yet revoked',
    text: 'Salesforce could not be asked. Orgkeep keeps the token sealed until Salesforce confirms that it is dead, and tries again by itself.',
  },
  nothingToRevoke: {
    tone: 'success',
    title: 'removed',
    text: 'There was no token to revoke.',
  },
};
