import type { ColourView, ExpiryView, ListSort } from '../backend/generated';
import type { Rest } from '../features/connections/family';
import { date, format, relative } from '../lib/time';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** A row of the list. */
export const rowText = {
  more: 'More',
  select: (name: string) => `Select ${name}`,
  favourite: (name: string) => `Favourite ${name}`,
  favouriteHint: 'Favourite (F)',
  moreTags: (count: number) => `+${count}`,
  user: (username: string, owner: string) => (owner === '' ? username : `${username}, looked after by ${owner}`),
} as const;

/** The head over the rows of a family. */
export const familyText = {
  count: (count: number) => plural(count, 'org', 'orgs'),
  more: (count: number) => `${count.toLocaleString()} more`,
  rest: { single: 'On their own', developer: 'Developer Editions', scratch: 'Scratch orgs' } satisfies Record<
    Rest,
    string
  >,
  restHint: {
    single: 'No other connection belongs to the same production org',
    developer: 'A Developer Edition belongs to no production org',
    scratch: 'Their addresses do not tell which production org they belong to',
  } satisfies Record<Rest, string>,
} as const;

const month = format({ month: 'short', year: 'numeric', timeZone: 'UTC' });

/** That a connection ends by itself: in few words, and why. */
export function endingText(expiry: ExpiryView, now: number): { short: string; why: string } {
  switch (expiry.kind) {
    case 'signInEnds': {
      const when = expiry.month === null ? expiry.release : month(expiry.month);
      const why = `Salesforce ends the login call that user name and password need with ${expiry.release}. Move it to an External Client App.`;
      return { short: `Ends ${when}`, why };
    }
    case 'withSession':
      return {
        short: 'Ends with session',
        why: 'There is no refresh token. The app needs the scope refresh_token; then sign in again.',
      };
    case 'withKey':
      return {
        short: `Key ends ${relative(expiry.at, now)}`,
        why: `Its app has a new key and secret. The ones in use stop working on ${date(expiry.at)}. Authenticate with the new ones before.`,
      };
    case 'orgEnds': {
      const over = Date.parse(expiry.at) < now;
      const why = over
        ? `The org itself came to its end on ${date(expiry.at)}, as was known at the last sign-in or import. Scratch orgs and trials do. Remove the connection if the org is gone.`
        : `The org itself comes to its end on ${date(expiry.at)}, as was known at the last sign-in or import. Scratch orgs and trials do.`;
      return { short: over ? 'Org has ended' : `Org ends ${relative(expiry.at, now)}`, why };
    }
    case 'byDefaultPolicy': {
      const why = `Unless its admin chose another policy, the app ends this sign-in on ${date(expiry.at)}, 365 days after it. Sign in again before.`;
      const over = Date.parse(expiry.at) < now;
      return { short: over ? 'May have ended' : `May end ${relative(expiry.at, now)}`, why };
    }
  }
}

/** The same beside the word “Ends”. */
export function endText(expiry: ExpiryView, now: number): string {
  switch (expiry.kind) {
    case 'signInEnds':
      return expiry.month === null ? expiry.release : month(expiry.month);
    case 'withSession':
      return 'With its session';
    case 'withKey':
      return `With its key, ${relative(expiry.at, now)}`;
    case 'byDefaultPolicy':
      return Date.parse(expiry.at) < now ? endingText(expiry, now).short : `Probably ${relative(expiry.at, now)}`;
    case 'orgEnds':
      return endingText(expiry, now).short;
  }
}

/** The strip above the list. */
export const stripText = {
  byStatus: 'By status',
  byAuthentication: 'By authentication type',
  only: (what: string, count: number) => `Show only ${what}: ${plural(count, 'org', 'orgs')}`,
} as const;

/** Search, filters, and how the list stands. */
export const toolsText = {
  more: 'More',
  moreChosen: (count: number) => `More: ${count}`,
  kind: 'Org type',
  posture: 'App check',
  owner: 'Owner',
  tag: 'Tag',
  only: 'Only',
  favourites: 'Favourites',
  ending: 'Ending soon',
  view: 'View',
  filters: 'Saved filters',
  noFilters: 'None yet. Set a filter, then save it here.',
  saveFilter: 'Save this filter',
  forgetFilter: (name: string) => `Forget “${name}”`,
  arrange: 'Arrange',
  grouped: 'Group by family',
  favouritesFirst: 'Favourites first',
  sort: 'Sort by',
} as const;

