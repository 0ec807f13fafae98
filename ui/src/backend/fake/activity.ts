import { byAlphabet } from '../../lib/alphabet';
import type {
  ActivityChainView,
  ActivityConnectionView,
  ActivityDetailView,
  ActivityEntryView,
  ActivityFaultKind,
  ActivityFilterRequest,
  ActivityKindView,
  ActivityResultView,
  CommandMap,
} from '../generated';
import { days, hours, minutesAgo } from './moments';
import type { World } from './world';

type Names = 'activity' | 'verify_activity' | 'export_activity';
type Answers = { [Name in Names]: (request: CommandMap[Name]['request']) => CommandMap[Name]['view'] };

interface Sample {
  kind: ActivityKindView;
  result?: ActivityResultView;
  /** Minutes. */
  ago: number;
  /** The place of the connection in the list, or a name that is gone. */
  about?: number | string;
  detail?: ActivityDetailView;
  program?: 'commandLine';
}

const minutes: Sample[] = [
  { kind: 'test', ago: 4, about: 0, detail: { kind: 'verdict', verdict: 'working' } },
  { kind: 'testRun', ago: 22, detail: { kind: 'tested', tested: 12, working: 10 } },
  {
    kind: 'test',
    result: 'failed',
    ago: 22,
    about: 3,
    detail: { kind: 'verdict', verdict: 'timedOut' },
  },
  { kind: 'signInEnded', ago: 22, about: 2, detail: { kind: 'verdict', verdict: 'revoked' } },
  { kind: 'openOrg', ago: 1.2 * hours, about: 1 },
  { kind: 'authorize', ago: 1.5 * hours, about: 1 },
  { kind: 'reauthenticate', result: 'cancelled', ago: 1.6 * hours, about: 1 },
  { kind: 'keepPending', ago: 1.7 * hours, about: 1 },
  { kind: 'rename', ago: 1.1 * days, about: 4, detail: { kind: 'earlierName', name: 'Cobalt Sandbox' } },
  { kind: 'relabel', ago: 1.1 * days, about: 4, detail: { kind: 'earlierEnvironment', environment: 'other' } },
  { kind: 'revoke', result: 'unconfirmed', ago: 1.3 * days, about: 'Oldtown Production' },
  { kind: 'remove', ago: 1.3 * days, about: 'Oldtown Production' },
  {
    kind: 'register',
    result: 'failed',
    ago: 1.4 * days,
    about: 'Harbour UAT',
    detail: { kind: 'cause', cause: 'denied' },
  },
  { kind: 'test', ago: 2 * days, about: 0, detail: { kind: 'verdict', verdict: 'working' }, program: 'commandLine' },
  { kind: 'writeSource', ago: 3 * days, detail: { kind: 'count', count: 14 } },
  { kind: 'exportBlueprint', ago: 3 * days, detail: { kind: 'subject', name: 'ACME standard' } },
  { kind: 'addBlueprint', ago: 3.1 * days, detail: { kind: 'subject', name: 'ACME standard' } },
  { kind: 'register', ago: 9 * days, about: 1 },
  { kind: 'register', ago: 9 * days, about: 'Oldtown Production' },
  { kind: 'makeKey', ago: 9 * days },
];

/** What a registration that failed was to be called. */
const neverThere = 'Harbour UAT';

function connectionOf(world: World, about: number | string): ActivityConnectionView {
  const row = typeof about === 'number' ? world.connections.value.rows[about] : undefined;
  if (row) return { id: row.id, name: row.name, orgId: row.orgId, isThere: true };
  const name = String(about);
  return { id: name === neverThere ? null : 'gone-1', name, orgId: null, isThere: false };
}

function entryOf(world: World, sample: Sample, number: number): ActivityEntryView {
  return {
    number,
    at: minutesAgo(sample.ago),
    kind: sample.kind,
    result: sample.result ?? 'done',
    connection: sample.about === undefined ? null : connectionOf(world, sample.about),
    person: 'admin',
    program: sample.program ?? 'window',
    detail: sample.detail ?? null,
  };
}

/** What has happened in the samples, the newest first. */
export function sampleActivity(world: World): ActivityEntryView[] {
  return minutes.map((sample, index) => entryOf(world, sample, minutes.length - index));
}

/** So many tests, one each hour. */
export function manyEntries(world: World, count: number): ActivityEntryView[] {
  return Array.from({ length: count }, (_, index) => {
    const detail = { kind: 'verdict', verdict: 'working' } as const;
    return entryOf(world, { kind: 'test', ago: 1 + index * hours, about: index % 8, detail }, count - index);
  });
}

function fits(entry: ActivityEntryView, filter: ActivityFilterRequest): boolean {
  const { kind, result, connection, program, at } = entry;
  return (
    (filter.connection === null || connection?.id === filter.connection) &&
    (filter.kinds.length === 0 || (kind !== null && filter.kinds.includes(kind))) &&
    (filter.results.length === 0 || (result !== null && filter.results.includes(result))) &&
    (filter.program === null || program === filter.program) &&
    (filter.from === null || at >= filter.from)
  );
}

const page = 100;

function chainOf(entries: ActivityEntryView[], query: URLSearchParams, open: boolean): ActivityChainView {
  const fault = query.get('fault') as ActivityFaultKind | null;
  const firstAt = entries.at(-1)?.at ?? null;
  return {
    entries: entries.length,
    firstAt,
    fault: fault && { number: 7, kind: fault },
    seal:
      open && firstAt !== null ? { kind: 'covers', from: 1, since: firstAt, to: entries.length } : { kind: 'locked' },
  };
}

export function activityAnswers(world: World, query: URLSearchParams): Answers {
  return {
    activity: ({ filter, before }) => {
      const found = world.activity.filter((entry) => fits(entry, filter) && entry.number < (before ?? Infinity));
      const shown = found.slice(0, page);
      const named = new Map(
        world.activity.flatMap(({ connection }) => (connection?.id ? [[connection.id, connection]] : [])),
      );
      const connections = [...named.values()].sort((one, other) => byAlphabet(one.name, other.name));
      return {
        entries: shown,
        before: found.length > page ? (shown.at(-1)?.number ?? null) : null,
        connections: before === null ? connections : [],
      };
    },
    verify_activity: () => chainOf(world.activity, query, world.vault.value.kind === 'open'),
    export_activity: ({ format }) => ({ path: world.chosenPath(`Orgkeep activity.${format}`) }),
  };
}
