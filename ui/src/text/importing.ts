import type {
  ImportSource,
  LineErrorView,
  LineFaultView,
  NotGivenReason,
  NoTokensView,
  UnusableView,
} from '../backend/generated';
import { date } from '../lib/time';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** Taking over what other programs know of orgs. */
export const importText = {
  action: 'Import',
  title: 'Import orgs',
  back: 'Back to the list',
  lead: 'What another program knows of your orgs can be taken over, so that nobody has to register them one by one.',
  chooseTitle: 'Where to look',
  looking: 'Looking at what is there…',
  lookAgain: 'Look again',
  chooseAgain: 'Choose again',
  another: 'Another source',
  facts: {
    reads: { title: 'Only read', text: 'Not one byte of the other program’s files changes.' },
    contacts: {
      title: 'Contacts nobody',
      text: 'Orgkeep asks neither Salesforce nor anybody else. Whether tokens work, a test tells later.',
    },
    sealed: {
      title: 'Sealed at once',
      text: 'Tokens go from the file straight into the vault. They are never shown.',
    },
  },
  columns: { title: 'What a list looks like', aside: 'CSV or JSON' },
} as const;

/** The sources, to choose from. */
export const sourceText: Record<ImportSource, { title: string; text: string; button: string }> = {
  cliHome: {
    title: 'Salesforce CLI on this computer',
    text: 'The orgs that sf and sfdx are signed in to, with their tokens: the folder .sfdx in your home folder.',
    button: 'Look there',
  },
  throughCli: {
    title: 'Through the CLI itself',
    text: 'The same orgs, and sf hands their tokens over: Orgkeep opens none of its files. Takes a second or two for each org that you import.',
    button: 'Look and ask sf',
  },
  chosenCliHome: {
    title: 'Another folder of the CLI',
    text: 'A copy, or the folder of another system. Choose the folder .sfdx itself.',
    button: 'Choose folder',
  },
  chosenList: {
    title: 'A list of orgs',
    text: 'From another product or a spreadsheet, as CSV or JSON. A list has no tokens: its lines become drafts.',
    button: 'Choose file',
  },
};

/** The columns of a list. */
export const listColumns: readonly { names: string; holds: string }[] = [
  { names: 'name', holds: 'What the connection is called. Needed.' },
  { names: 'login url', holds: 'Where people sign in, best the My Domain. Needed.' },
  { names: 'type', holds: 'production, sandbox, developer or scratch.' },
  { names: 'authentication type', holds: 'standard, connected app or eca. Without it: eca.' },
  { names: 'user', holds: 'The user name.' },
];

export const listNote =
  'The first line of a CSV names the columns; commas, semicolons and tabs part them. JSON is an array of objects. Passwords, keys and other columns are not looked at.';

/** Why a source cannot be looked at, where its error alone would not say it. */
export const notFoundText: Record<ImportSource, { title: string; text: string }> = {
  cliHome: {
    title: 'The Salesforce CLI has nothing here',
    text: 'The folder .sfdx in your home folder is not there, or it cannot be read. Sign in to an org with the CLI first, or choose another folder.',
  },
  throughCli: {
    title: 'The Salesforce CLI cannot be asked',
    text: 'Its program sf is not among the programs of this user any more, or its folder .sfdx cannot be read.',
  },
  chosenCliHome: {
    title: 'This folder cannot be read',
    text: 'It is not there any more, the system refuses, or it holds more files than a folder of the CLI. Choose another one.',
  },
  chosenList: {
    title: 'This file cannot be read',
    text: 'A list is a text file in UTF-8 of at most 1 MiB. Choose another one.',
  },
};

export const notAListText = {
  title: 'This file is not a list',
  text: 'Nothing was imported. Compare it with the columns below.',
};

