import type {
  CommandMap,
  ConnectionRowView,
  ConnectionView,
  OrgLimitView,
  TestAnswerView,
  TestRunView,
  TestView,
  TestsView,
  VerdictGroupId,
  VerdictId,
} from '../generated';
import { hours, minutesAgo, secondsAhead } from './moments';
import { refuse } from './refuse';
import { found, lastTest, took } from './verdicts';
import type { World } from './world';

type Answers<Name extends keyof CommandMap> = {
  [Each in Name]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

type TestCommand =
  | 'test_connection'
  | 'test_connections'
  | 'cancel_tests'
  | 'connection_tests'
  | 'set_test_schedule'
  | 'org_limits'
  | 'open_org'
  | 'set_connection_browser';

/** The groups in the order of a summary. */
const groups: VerdictGroupId[] = [
  'signInAgain',
  'appBlocked',
  'userInactive',
  'orgGone',
  'placeOrHours',
  'apiDisabled',
  'refused',
  'unreachable',
  'limitReached',
  'maintenance',
  'working',
];

const limits: OrgLimitView[] = [
  { name: 'ActiveScratchOrgs', max: 40, remaining: 31 },
  { name: 'DailyApiRequests', max: 115_000, remaining: 98_412 },
  { name: 'DailyAsyncApexExecutions', max: 250_000, remaining: 249_380 },
  { name: 'DailyBulkApiBatches', max: 15_000, remaining: 15_000 },
  { name: 'DailyScratchOrgs', max: 80, remaining: 6 },
  { name: 'DailyStreamingApiEvents', max: 10_000, remaining: 10_000 },
  { name: 'DataStorageMB', max: 21_500, remaining: 1_204 },
  { name: 'FileStorageMB', max: 41_000, remaining: 28_911 },
  { name: 'HourlyPublishedPlatformEvents', max: 50_000, remaining: 50_000 },
  { name: 'MassEmail', max: 5_000, remaining: 0 },
  { name: 'SingleEmail', max: 5_000, remaining: 4_871 },
];

/** Between two results of a run, in milliseconds. */
const pace = 350;

function testOf(row: ConnectionRowView, verdict: VerdictId, at: string, number: number): TestView {
  return {
    found: found(verdict),
    at,
    milliseconds: took(verdict, number),
    renewed: number % 5 === 0,
    credentials: {
      authentication: row.authentication,
      consumerKey: '3MVG9…c4Rk',
      authorizedAt: row.authenticatedAt,
      inForce: true,
    },
    requests: verdict === 'working' ? { used: 16_588 + number * 40, allowed: 115_000 } : null,
  };
}

/** What tests found before: mostly working, with an evening of maintenance and a hiccup. */
function history(row: ConnectionRowView): TestView[] {
  const last = row.lastTest;
  if (!last) return [];
  const older = Array.from({ length: 29 }, (_, index) => {
    const verdict = index === 8 ? 'timedOut' : index === 17 || index === 18 ? 'maintenance' : 'working';
    return testOf(row, verdict, minutesAgo((index + 1) * 8 * hours), index);
  });
  return [{ ...testOf(row, last.verdict, last.at, 3), milliseconds: last.milliseconds }, ...older];
}

/** Tests of connections, played with sample data. `test=…` of the query string says what tests come to. */
export class Testing {
  readonly #world: World;
  readonly #verdict: VerdictId | null;
  readonly #tests = new Map<string, TestView[]>();
  #turn = 0;

  constructor(world: World, query: URLSearchParams) {
    this.#world = world;
    this.#verdict = query.get('test') as VerdictId | null;
  }

  readonly answers: Answers<TestCommand> = {
    test_connection: ({ id }) => this.#answer(id),
    test_connections: ({ ids }) => this.#begin(ids),
    cancel_tests: () => this.#end('cancelled'),
    connection_tests: ({ id }) => ({ tests: this.#history(this.#connection(id)) }),
    set_test_schedule: ({ everyHours }) => {
      const nextAt = everyHours === null ? null : secondsAhead(everyHours * 3600);
      this.#show({ schedule: { everyHours, nextAt } });
      return {};
    },
    org_limits: ({ id }) => {
      const connection = this.#connection(id);
      const verdict = this.#next(connection.row);
      if (verdict !== 'working') return { kind: 'hindered', found: found(verdict) };
      const at = new Date().toISOString();
      this.#world.put({ ...connection, release: { label: 'Winter ’27', apiVersion: '68.0', at } });
      return { kind: 'known', at, limits };
    },
    open_org: ({ id, landing }) => {
      const verdict = this.#next(this.#connection(id).row);
      if (landing.kind === 'path' && !/^\/(?!\/)/.test(landing.path)) return refuse('invalid', 'no path');
      return verdict === 'working' ? { kind: 'opened' } : { kind: 'hindered', found: found(verdict) };
    },
    set_connection_browser: ({ id, browser }) => {
      const changed = { ...this.#connection(id), browser };
      this.#world.put(changed);
      return changed;
    },
  };

  #connection(id: string): ConnectionView {
    return this.#world.detail(id) ?? refuse('notFound', 'no such connection');
  }

  #history({ row }: ConnectionView): TestView[] {
    const known = this.#tests.get(row.id) ?? history(row);
    this.#tests.set(row.id, known);
    return known;
  }

  /** What the next test of a connection comes to. */
  #next(row: ConnectionRowView): VerdictId {
    return this.#verdict ?? row.lastTest?.verdict ?? 'working';
  }

  /** What is known to have ended is not asked again, unless the query string says what tests come to. */
  #answer(id: string): TestAnswerView {
    const connection = this.#connection(id);
    const known = this.#history(connection).at(0);
    const isKnown = this.#verdict === null && connection.row.status === 'signInAgain' && known !== undefined;
    return isKnown ? { asked: false, test: known } : { asked: true, test: this.#test(id) };
  }

  #test(id: string): TestView {
    const connection = this.#connection(id);
    const { row } = connection;
    this.#turn += 1;
    const test = testOf(row, this.#next(row), new Date().toISOString(), this.#turn);
    this.#tests.set(id, [test, ...this.#history(connection)].slice(0, 100));
    const { group, verdict } = test.found;
    const status = verdict === 'working' ? 'connected' : group === 'signInAgain' ? 'signInAgain' : row.status;
    const statusAt = status === row.status && verdict !== 'working' ? row.statusAt : test.at;
    this.#world.put({ ...connection, row: { ...row, status, statusAt, lastTest: lastTest(test) } });
    return test;
  }

  #begin(chosen: string[]): Record<string, never> {
    if (this.#world.tests.value.run?.state === 'running') return refuse('testsRunning', 'a run is in progress');
    const all = this.#world.connections.value.rows.map((row) => row.id);
    const ids = all.filter((id) => chosen.length === 0 || chosen.includes(id));
    const run: TestRunView = {
      state: 'running',
      scheduled: false,
      beganAt: new Date().toISOString(),
      total: ids.length,
      results: [],
      summary: [],
      untested: 0,
      postponed: 0,
    };
    this.#show({ testing: ids, run });
    setTimeout(() => {
      this.#step();
    }, pace);
    return {};
  }

  /** The next result of the run. */
  #step(): void {
    const { run, testing } = this.#world.tests.value;
    if (run?.state !== 'running') return;
    const [id, ...left] = testing;
    if (id === undefined) {
      this.#end('done');
      return;
    }
    const pause = this.#world.connections.value.pauses.find(({ connections }) => connections.includes(id));
    const result = pause
      ? { id, test: null, notBefore: pause.until }
      : { id, test: lastTest(this.#test(id)), notBefore: null };
    const results: TestRunView['results'] = [...run.results, result];
    const postponed = results.filter(({ notBefore }) => notBefore !== null).length;
    const count = (group: VerdictGroupId) => results.filter(({ test }) => test?.group === group).length;
    const summary = groups.map((group) => ({ group, count: count(group) })).filter((tally) => tally.count > 0);
    this.#show({ testing: left, run: { ...run, results, summary, postponed } });
    setTimeout(() => {
      this.#step();
    }, pace);
  }

  #end(state: TestRunView['state']): Record<string, never> {
    const { run } = this.#world.tests.value;
    if (run?.state === 'running') this.#show({ testing: [], run: { ...run, state } });
    return {};
  }

  #show(change: Partial<TestsView>): void {
    this.#world.tests.set({ ...this.#world.tests.value, ...change });
  }
}
