import type { VerdictGroupId } from '../backend/generated';
import type { BoardSort } from '../features/connections/board/board';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** The connections that are not on an External Client App. */
export const boardText = {
  title: 'Not on an External Client App',
  back: 'Back to the list',
  lead: (count: number, all: number) =>
    `${plural(count, 'connection signs', 'connections sign')} in another way, of ${plural(all, 'connection', 'connections')} in all.`,
  standard: (count: number) =>
    `${plural(count, 'uses', 'use')} a password: Salesforce ends that, and then ${count === 1 ? 'it stops' : 'they stop'} working.`,
  connectedApp: (count: number) =>
    `${plural(count, 'uses', 'use')} a Connected App: ${count === 1 ? 'it goes' : 'they go'} on working, and new apps cannot be created.`,
  table: 'Connections that are not on an External Client App',
  columns: {
    name: 'Name',
    authentication: 'Type',
    status: 'Status',
    blocker: 'Blocked by',
    deadline: 'Deadline',
    owner: 'Owner',
  } satisfies Record<BoardSort, string>,
  colour: 'Colour',
  sortBy: (column: string) => `${column}, sort`,
  nobody: 'nobody',
  unblocked: 'Nothing known',
  noDeadline: 'None announced',
  noDeadlineHint: 'The app goes on working. New Connected Apps cannot be created.',
  hub: 'Stays: registered as a Dev Hub',
  hubHint:
    'A connection that is registered as a Dev Hub signs up scratch orgs, which an External Client App cannot do.',
  export: 'Export',
  emptyTitle: 'Everything is on an External Client App',
  empty: 'No connection signs in with a password or through a Connected App.',
  list: 'Go to the list',
  keys: 'Arrows move, Enter opens',
  count: (count: number) => plural(count, 'connection', 'connections'),
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