/** A source without entries. */
export const nothingText: Record<ImportSource, { title: string; text: string }> = {
  cliHome: {
    title: 'The CLI is signed in to no org',
    text: 'Its folder holds no file of an org. Each is named after its user, such as ada@example.com.json.',
  },
  throughCli: {
    title: 'The CLI is signed in to no org',
    text: 'Its folder holds no file of an org. Each is named after its user, such as ada@example.com.json.',
  },
  chosenCliHome: {
    title: 'No org in this folder',
    text: 'A folder of the CLI holds one file for each org, named after its user, such as ada@example.com.json. Choose the folder .sfdx itself.',
  },
  chosenList: { title: 'No org in this list', text: 'There is no line from which a connection could be made.' },
};

/** What was found, before anything is imported. */
export const previewText = {
  title: 'What is there',
  from: 'From',
  table: 'What can be imported',
  groups: { open: 'Can be imported', matched: 'Here already', unusable: 'Cannot be imported' },
  columns: { choose: 'Import', name: 'Name', org: 'Org', tokens: 'Tokens', becomes: 'Becomes' },
  chooseAll: 'Choose everything that can be imported',
  choose: (name: string) => `Import ${name}`,
  takeTokens: (name: string) => `Take the tokens of ${name} along`,
  takeTokensHint: 'Take its tokens along',
  noTokens: 'no tokens',
  otherApps: (count: number) => `+ ${plural(count, 'app', 'apps')}`,
  otherAppsHint: (names: readonly string[]) =>
    `The same user also signs in through other apps, which are not imported: ${names.join(', ')}.`,
  devHub: 'Dev Hub',
  devHubHint: 'The org has Dev Hub enabled. It comes as an ordinary connection.',
  unknownOrg: 'Kind not known',
  connection: 'Connection',
  untested: 'With its tokens, not tested yet',
  draft: 'Draft to finish',
  tokensStay: 'Tokens stay with the other program',
  tokensRotate: 'Its app may replace them: not in two places',
  matched: 'Here already',
  matchedAs: (name: string) => (name === '' ? 'As a registration not finished' : `As ${name}`),
  unusable: 'Cannot be imported',
  line: (line: number) => `Line ${line.toLocaleString()}`,
  keys: 'Arrows move, Space chooses',
  count: (connections: number, drafts: number) =>
    [
      connections > 0 ? plural(connections, 'connection', 'connections') : '',
      drafts > 0 ? plural(drafts, 'draft', 'drafts') : '',
    ]
      .filter(Boolean)
      .join(', ') || 'Nothing chosen',
  run: (count: number) => (count === 0 ? 'Import' : `Import ${count.toLocaleString()}`),
  running: 'Importing',
  throughCli: 'The tokens come from sf itself, once you import. Whom sf contacts when it is started is up to sf.',
  asking: (count: number) =>
    `Asking sf for ${plural(count, 'org', 'orgs')}, two at a time. Each takes a second or two, and 30 at the most.`,
  stop: 'Stop',
  noneLeft: 'Nothing here can be imported any more.',
} as const;

/** A refresh token that is replaced with each use serves one program only. */
export const rotationText = {
  title: 'Tokens of an app of your own belong to one program',
  text: (count: number) =>
    `${plural(count, 'org signs', 'orgs sign')} in through an app of your own, which may replace the refresh token with each use. Whichever program renews it first ends it for the other. ${count === 1 ? 'It comes as a draft' : 'They come as drafts'} unless you take the tokens along. Then do not use ${count === 1 ? 'this org' : 'these orgs'} with the other program any more.`,
} as const;

/** Tokens that are there and cannot be opened. */
export const keyText = {
  missing: {
    title: 'The key of the Salesforce CLI was not found',
    text: 'The CLI seals its tokens with a key in the system’s keychain, or in the file key.json of its folder. Unlock the keychain and look again. Without the key the orgs come as drafts.',
  },
  other: {
    title: 'The key does not open these tokens',
    text: 'They were sealed with another key: the folder comes from another computer or user, or the CLI made a new key. These orgs come as drafts.',
  },
} as const;

