import type {
  ActivityChainView,
  ActivityDetailView,
  ActivityEntryView,
  ActivityFaultKind,
  ActivityKindView,
  ProgramView,
} from '../backend/generated';
import { date } from '../lib/time';
import { causeCopy } from './causes';
import { failureCopy } from './failures';
import { environmentNames } from './names';

/** The words of the activity. */
export const activityText = {
  title: 'Activity',
  notRead: 'The activity could not be read',
  today: 'Today',
  yesterday: 'Yesterday',
  removed: 'removed',
  unknown: 'Something that this version does not know',
  older: 'Show older entries',
  export: 'Export',
  exportCsv: 'As a table (CSV)',
  exportJson: 'For scripts (JSON)',
  exported: 'The activity was saved',
  clear: 'Show all',
  noMatchTitle: 'Nothing fits these filters',
  noMatch: 'Other times, connections, results or programs may have entries.',
  emptyTitle: 'Nothing has happened yet',
  empty:
    'Every registration, test, new sign-in, removal and export is written down here: what, to which connection, by whom, and how it ended. Entries are only ever added, and none holds a secret.',
  emptyConnection: 'Nothing that was done with this connection is written down. The activity began later.',
  filters: { connection: 'Connection', what: 'What', result: 'Result', program: 'Program', time: 'Time' },
  any: {
    connection: 'All connections',
    what: 'Everything',
    result: 'All results',
    program: 'All programs',
    time: 'Any time',
  },
  list: 'Entries, the newest first',
} as const;

/** Kinds that one looks for together. */
export const kindGroups = {
  signIns: {
    name: 'Registrations and sign-ins',
    kinds: ['register', 'recognise', 'import', 'reauthenticate', 'authorize', 'signInEnded', 'openOrg'],
  },
  credentials: { name: 'New credentials', kinds: ['keepPending', 'discardPending', 'authorize'] },
  moves: { name: 'Moves to an External Client App', kinds: ['migrate', 'goBack', 'forgetEarlier'] },
  apps: { name: 'External Client Apps made here', kinds: ['createApp', 'undoApp', 'applyPolicies', 'rotateSecret'] },
  tests: { name: 'Tests', kinds: ['test', 'testRun'] },
  changes: { name: 'Changes and removals', kinds: ['rename', 'relabel', 'remove', 'revoke'] },
  vault: { name: 'Vault', kinds: ['makeKey', 'changeKey', 'openVault', 'makeRecovery', 'saveBackup', 'restoreBackup'] },
  files: {
    name: 'Blueprints and files',
    kinds: [
      'addBlueprint',
      'removeBlueprint',
      'exportBlueprint',
      'exportChecklist',
      'writeSource',
      'mendSource',
      'exportInventory',
      'exportMoves',
      'exportActivity',
    ],
  },
} as const satisfies Record<string, { name: string; kinds: readonly ActivityKindView[] }>;

/** How things ended that one looks for together. */
export const resultGroups = {
  done: { name: 'Done', results: ['done'] },
  wrong: { name: 'Not done', results: ['failed', 'cancelled', 'unconfirmed'] },
} as const;

/** How far back, in days. */
export const timeSpans = {
  day: { name: 'Last 24 hours', days: 1 },
  week: { name: 'Last 7 days', days: 7 },
  month: { name: 'Last 30 days', days: 30 },
} as const;

interface KindWords {
  /** When it was done. */
  done: string;
  /** What was not done, before "failed", "cancelled" or "not confirmed". */
  attempt: string;
}