/** The file that names connections for others. */
export const exportText = {
  title: 'Export without secrets',
  formats: { csv: 'As CSV, for spreadsheets', json: 'As JSON, for scripts' },
  one: 'Export set-up',
  saved: 'Saved',
} as const;

/** What the rows can be sorted by. */
export const sortNames: Record<ListSort, string> = {
  name: 'Name',
  environment: 'Environment',
  authentication: 'Type',
  status: 'Status',
  posture: 'App check',
  authenticated: 'Authenticated',
};

/** The marks that can be given. */
export const colourNames: Record<ColourView, string> = {
  plain: 'As environment',
  red: 'Red',
  orange: 'Orange',
  yellow: 'Yellow',
  green: 'Green',
  blue: 'Blue',
  purple: 'Purple',
};

/** What is done with several rows at once. */
export const selectionText = {
  selected: (count: number) => `${count.toLocaleString()} selected`,
  actions: 'Actions for what is selected',
  all: (count: number) => `Select all ${count.toLocaleString()}`,
  test: 'Test',
  label: 'Label',
  favourite: 'Favourite',
  unfavourite: 'No favourite',
  export: 'Export',
  remove: 'Remove',
  clear: 'Clear the selection',
} as const;

/** The fields of the dialogs that label. */
export const labelText = {
  title: (count: number) => `Label ${plural(count, 'org', 'orgs')}`,
  tags: 'Tags',
  tagsHint: 'Several are parted by commas. Enter adds them.',
  addTag: 'Add',
  removeTag: (tag: string) => `Remove the tag ${tag}`,
  restoreTag: (tag: string) => `Keep the tag ${tag}`,
  onSome: (count: number, all: number) => `${count} of ${all}`,
  known: 'Used elsewhere',
  owner: 'Owner',
  ownerHint: 'Who looks after it: a person or a team.',
  ownerMixed: 'Several owners. What is typed here replaces them.',
  colour: 'Colour',
  mixed: 'They differ. What is not chosen stays as it is.',
  invalid: 'A tag has at most 30 characters, a connection at most 20 tags, and an owner’s name at most 80 characters.',
} as const;

/** The dialog that removes several. */
export const removeSeveralText = {
  title: (count: number) => `Remove ${plural(count, 'connection', 'connections')}?`,
  production: (count: number) => `${plural(count, 'of them is a production org', 'of them are production orgs')}.`,
  typeCount: 'To go on, type how many production orgs are removed',
  happens: [
    'Orgkeep asks Salesforce to revoke their tokens, several at a time. A session without a token ends by itself.',
    'The records and what is sealed with them are deleted from this computer. This cannot be undone.',
    'The apps stay in Salesforce. Other programs that use them go on working.',
  ],
  remove: 'Remove all of them',
  keep: 'Keep them',
  progress: (done: number, all: number) => `${done} of ${all} removed`,
  stop: 'Stop here',
  more: (count: number) => `and ${count.toLocaleString()} more`,
  done: (count: number) => `${plural(count, 'connection', 'connections')} removed`,
  revoked: 'Salesforce confirmed that the tokens are dead.',
  unconfirmed: (count: number) =>
    `Salesforce has not confirmed ${plural(count, 'token', 'tokens')} as dead yet. Orgkeep keeps them sealed and tries again by itself.`,
  failed: (names: string) => `Not removed: ${names}`,
} as const;

/** The dialog that keeps a filter. */
export const saveFilterText = {
  title: 'Save this filter',
  name: 'Name',
  hint: 'A filter of the same name is replaced.',
  invalid: 'This name cannot be used. It is empty, or there are too many filters.',
} as const;

/** The notes of a connection. */
export const notesText = {
  title: 'Notes',
  label: 'Notes about this connection',
  hint: 'For yourself. Salesforce does not see them, and they hold no secrets: they are not sealed.',
  owner: 'Owner',
  tags: 'Tags',
  none: 'none',
  tooLong: 'Notes have at most 4,000 characters. What is too much is not kept.',
} as const;
