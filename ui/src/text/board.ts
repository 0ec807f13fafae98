import type {
  MoveCheckView,
  MovesFormat,
  MovesStateView,
  MoveStateView,
  StageView,
  VerdictGroupId,
} from '../backend/generated';
import type { BoardSort } from '../features/connections/board/board';
import { stageTitles } from './attempt';
import { creationFailures } from './creation';
import { copyOfFailure } from './failures';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** The connections that are not on an External Client App. */
export const boardText = {
  title: 'Migrate to ECA',
  lead: (count: number, all: number) =>
    `${plural(count, 'connection signs', 'connections sign')} in another way, of ${plural(all, 'connection', 'connections')} in all.`,
  standard: (count: number) =>
    `${plural(count, 'uses', 'use')} a password: Salesforce ends that, and then ${count === 1 ? 'it stops' : 'they stop'} working.`,
  connectedApp: (count: number) =>
    `${plural(count, 'uses', 'use')} a Connected App: ${count === 1 ? 'it goes' : 'they go'} on working, and new apps cannot be created.`,
  table: 'Connections, and how far their move is',
  columns: {
    name: 'Name',
    authentication: 'Type',
    status: 'Status',
    blocker: 'Move',
    deadline: 'Deadline',
    owner: 'Owner',
  } satisfies Record<BoardSort, string>,
  colour: 'Colour',
  sortBy: (column: string) => `${column}, sort`,
  nobody: 'nobody',
  unblocked: 'No obstacle known',
  states: { toMove: 'To move', waiting: 'App created, waiting', ready: 'Ready to authorize', moved: 'Moved' },
  stages: 'How far they are',
  movedGroup: (count: number) => `Moved: ${plural(count, 'connection', 'connections')}`,
  kept: (day: string) => `Earlier sign-in kept until ${day}`,
  waitingHint: 'The app is being created, or Salesforce does not know its key yet. A new key takes up to 30 minutes.',
  choose: (name: string) => `Choose ${name}`,
  chooseAll: 'Choose all that can move',
  chosen: (count: number) => `${count.toLocaleString()} chosen`,
  clear: 'Clear the selection',
  move: (count: number) => `Move ${plural(count, 'connection', 'connections')}…`,
  noDeadline: 'None announced',
  noDeadlineHint: 'The app goes on working. New Connected Apps cannot be created.',
  hub: 'Stays: registered as a Dev Hub',
  hubHint:
    'A connection that is registered as a Dev Hub signs up scratch orgs, which an External Client App cannot do.',
  export: 'Export',
  emptyTitle: 'Everything is on an External Client App',
  allMoved:
    'Everything is on an External Client App. No connection signs in with a password or through a Connected App.',
  empty: 'No connection signs in with a password or through a Connected App.',
  list: 'Go to list',
  keys: 'Tick what is to move. Arrows move, Enter opens',
  keysLocked: 'Arrows move, Enter opens',
  count: (count: number) => `${count.toLocaleString()} to move`,
} as const;

/** What a test found that would stop a move too. What a new app mends is not among it. */
export const blockerText: Partial<Record<VerdictGroupId, string>> = {
  userInactive: 'The user is inactive, frozen or locked out',
  placeOrHours: 'Sign-in from here, or at this hour, is refused',
  apiDisabled: 'The API is not enabled for the user',
  orgGone: 'The org lets nobody in',
  unreachable: 'The org was not reached',
  limitReached: 'A limit of the org is used up',
  maintenance: 'Salesforce is under maintenance',
};

/** The report for a change ticket. */
export const reportText = {
  title: 'Report for a change ticket',
  formats: { csv: 'Report as CSV, for spreadsheets', markdown: 'Report as Markdown, for a ticket' } satisfies Record<
    MovesFormat,
    string
  >,
} as const;

/** Starting the queue: which app each connection moves to. */
export const queueText = {
  title: (count: number) => `Move ${plural(count, 'connection', 'connections')}`,
  lead: 'Enter the External Client App of each org once. The sign-ins then open one after the other. Each connection stays as it is until its own sign-in has succeeded.',
  packaged: 'All of them use one packaged app',
  packagedNote: 'Its Consumer ID is the same in every org where the package is installed.',
  packagedTitle: 'The packaged app',
  packagedKeyHint: 'Of the packaged External Client App.',
  keyHint: 'Of the External Client App in this org.',
  moves: (names: string[]) =>
    names.length === 1 ? names.join('') : `${plural(names.length, 'connection', 'connections')}: ${names.join(', ')}`,
  keysMissing: (count: number) => `${plural(count, 'app has', 'apps have')} no Consumer ID yet.`,
  production: (count: number) => `${plural(count, 'of them signs in to production', 'of them sign in to production')}.`,
  confirm: 'Yes, move these as well',
  confirmMissing: 'Confirm that production is meant.',
  cancel: 'Cancel',
  start: (count: number) => `Start ${plural(count, 'sign-in', 'sign-ins')}`,
  starting: 'Starting…',
} as const;