/** Complete: a new kind does not compile without its words. */
export const kinds: Record<ActivityKindView, KindWords> = {
  register: { done: 'Registered', attempt: 'Registration' },
  recognise: { done: 'Registered once more; the record was updated', attempt: 'Registration' },
  reauthenticate: { done: 'Authenticated again', attempt: 'Authentication' },
  authorize: { done: 'New credentials took effect', attempt: 'Authorization of new credentials' },
  import: { done: 'Imported', attempt: 'Import' },
  migrate: { done: 'Moved to an External Client App', attempt: 'Move to an External Client App' },
  goBack: { done: 'Went back to the earlier sign-in', attempt: 'Going back to the earlier sign-in' },
  forgetEarlier: { done: 'Earlier sign-in wiped', attempt: 'Wiping the earlier sign-in' },
  createApp: { done: 'External Client App created', attempt: 'Creating an External Client App' },
  undoApp: { done: 'Creation of an app undone', attempt: 'Undoing the creation of an app' },
  applyPolicies: { done: 'Policies of the app applied', attempt: 'Applying the policies of the app' },
  rotateSecret: { done: 'The app got a new key and secret', attempt: 'A new key and secret for the app' },
  keepPending: { done: 'New credentials typed, not in force yet', attempt: 'Keeping new credentials' },
  discardPending: { done: 'New credentials discarded', attempt: 'Discarding new credentials' },
  test: { done: 'Tested', attempt: 'Test' },
  testRun: { done: 'Connections tested', attempt: 'Test of several connections' },
  signInEnded: { done: 'Sign-in ended', attempt: 'End of the sign-in' },
  openOrg: { done: 'Opened in the browser', attempt: 'Opening in the browser' },
  rename: { done: 'Renamed', attempt: 'Renaming' },
  relabel: { done: 'Environment changed', attempt: 'Changing the environment' },
  remove: { done: 'Removed', attempt: 'Removal' },
  revoke: { done: 'Token revoked at Salesforce', attempt: 'Revoking the token' },
  makeKey: { done: 'The vault got its key', attempt: 'Making the vault’s key' },
  changeKey: { done: 'The vault got another key', attempt: 'Changing the vault’s key' },
  makeRecovery: { done: 'Recovery sheet made', attempt: 'Making a recovery sheet' },
  saveBackup: { done: 'Backup saved', attempt: 'Saving a backup' },
  restoreBackup: { done: 'Backup restored', attempt: 'Restoring a backup' },
  openVault: { done: 'Vault opened with its passphrase', attempt: 'Opening the vault' },
  addBlueprint: { done: 'Blueprint added', attempt: 'Adding a blueprint' },
  removeBlueprint: { done: 'Blueprint removed', attempt: 'Removing a blueprint' },
  exportBlueprint: { done: 'Blueprint exported', attempt: 'Exporting a blueprint' },
  exportChecklist: { done: 'Checklist saved', attempt: 'Saving a checklist' },
  writeSource: { done: 'Source files written', attempt: 'Writing source files' },
  mendSource: { done: 'A source file mended', attempt: 'Mending a source file' },
  exportInventory: { done: 'Inventory exported', attempt: 'Exporting the inventory' },
  exportMoves: { done: 'Report on moves exported', attempt: 'Exporting the report on moves' },
  exportActivity: { done: 'Activity exported', attempt: 'Exporting the activity' },
};

const notDone = { failed: 'failed', cancelled: 'cancelled', unconfirmed: 'not confirmed yet' } as const;

/** What happened, without the connection's name. */
export function headline({ kind, result }: Pick<ActivityEntryView, 'kind' | 'result'>): string {
  if (kind === null || result === null) return activityText.unknown;
  return result === 'done' ? kinds[kind].done : `${kinds[kind].attempt} ${notDone[result]}`;
}

const verdicts: Record<string, string> = {
  working: 'it works',
  revoked: 'the refresh token is not accepted any more',
  expired: 'the sign-in reached the age that the app allows',
  rotatedElsewhere: 'another program used the refresh token',
  passwordChanged: 'the password was changed',
  answerLost: 'an answer with new tokens was lost',
  notRenewable: 'the session is over and cannot be renewed',
  appBlocked: 'the org does not let the user use the app',
  userInactive: 'the user is inactive, frozen or locked out',
  placeOrHours: 'not from this address, or not at this hour',
  apiDisabled: 'the API is not enabled',
  orgGone: 'the org lets nobody in',
  orgRefreshed: 'another org is behind the address',
  nameNotFound: 'the server’s name was not found',
  tlsFailed: 'the server did not prove who it is',
  proxyFailed: 'the proxy does not lead there',
  proxyPassword: 'the proxy wants a password',
  timedOut: 'no answer in time',
  connectionFailed: 'the connection failed',
  otherAnswer: 'something answered that is not Salesforce',
  limitReached: 'a limit is used up',
  maintenance: 'Salesforce is under maintenance',
  refused: 'Salesforce refused',
};

