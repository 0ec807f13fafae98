import type { TokensView } from '../backend/generated';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** Tests of one connection. */
export const testText = {
  test: 'Test connection',
  testing: 'Testing',
  runs: 'A test is on its way.',
  answered: (milliseconds: number) => `API answered in ${milliseconds.toLocaleString()} ms`,
  tested: 'Tested',
  signedIn: 'Signed in',
  notTested: 'not tested yet',
  again: 'not tested since',
  /** product.md, 3: what was tested, and what was not. */
  nothingSent: 'Nothing was sent to Salesforce',
  knownSince: (day: string) => `It has been known since ${day} that this sign-in is over. Sign in again to go on.`,
  testedWith: (key: string, day: string) => `Tested with key ${key}, authorized on ${day}.`,
  pendingNotTested: (day: string) =>
    `Tested with the ones authorized on ${day}; the new ones take effect after authorization.`,
  renewed: 'The session was over and was renewed for the test.',
  mayAlsoBe: (others: string[]) => `Salesforce gives the same answer for: ${others.join(', ')}.`,
  details: 'What Salesforce said',
  code: 'Code',
  words: 'In its words',
  noWords: 'Nothing',
} as const;

/** The picture of the last tests. */
export const timelineText = {
  title: 'Last tests',
  none: 'Not tested yet. A test is one API call.',
  summary: (count: number, working: number, median: string | null) =>
    `${plural(count, 'test', 'tests')}, ${working.toLocaleString()} working${median === null ? '' : `, median ${median}`}`,
  bar: (when: string, what: string, milliseconds: number) => `${when}: ${what}, ${milliseconds.toLocaleString()} ms`,
  milliseconds: (value: number) => `${value.toLocaleString()} ms`,
  scale: (value: number) => `Height: response time, up to ${value.toLocaleString()} ms`,
  asTable: 'As a table',
  columns: { when: 'When', verdict: 'Verdict', took: 'Took' },
  keyWorking: 'Working',
  keyPassing: 'Passes by itself',
  keyFailing: 'Not working',
} as const;

/** What the org lets programs use. */
export const limitsText = {
  title: 'Limits',
  note: 'Asking costs one API request, and tells the org’s release as well.',
  ask: 'Ask the org',
  again: 'Ask again',
  asking: 'Asking the org',
  requests: 'API requests today',
  used: (used: number, max: number) => `${used.toLocaleString()} of ${max.toLocaleString()} used`,
  all: (count: number) => `All ${count} limits`,
  fewer: 'The fullest ones only',
  failed: 'The org did not tell its limits',
} as const;

/** Limits that people ask about, in their words. Others are shown as Salesforce spells them. */
const limitNames: Readonly<Record<string, string>> = {
  DailyApiRequests: 'API requests, daily',
  DailyAsyncApexExecutions: 'Asynchronous Apex, daily',
  DailyBulkApiBatches: 'Bulk API batches, daily',
  DailyBulkV2QueryJobs: 'Bulk API 2.0 query jobs, daily',
  DailyStreamingApiEvents: 'Streaming API events, daily',
  DailyWorkflowEmails: 'Workflow e-mails, daily',
  DataStorageMB: 'Data storage, MB',
  FileStorageMB: 'File storage, MB',
  HourlyPublishedPlatformEvents: 'Platform events published, hourly',
  ActiveScratchOrgs: 'Scratch orgs, active',
  DailyScratchOrgs: 'Scratch orgs, daily',
  MassEmail: 'Mass e-mail, daily',
  SingleEmail: 'Single e-mail, daily',
};

/** What a limit is called. */
export function limitName(name: string): string {
  return Object.hasOwn(limitNames, name) ? (limitNames[name] ?? name) : name;
}

/** The tokens: their age, and what the app’s policies do with them. */
export const tokensText = {
  title: 'Tokens and policy',
  access: 'Session',
  renewed: 'Renewed',
  sinceSignIn: 'Since the sign-in',
  refresh: 'Refresh token renewal',
  ends: 'Ends',
  rotation: {
    yes: 'Replaced at every renewal. Another program that uses it ends this sign-in.',
    no: 'Stays the same at every renewal. It is valid until it is revoked or the app’s policy ends it.',
    unknown: 'Known after the first renewal',
    none: 'None: the connection ends with its session.',
  },
  policyHint:
    'How long it lives is set in the app’s Refresh Token Policy. A token that nobody uses for a long time may be ended by Salesforce.',
  signIns: 'Sign-ins',
  signInsKnown: ({ signIns, mostSignIns }: TokensView) =>
    `Orgkeep knows ${signIns} of ${mostSignIns} sign-ins of this user through this app.`,
  signInsElsewhere: 'Sign-ins on other computers and by other programs count as well, and Orgkeep cannot see them.',
  signInsFull: ({ mostSignIns }: TokensView) =>
    `The next one ends the oldest: Salesforce keeps ${mostSignIns}. Earlier ones are being revoked; wait for that before you sign in again.`,
} as const;

/** Opening the org in the browser. */
export const openText = {
  open: 'Open org',
  opening: 'Opening',
  where: 'Where to open the org',
  home: 'Home',
  setup: 'Setup',
  path: 'A path',
  pathTitle: 'Open a path',
  pathLabel: 'Path in the org',
  pathHint: 'It begins with one slash, such as /lightning/o/Account/list.',
  pathInvalid: 'This is not a path within the org. It begins with one slash.',
  cancel: 'Cancel',
  blocked:
    'Open org needs the scope web or full, and this sign-in has neither. Add it to the app, then reauthenticate.',
  failed: 'The org was not opened',
  opened: 'The browser opens the org',
  browser: 'Browser for sign-in and Open org',
} as const;

/** Testing all connections. */
export const testAllText = {
  test: 'Test all',
  progress: (done: number, total: number) => `Testing ${done.toLocaleString()} of ${total.toLocaleString()}`,
  cancel: 'Cancel',
  done: (total: number) => `${plural(total, 'connection', 'connections')} tested`,
  cancelled: (done: number, total: number) => `Cancelled after ${done.toLocaleString()} of ${total.toLocaleString()}`,
  bySchedule: 'by schedule',
  tally: (name: string, count: number) => `${count.toLocaleString()} ${name.toLowerCase()}`,
  untested: (count: number) => `${count.toLocaleString()} could not be tested`,
  postponed: (count: number) => `${count.toLocaleString()} not asked: Salesforce asks to wait`,
  dismiss: 'Dismiss',
  schedule: 'Test by itself',
  scheduleHint: 'While Orgkeep is open. You are told when something stops working.',
  scheduled: (every: string) => `Tests by itself: ${every.toLowerCase()}`,
  chosen: 'Chosen',
  next: 'Next',
  every: {
    off: 'Off',
    hours: (hours: number) => (hours === 1 ? 'Every hour' : hours === 24 ? 'Every day' : `Every ${hours} hours`),
  },
} as const;
