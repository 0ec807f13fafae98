import type { ConnectionView, DependentFields, EarlierTokenView, EarlierView, StageView } from '../generated';
import { connected, failed, failure, running, stage, type Subject } from './attempt';
import { legacy } from './authentication';
import { retirements, sampleConnections } from './connections';
import { days, minutesAgo, secondsAhead } from './moments';
import type { World } from './world';

const id = 'connection-0';

const subject: Subject = {
  target: { kind: 'connection', id, purpose: 'migrate' },
  name: 'Brightwater Partial',
  host: 'brightwater--partial.sandbox.my.salesforce.com',
};

const uses: DependentFields[] = [
  { kind: 'job', name: 'Weekly backup', product: 'AutoRABIT Vault' },
  { kind: 'mapping', name: 'Accounts to warehouse', product: '' },
  { kind: 'pipeline', name: 'Nightly validation', product: 'AutoRABIT ARM' },
  { kind: 'pipeline', name: 'Release 2026.4', product: 'AutoRABIT ARM' },
  { kind: 'pipeline', name: 'Hotfix lane', product: 'AutoRABIT ARM' },
  { kind: 'pipeline', name: 'Scratch org pool', product: '' },
];

/** As the Salesforce CLI had it, for one product more than Orgkeep. */
function imported(connection: ConnectionView): ConnectionView {
  const { newApp, scopes } = connection;
  return {
    ...connection,
    callback: 'http://localhost:1717/OauthRedirect',
    newApp: { ...newApp, scopes: [...newApp.scopes, 'sfap_api'] },
    scopes: scopes.map((scope) => ({ ...scope, state: 'unknown' })),
  };
}

/**
 * The first of the usual orgs before its move: `from=standard`, or with a Connected App; `imported` from another tool;
 * `production` makes it one.
 */
function before(first: ConnectionView, query: URLSearchParams): ConnectionView {
  const settled = { ...first, deviations: [], scopes: first.scopes.filter(({ state }) => state === 'granted') };
  const row = { ...settled.row, authentication: 'connectedApp', retires: 'newApps' } as const;
  const byApp = { ...settled, row, hasSecret: true, retirement: retirements.connectedApp };
  const known = query.has('imported') ? imported(byApp) : byApp;
  const from = query.get('from') === 'standard' ? legacy(settled, query) : known;
  return query.has('production') ? { ...from, row: { ...from.row, environment: 'production' } } : from;
}

/** An app that waits for its first sign-in. */
function waiting(connection: ConnectionView): ConnectionView {
  const pending = {
    consumerKey: '3MVG9…w9Tn',
    authentication: 'externalClientApp',
    secretCharacters: 64,
    typedAt: minutesAgo(18),
    interruptedAt: null,
  } as const;
  return { ...connection, pending };
}

/** The first of the usual orgs after its move: `from=standard`, `token=unconfirmed`. */
function after(first: ConnectionView, query: URLSearchParams): ConnectionView {
  const password = query.get('from') === 'standard';
  const earlier: EarlierView = {
    authentication: password ? 'standard' : 'connectedApp',
    username: first.row.username,
    consumerKey: password ? null : '3MVG9…Qa7c',
    keptSince: minutesAgo(3 * days),
    wipedAt: secondsAhead(11 * days * 60),
    token: password ? 'none' : ((query.get('token') ?? 'revoked') as EarlierTokenView),
  };
  const scopes = first.scopes.filter(({ state }) => state === 'granted');
  return { ...first, scopes, deviations: [], earlier };
}

function fill(world: World, query: URLSearchParams, change: typeof before): ConnectionView | null {
  const [first, ...others] = sampleConnections();
  if (!first) return null;
  const changed = change(first, query);
  world.fill([changed, ...others]);
  world.chooses = query.get('file') !== 'none';
  if (!query.has('unused')) {
    world.dependents.set(
      id,
      uses.map((fields, index) => ({ id: `sample-${String(index)}`, fields })),
    );
  }
  return changed;
}

/** Connections that move to an External Client App, at `#/migrate/connection-0`, and back. */
export const movingScenes: Record<string, (world: World, query: URLSearchParams) => void> = {
  move: (world, query) => {
    fill(world, query, (first) => (query.has('waiting') ? waiting(before(first, query)) : before(first, query)));
  },
  moveRunning: (world, query) => {
    fill(world, query, (first) => waiting(before(first, query)));
    world.attempt.set(running(subject, stage((query.get('stage') ?? 'awaitingConsent') as StageView['kind'])));
  },
  moveFailed: (world, query) => {
    fill(world, query, (first) => waiting(before(first, query)));
    world.attempt.set(failed(subject, failure(query.get('reason') ?? 'told', 'denied')));
  },
  moved: (world, query) => {
    const moved = fill(world, query, after);
    if (moved && query.has('receipt')) world.attempt.set(connected(subject.target, moved, true));
  },
};