const ownObstacles: Record<string, string> = {
  interrupted: 'Orgkeep was closed',
  refused: 'Salesforce refused',
  passphraseWrong: 'The passphrase was another one',
};

/** The words for a word of the program, if there are any. */
function known(words: Record<string, string>, word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? '') : '';
}

function obstacleText(obstacle: string): string {
  if (Object.hasOwn(failureCopy, obstacle)) return failureCopy[obstacle as keyof typeof failureCopy].title;
  return known(ownObstacles, obstacle);
}

function countText(count: number, kind: ActivityKindView | null): string {
  const [one, many] = kind === 'writeSource' ? ['file', 'files'] : ['entry', 'entries'];
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** What else there is to say, or nothing. */
export function detailText(detail: ActivityDetailView | null, kind: ActivityKindView | null): string {
  switch (detail?.kind) {
    case undefined:
      return '';
    case 'verdict':
      return known(verdicts, detail.verdict);
    case 'cause':
      return causeCopy(detail.cause).title;
    case 'obstacle':
      return obstacleText(detail.obstacle);
    case 'earlierName':
      return `it was called ${detail.name}`;
    case 'earlierEnvironment':
      return `it was ${environmentNames[detail.environment]}`;
    case 'subject':
      return detail.name;
    case 'tested':
      return `${detail.working.toLocaleString()} of ${detail.tested.toLocaleString()} work`;
    case 'count':
      return countText(detail.count, kind);
  }
}

/** The programs that do things. */
export const programs: Record<ProgramView, string> = { window: 'Orgkeep window', commandLine: 'orgkeep' };

/** By whom, and with which program. */
export function actorText({ person, program }: Pick<ActivityEntryView, 'person' | 'program'>): string {
  return [person, program && programs[program]].filter(Boolean).join(', ');
}

/** Whether the activity is as it was written. */
export const chainText = {
  checking: 'Looking at every entry…',
  unbroken: (since: string) => `Unbroken since ${date(since)}`,
  sealed: (entries: number) =>
    `${entries.toLocaleString()} ${entries === 1 ? 'entry' : 'entries'}, sealed with the vault’s key`,
  locked: 'The seal is looked at when the vault is open.',
  absent: 'It is sealed with the next entry that is written while the vault is open.',
  earlier: (count: number) =>
    `${count === 1 ? 'The first entry was' : `The first ${count.toLocaleString()} entries were`} written before there was a seal.`,
  later: (count: number) =>
    `${count === 1 ? 'The last entry was' : `The last ${count.toLocaleString()} entries were`} written while the vault was locked.`,
  check: 'Check again',
  advice: 'Compare the entries with an earlier export. Connections and their secrets have protection of their own.',
} as const;

/** What is broken, and what that means. */
export const faultText: Record<ActivityFaultKind, { title: (number: number) => string; means: string }> = {
  changed: {
    title: (number) => `Entry ${number.toLocaleString()} is not as it was written`,
    means:
      'It was changed, moved or put in by something other than Orgkeep. The entries before it are as they were written.',
  },
  missing: {
    title: (number) => `Entry ${number.toLocaleString()} is missing`,
    means: 'It was taken out by something other than Orgkeep. The entries before it are as they were written.',
  },
  cutOff: {
    title: (number) => `The activity is cut off before entry ${number.toLocaleString()}`,
    means: 'The seal knows of later entries, and they are gone. Those that are here are as they were written.',
  },
  rewritten: {
    title: (number) => `Entries up to ${number.toLocaleString()} were rewritten`,
    means: 'They fit each other, but not the seal: something that does not have the vault’s key changed some of them.',
  },
  sealDamaged: {
    title: () => 'The seal of the activity does not open',
    means: 'It was changed by something other than Orgkeep. The entries fit each other, and nothing vouches for them.',
  },
};

/** What vouches for an unbroken activity. */
export function sealLines({ entries, seal }: ActivityChainView): string[] {
  switch (seal.kind) {
    case 'locked':
      return [chainText.locked];
    case 'absent':
      return entries > 0 ? [chainText.absent] : [];
    case 'covers': {
      const lines = [chainText.sealed(seal.to - seal.from + 1)];
      if (seal.from > 1) lines.push(chainText.earlier(seal.from - 1));
      if (entries > seal.to) lines.push(chainText.later(entries - seal.to));
      return lines;
    }
  }
}