function says(state: MovesStateView): string | null {
  switch (state.kind) {
    case 'over':
    case 'running':
      return null;
    case 'pausing':
      return 'No other sign-in follows this one.';
    case 'paused':
      break;
  }
  switch (state.why.kind) {
    case 'started':
      return 'Orgkeep was started anew. The queue stands where it stood; nothing that is moved is tried again, and what was cut off comes next.';
    case 'asked':
      return 'Paused. Nothing opens until you go on.';
    case 'hindered':
      return `${copyOfFailure(state.why.reason).title}. This would stop the next ones as well, so they wait.`;
    case 'notKept':
      return 'The vault could not be read or written, so the rest waits.';
  }
}

/** The queue of moves. */
export const movesText = {
  title: 'Queue of moves',
  says,
  stage: (stage: StageView['kind']) => stageTitles[stage],
  before: 'Is the next one',
  show: 'Show sign-in',
  skip: 'Skip',
  pause: 'Pause after this one',
  resume: 'Go on',
  stop: 'Stop the queue',
  close: 'Close',
  notBegun: 'The sign-in could not begin. Open it to see why',
  more: (count: number) => `and ${count.toLocaleString()} more`,
  tryAgain: (count: number) => `Try ${plural(count, 'failed one', 'failed ones')} again`,
} as const;

/** Where a connection of the queue stands, in its row. */
export function moveStateText(state: MoveStateView): string {
  switch (state.kind) {
    case 'waiting':
      return 'In the queue';
    case 'cutOff':
      return 'Its sign-in was cut off';
    case 'signingIn':
      return 'Signing in now';
    case 'moved':
      return 'Moved, and gone back since';
    case 'skipped':
      return 'Skipped';
    case 'failed':
      if (state.reason?.kind === 'anotherConnection') return `“${state.reason.name}” has this app already`;
      return state.reason ? copyOfFailure(state.reason).title : movesText.notBegun;
  }
}

/** The dry run of many moves. */
export const checksText = {
  title: 'Dry run',
  start: 'Dry run',
  progress: (found: number, all: number, able: number) =>
    `${found.toLocaleString()} of ${plural(all, 'connection', 'connections')} checked. Orgkeep can create the app through ${able.toLocaleString()} of them.`,
  nothingChanged: 'Nothing is changed by this.',
  cancel: 'Cancel',
  close: 'Close',
} as const;

/** What a dry run found of a connection, in its row. */
export function checkText({ creation, isDevHub }: MoveCheckView): string {
  const hub = isDevHub ? 'Dev Hub. ' : '';
  switch (creation.kind) {
    case 'possible':
      return `${hub}Orgkeep can create its app`;
    case 'present':
      return `${hub}Its app is there and is taken over`;
    case 'nameTaken':
      return `${hub}Another app has the name`;
    case 'notTried':
      return `${hub}Its org allows no dry run`;
    case 'refused':
      return `${hub}${creation.problems[0]?.message ?? 'Salesforce does not take the app'}`;
    case 'hindered':
      return creationFailures[creation.failure.kind].title;
  }
}

/** What is to be said of it besides. */
export function checkNote({ creation, isDevHub }: MoveCheckView): string | null {
  const said = {
    possible: null,
    present: null,
    nameTaken: 'Open the connection to create the app under another name, or to change that one.',
    notTried: 'Whether its user may create apps shows when Orgkeep does it.',
    refused: creation.kind === 'refused' ? creation.problems.map(({ message }) => message).join(' ') : null,
    hindered: creation.kind === 'hindered' ? creationFailures[creation.failure.kind].toDo : null,
  }[creation.kind];
  const hub = isDevHub ? 'Through an External Client App, sign-up of scratch orgs fails.' : null;
  return [said, hub].filter(Boolean).join(' ') || null;
}
