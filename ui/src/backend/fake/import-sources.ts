import type {
  ImportEntryView,
  ImportPreviewView,
  ImportSource,
  ImportStateView,
  LineErrorView,
  NoTokensView,
  UnusableView,
} from '../generated';
import { refuse } from './refuse';

type Found = Omit<ImportPreviewView, 'id'>;

const entry = (username: string, name: string, more: Partial<ImportEntryView> = {}): ImportEntryView => ({
  key: `${username}.json`,
  name,
  username,
  host: 'meridian.my.salesforce.com',
  orgType: 'production',
  authentication: 'connectedApp',
  isDevHub: false,
  otherApps: [],
  state: { kind: 'ready', mayRotate: false },
  ...more,
});

const draft = (reason: NoTokensView): ImportStateView => ({ kind: 'draft', reason });

const broken = (username: string, reason: UnusableView, day: string | null = null): ImportEntryView =>
  entry(username, username, { host: '', orgType: null, state: { kind: 'unusable', reason, day } });

/** A folder of the Salesforce CLI, with a sample of each kind. */
const home: ImportEntryView[] = [
  entry('admin@meridian.example', 'meridian-hub', { isDevHub: true, otherApps: ['datacloud', 'release-bot'] }),
  entry('admin@meridian.example.uat', 'meridian-uat', {
    orgType: 'sandbox',
    host: 'meridian--uat.sandbox.my.salesforce.com',
  }),
  entry('admin@meridian.example.dev', 'meridian-dev', {
    orgType: 'sandbox',
    host: 'meridian--dev.sandbox.my.salesforce.com',
  }),
  entry('ci@meridian.example.int', 'meridian-integration', {
    orgType: 'sandbox',
    host: 'meridian--int.sandbox.my.salesforce.com',
    state: { kind: 'ready', mayRotate: true },
  }),
  entry('ci@meridian.example', 'ci@meridian.example', { state: draft('absent') }),
  entry('data@meridian.example', 'meridian-data', { state: draft('redacted') }),
  entry('ana.reyes@partner-de.dev', 'partner-de', {
    orgType: 'developer',
    host: 'partner-de-dev-ed.develop.my.salesforce.com',
  }),
  broken('test-k2mzq1xw8hpa@example.com', 'expired', '2026-11-02'),
  broken('test-w0t5rvn3ejcd@example.com', 'expired', '2026-10-19'),
  broken('support@meridian.example', 'damaged'),
  broken('old@meridian.example', 'foreignHost'),
];

const listed = (line: number, name: string, more: Partial<ImportEntryView> = {}): ImportEntryView =>
  entry(`${name.toLowerCase()}@fernhill.example`, `Fernhill ${name}`, {
    key: String(line),
    authentication: 'externalClientApp',
    host: 'fernhill.my.salesforce.com',
    orgType: null,
    state: draft('list'),
    ...more,
  });

const lines: ImportEntryView[] = [
  listed(2, 'Live', { orgType: 'production', authentication: 'standard' }),
  listed(3, 'Training', { username: '' }),
  listed(5, 'Migration', { orgType: 'sandbox', host: 'fernhill--mig.sandbox.my.salesforce.com' }),
];

const faults: LineErrorView[] = [
  { line: 4, field: 'login URL', fault: 'address' },
  { line: 6, field: 'name', fault: 'repeated' },
];

/** So many orgs that not all of them fit on a screen. */
function many(): ImportEntryView[] {
  return Array.from({ length: 2000 }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return entry(`user${number}@meridian.example`, `meridian-${number}`, {
      orgType: 'sandbox',
      host: `meridian--s${number}.sandbox.my.salesforce.com`,
    });
  });
}

function withoutKey(reason: NoTokensView): ImportEntryView[] {
  return home.map((each) => (each.state.kind === 'ready' ? { ...each, state: draft(reason) } : each));
}

const variants: Record<string, () => ImportEntryView[]> = {
  empty: () => [],
  many,
  noKey: () => withoutKey('keyMissing'),
  otherKey: () => withoutKey('otherKey'),
  unusable: () => home.filter(({ state }) => state.kind === 'unusable'),
  folder: () => refuse('file', 'the Salesforce CLI has no home there'),
  notAList: () => refuse('notAList', 'the first line names no column login URL'),
};

/** What stands at a source. */
export function sampleSources(source: ImportSource, variant: string | null): Found {
  const other = variants[variant ?? '']?.();
  if (source === 'chosenList') {
    return { place: '/Documents/orgs.csv', entries: other ?? lines, errors: other ? [] : faults };
  }
  const place = source === 'chosenCliHome' ? '~/Backup/.sfdx' : '~/.sfdx';
  return { place, entries: other ?? home, errors: [] };
}
