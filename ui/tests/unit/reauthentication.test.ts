import { beforeEach, expect, test, vi } from 'vitest';
import { failed, failure, running, stage } from '../../src/backend/fake/attempt';
import { sampleConnections } from '../../src/backend/fake/connections';
import type { ConnectionView, TargetView } from '../../src/backend/generated';
import { refuse } from '../../src/backend/fake/refuse';
import { Reauthentication } from '../../src/features/register/reauthenticate/reauthentication.svelte';
import { Recorder } from './recorder';

const id = 'connection-0';
const subject = {
  target: { kind: 'connection', id, purpose: 'reauthenticate' },
  name: 'Acme UAT',
  host: 'acme.my.salesforce.com',
} as const;
const pending = {
  consumerKey: '3MVG9…w9Tn',
  authentication: null,
  secretCharacters: 64,
  typedAt: '2026-11-21T09:00:00Z',
  interruptedAt: null,
};

let backend: Recorder;
let told: unknown[];

async function open(waits: ConnectionView['pending'] = null): Promise<Reauthentication> {
  const [sample] = sampleConnections();
  if (!sample) throw new Error('There are samples.');
  backend.answer('connection', () => ({ ...sample, pending: waits }));
  backend.answer('set_pending_credentials', () => ({ ...sample, pending }));
  const again = new Reauthentication(backend, id, (thrown) => told.push(thrown));
  again.start();
  await vi.waitFor(() => {
    expect(again.screen.kind).toBe('start');
  });
  backend.asked = [];
  return again;
}

beforeEach(() => {
  backend = new Recorder();
  told = [];
});

test('what is in force is signed in with unless a key waits', async () => {
  await (await open()).connect();
  expect(backend.asked).toEqual([{ name: 'reauthenticate', request: { id, withPending: false, allScopes: false } }]);
  const again = await open(pending);
  await again.connect(true);
  expect(backend.asked).toEqual([{ name: 'reauthenticate', request: { id, withPending: true, allScopes: true } }]);
});

test('a typed key and secret are kept before the sign-in begins', async () => {
  const again = await open();
  again.uses = 'new';
  again.newKey.type('3MVG9new');
  void again.newKey.keep();
  void again.newKey.seal('typed');
  await again.connect();
  expect(backend.asked).toEqual([
    { name: 'set_pending_credentials', request: { id, consumerKey: '3MVG9new', secret: { kind: 'asTyped' } } },
    {
      name: 'set_pending_credentials',
      request: { id, consumerKey: '3MVG9new', secret: { kind: 'typed', secret: 'typed' } },
    },
    { name: 'reauthenticate', request: { id, withPending: true, allScopes: false } },
  ]);
});

test('nothing begins with a key that is none, or with a secret that was not kept', async () => {
  const again = await open();
  again.uses = 'new';
  again.newKey.type('two words');
  backend.answer('set_pending_credentials', () => refuse('invalid', 'no key'));
  await again.connect();
  expect(again.newKey.problem).not.toBeNull();
  expect(told).toEqual([]);
  backend.failing.add('set_pending_credentials');
  again.newKey.type('3MVG9new');
  expect(await again.newKey.seal('typed')).toBe(false);
  await again.connect();
  expect(told).not.toEqual([]);
  expect(backend.names()).not.toContain('reauthenticate');
});

test('the sign-in of a draft, of another connection, or for something else, is not this one’s', async () => {
  const again = await open();
  const others: TargetView[] = [
    { kind: 'draft', id },
    { kind: 'connection', id: 'connection-9', purpose: 'reauthenticate' },
    { kind: 'connection', id, purpose: 'migrate' },
    { kind: 'connection', id, purpose: 'goBack' },
  ];
  for (const target of others) {
    backend.attempt(running({ ...subject, target }, stage('awaitingConsent')));
    expect(again.screen.kind).toBe('start');
    expect(again.foreign).toBe('Acme UAT');
  }
});

test('a failure from before is not retried with a key that nobody chose', async () => {
  const again = await open(pending);
  backend.attempt(failed(subject, failure('told', 'denied')));
  await again.connect();
  expect(backend.names()).toEqual(['close_attempt']);
});

test('a private window is chosen for the connection before the browser opens again', async () => {
  const again = await open();
  const way = { again: () => again.connect(), withAllScopes: () => undefined, fromTheKey: () => undefined };
  expect(again.remedies(way, 'http://localhost:33333', undefined).privateWindow?.blocked).not.toBeNull();
  await again.lookForBrowsers();
  const browser = { id: null, private: true };
  backend.answer('set_connection_browser', () => {
    const [sample] = sampleConnections();
    if (!sample) throw new Error('There are samples.');
    return { ...sample, browser };
  });
  backend.asked = [];
  const remedy = again.remedies(way, 'http://localhost:33333', undefined).privateWindow;
  expect(remedy?.blocked).toBeNull();
  await remedy?.run();
  expect(backend.asked).toEqual([
    { name: 'set_connection_browser', request: { id, browser } },
    { name: 'reauthenticate', request: { id, withPending: false, allScopes: false } },
  ]);
});