/** Why an entry comes without tokens. */
export const noTokensText: Record<NoTokensView, string> = {
  list: 'A list has no tokens',
  keyMissing: 'The key of the CLI was not found',
  otherKey: 'Another key sealed its tokens',
  redacted: 'Its tokens were taken out of the file',
  malformed: 'Its tokens are not sealed as the CLI does',
  absent: 'The file has no tokens',
  ownerUnknown: 'The file does not name user or app',
};

const unusableNames: Record<UnusableView, string> = {
  tooLong: 'The file is far too long',
  notAFile: 'A link or a folder, not a file',
  unreadable: 'The system refuses to read the file',
  damaged: 'The file is damaged',
  otherUser: 'The file speaks of another user',
  noOrg: 'The file names no org',
  noAddress: 'The file names no address',
  foreignHost: 'Its address is not one of Salesforce',
  expired: 'The org has expired',
};

/** Why nothing can be made of an entry. */
export function unusableText(reason: UnusableView, day: string | null): string {
  return reason === 'expired' && day !== null ? `The org expired on ${date(day)}` : unusableNames[reason];
}

const faults: Record<LineFaultView, string> = {
  missing: 'nothing stands there',
  unknown: 'none of the known words',
  tooLong: 'too long',
  address: 'no address to sign in at',
  repeated: 'an earlier line says the same',
  noConnection: 'no connection has this name',
  severalConnections: 'several connections have this name',
};

/** What is wrong with a line of a list. */
export function faultText({ field, fault }: LineErrorView): string {
  return `${field}: ${faults[fault]}`;
}

/** Why the Salesforce CLI did not give the tokens of an org, and what to do. */
export const notGivenText: Record<NotGivenReason, string> = {
  name: 'Its user name begins with a hyphen, and sf would take it for an option. Import it from the files.',
  notStarted: 'The system did not start sf. Install it anew, or import from the files.',
  tooLate: 'sf did not answer within 30 seconds. Try again when the computer has less to do, or import from the files.',
  tooLong: 'sf said far too much for an answer. Import from the files.',
  refused:
    'sf ended with an error: it may be older than 2026 and not know the question, or its sign-in to this org is gone. Update sf, sign in with it again, or import from the files.',
  hidden: 'sf keeps its tokens to itself. Import from the files.',
  senseless: 'The answer of sf makes no sense: it may be of another version. Update sf, or import from the files.',
  otherSignIn:
    'sf gave the tokens of another app or another server than its own file names. Sign in to the org with sf again.',
};

/** What an import did, and what comes next. */
export const resultText = {
  title: (count: number) => (count === 0 ? 'Nothing was imported' : `${plural(count, 'org', 'orgs')} imported`),
  leftOut: (count: number) =>
    `${plural(count, 'entry was', 'entries were')} left out: here already by now, or not there any more.`,
  notGiven: (count: number) => `${plural(count, 'org', 'orgs')} did not come along`,
  notGivenNote: 'Nothing of them was imported.',
  connections: (count: number) => plural(count, 'connection', 'connections'),
  connectionsNote: 'Their tokens are sealed in the vault. Nobody has tried them yet: a test tells whether they work.',
  test: 'Test them now',
  drafts: (count: number) => plural(count, 'draft', 'drafts'),
  draftsNote: 'Everything that was known is filled in. Each becomes a connection when somebody signs in.',
  finish: (name: string) => `Finish ${name}`,
  unnamed: 'Not named yet',
  more: (count: number) => `and ${count.toLocaleString()} more in the list`,
  list: 'Go to list',
  again: 'Import more',
  unchanged: 'Orgkeep changed nothing where they came from, and contacted nobody.',
  rotation: {
    title: 'Do not use these with the other program any more',
    text: 'Their app may replace the refresh token with each use, and the first program to renew it ends it for the other:',
  },
} as const;
