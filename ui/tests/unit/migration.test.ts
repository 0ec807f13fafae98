import { beforeEach, expect, test, vi } from 'vitest';
import { connected, failed, failure } from '../../src/backend/fake/attempt';
import { sampleConnections } from '../../src/backend/fake/connections';
import { refuse } from '../../src/backend/fake/refuse';
import type { ConnectionView, EarlierTokenView } from '../../src/backend/generated';
import { Migration } from '../../src/features/register/migrate/migration.svelte';
import { isMovable } from '../../src/lib/movable';
import { Recorder } from './recorder';

const id = 'connection-0';
const subject = {
  target: { kind: 'connection', id, purpose: 'migrate' },
  name: 'Acme UAT',
  host: 'acme.my.salesforce.com',
} as const;

function sample(change: Partial<ConnectionView> = {}): ConnectionView {
  const [first] = sampleConnections();
  if (!first) throw new Error('There are samples.');
  return { ...first, row: { ...first.row, authentication: 'connectedApp' }, ...change };
}

function waiting(authentication: 'externalClientApp' | null): ConnectionView {
  const times = { typedAt: '2026-11-21T09:00:00Z', interruptedAt: null };
  return sample({ pending: { consumerKey: '3MVG9…w9Tn', authentication, secretCharacters: null, ...times } });
}

function moved(token: EarlierTokenView): ConnectionView {
  const times = { keptSince: '2026-11-21T09:00:00Z', wipedAt: '2026-12-05T09:00:00Z' };
  const earlier = {
    authentication: 'connectedApp',
    username: 'a@b.example',
    consumerKey: null,
    token,
    ...times,
  } as const;
  return sample({ earlier });
}

let backend: Recorder;
let told: unknown[];

async function open(connection: ConnectionView = sample()): Promise<Migration> {
  backend.answer('connection', () => connection);
  const migration = new Migration(backend, id, (thrown) => told.push(thrown));
  migration.start();
  await vi.waitFor(() => {
    expect(migration.screen.kind).toBe('start');
  });
  backend.asked = [];
  return migration;
}

beforeEach(() => {
  backend = new Recorder();
  told = [];
  backend.answer('set_migration_credentials', () => waiting('externalClientApp'));
});

test('the key is kept before the move begins', async () => {
  const migration = await open();
  expect(migration.step).toBe('plan');
  migration.newKey.type('3MVG9new');
  await migration.connect();
  expect(backend.asked).toEqual([
    { name: 'set_migration_credentials', request: { id, consumerKey: '3MVG9new', secret: { kind: 'asTyped' } } },
    { name: 'migrate', request: { id, allScopes: false } },
  ]);
});

test('nothing begins with a key that is none, or with none', async () => {
  const migration = await open();
  await migration.connect();
  backend.answer('set_migration_credentials', () => refuse('invalid', 'no key'));
  migration.newKey.type('two words');
  await migration.connect();
  expect(migration.newKey.problem).not.toBeNull();
  expect(backend.names()).not.toContain('migrate');
  expect(told).toEqual([]);
});

test('an app that waits is gone on with; a key that waits for something else is not taken for one', async () => {
  expect((await open(waiting('externalClientApp'))).step).toBe('credentials');
  const other = await open(waiting(null));
  expect(other.step).toBe('plan');
  expect(other.keyMissing).toBe(true);
});

test('after a failure every step before it can be gone back to, and the failure is left behind', async () => {
  const migration = await open(waiting('externalClientApp'));
  backend.attempt(failed(subject, failure('told', 'denied')));
  expect(migration.step).toBe('authorization');
  await migration.goTo('prerequisites');
  expect(backend.names()).toEqual(['close_attempt']);
  backend.attempt({ kind: 'idle' });
  expect(migration.step).toBe('prerequisites');
});

test('the receipt follows what becomes of the earlier token', async () => {
  const migration = await open();
  backend.attempt(connected(subject.target, moved('unconfirmed'), true));
  backend.answer('connection', () => moved('revoked'));
  backend.changed();
  await vi.waitFor(() => {
    expect(migration.moved?.earlier?.token).toBe('revoked');
  });
});

test('production is confirmed first', async () => {
  const before = sample();
  const migration = await open({ ...before, row: { ...before.row, environment: 'production' } });
  expect(migration.unconfirmed).toBe(true);
  migration.confirmed = true;
  expect(migration.unconfirmed).toBe(false);
});

test('what is there already and what is a Dev Hub is not moved', () => {
  const there = sample();
  expect(isMovable(there)).toBe(true);
  expect(isMovable({ ...there, row: { ...there.row, authentication: 'externalClientApp' } })).toBe(false);
  const rule = { authentication: 'connectedApp', allowed: false, reason: null, seen: '2026-08', source: '' } as const;
  expect(isMovable({ ...there, notMoved: rule })).toBe(false);
});
