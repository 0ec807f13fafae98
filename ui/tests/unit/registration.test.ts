import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ApiError, StageView } from '../../src/backend/generated';
import { failed, failure, running, stage } from '../../src/backend/fake/attempt';
import { Registration } from '../../src/features/register/register.svelte';
import { railState, railSteps, screenOf } from '../../src/features/register/screen';
import { Recorder, refused } from './recorder';

const target = { kind: 'draft', id: 'draft-1' } as const;
const subject = { target, name: 'Acme UAT', host: 'acme.my.salesforce.com' };

let backend: Recorder;
let told: unknown[];

async function open(): Promise<Registration> {
  const registration = new Registration(backend, 'draft-1', (thrown) => told.push(thrown));
  registration.start();
  await vi.waitFor(() => {
    expect(registration.screen.kind).not.toBe('loading');
  });
  backend.asked = [];
  return registration;
}

beforeEach(() => {
  backend = new Recorder();
  told = [];
});

describe('a draft', () => {
  test('is written a moment after the last key, once', async () => {
    const { draft } = await open();
    for (const name of ['A', 'Ac', 'Acme']) draft.edit({ name });
    expect(backend.names()).toEqual([]);
    await vi.waitFor(() => {
      expect(backend.lastSaved()).toMatchObject({ fields: { name: 'Acme' } });
    });
    expect(backend.names()).toEqual(['save_draft']);
  });

  test('is written at once when the field, the step or the wizard is left', async () => {
    const registration = await open();
    registration.draft.edit({ name: 'Acme' });
    await registration.draft.flush();
    expect(backend.lastSaved()).toMatchObject({ fields: { name: 'Acme' } });
    await registration.goTo('credentials');
    await registration.draft.flush();
    expect(backend.lastSaved()).toMatchObject({ step: 'credentials' });
    registration.draft.edit({ name: 'Acme UAT' });
    expect(await registration.leave()).toBe(true);
    expect(backend.lastSaved()).toMatchObject({ fields: { name: 'Acme UAT' } });
  });

  test('keeps what is typed while an older write is answered', async () => {
    const { draft } = await open();
    draft.edit({ name: 'Acme' });
    const first = draft.flush();
    draft.edit({ name: 'Acme UAT' });
    await first;
    expect(draft.fields.name).toBe('Acme UAT');
    await draft.flush();
    expect(backend.draft.fields.name).toBe('Acme UAT');
  });

  test('that cannot be written stays in the page, says why, and holds the wizard', async () => {
    const registration = await open();
    backend.failing.add('save_draft');
    registration.draft.edit({ name: 'Acme' });
    expect(await registration.leave()).toBe(false);
    expect(registration.draft.unkept).toEqual(refused);
    expect(registration.draft.fields.name).toBe('Acme');
    backend.failing.clear();
    expect(await registration.leave()).toBe(true);
    expect(registration.draft.unkept).toBeNull();
  });

  test('that is gone has its own screen', async () => {
    const gone: ApiError = { code: 'notFound', message: 'no such draft' };
    vi.spyOn(backend, 'call').mockRejectedValue(gone);
    const registration = await open();
    expect(registration.screen.kind).toBe('gone');
  });
});

describe('a tick of the checklist', () => {
  async function ticked(): Promise<Registration> {
    const registration = await open();
    for (const step of ['callback', 'scopes', 'credentials'] as const) registration.draft.tick(step, true);
    await registration.draft.flush();
    return registration;
  }

  test('goes when the values of its step change, and says so', async () => {
    const { draft } = await ticked();
    const inputs = [{ preset: 'vault', key: 'instance', value: 'https://vault.acme.example' }];
    draft.choose({ app: { ...draft.fields.app, presets: ['vault'], inputs } });
    await draft.flush();
    expect(draft.fields.ticked).toEqual(['credentials']);
    expect(draft.changed).toEqual(['callback', 'scopes']);
    await draft.flush();
    expect(backend.lastSaved()).toMatchObject({ fields: { ticked: ['credentials'] } });
  });

  test('stays when nothing of its step changes', async () => {
    const { draft } = await ticked();
    draft.choose({ loginUrl: 'https://acme.my.salesforce.com', app: { ...draft.fields.app, label: 'Acme' } });
    await draft.flush();
    expect(draft.fields.ticked).toEqual(['callback', 'scopes', 'credentials']);
    expect(draft.changed).toEqual([]);
  });

  test('that is set again forgets the change', async () => {
    const { draft } = await ticked();
    draft.choose({ app: { ...draft.fields.app, presets: ['arm'] } });
    await draft.flush();
    draft.tick('scopes', true);
    expect(draft.changed).toEqual([]);
    expect(draft.fields.ticked).toContain('scopes');
  });
});

describe('a secret', () => {
  test('goes to the vault and nothing of it comes back but its length', async () => {
    const registration = await open();
    expect(await registration.sealSecret('s3cret')).toBe(true);
    expect(backend.asked).toEqual([{ name: 'set_draft_secret', request: { id: 'draft-1', secret: 's3cret' } }]);
    expect(JSON.stringify(registration.draft.found)).not.toContain('s3cret');
    expect(registration.draft.found).toMatchObject({ secret: { characters: 6 } });
  });

  test('that was not sealed stops the sign-in once', async () => {
    const registration = await open();
    backend.failing.add('set_draft_secret');
    void registration.sealSecret('s3cret');
    await registration.connect();
    expect(backend.names()).not.toContain('connect');
    expect(told).toEqual([refused]);
    await registration.connect();
    expect(backend.names()).toContain('connect');
  });
});

describe('a sign-in', () => {
  test('starts after everything typed is kept', async () => {
    const registration = await open();
    registration.draft.edit({ name: 'Acme' });
    void registration.sealSecret('s3cret');
    await registration.connect();
    expect(backend.names()).toEqual(['set_draft_secret', 'save_draft', 'connect']);
  });

  test('starts once, however often Connect is pressed', async () => {
    const registration = await open();
    await Promise.all([registration.connect(), registration.connect()]);
    expect(backend.names()).toEqual(['connect']);
  });

  const kinds: StageView['kind'][] = [
    'checkingKey',
    'waitingForKey',
    'keyActive',
    'listening',
    'awaitingConsent',
    'exchanging',
    'identifying',
    'saving',
  ];

  test.each(kinds)('at %s is the Authorization step', async (kind) => {
    const registration = await open();
    flushSync(() => {
      backend.attempt(running(subject, stage(kind)));
    });
    expect(registration.screen.kind).toBe('authorization');
    expect(railSteps.map((step) => railState(step, registration.screen))).toEqual(['done', 'done', 'now', 'later']);
  });

  test('of another draft leaves this one where it is, and names itself', async () => {
    const registration = await open();
    backend.attempt(running({ ...subject, target: { kind: 'draft', id: 'draft-9' } }, stage('awaitingConsent')));
    expect(registration.screen.kind).toBe('prerequisites');
    expect(registration.foreign).toBe('Acme UAT');
  });

  test('of a connection is never shown as the draft’s, whatever the ids are', async () => {
    const registration = await open();
    const again = { ...subject, target: { kind: 'connection', id: 'draft-1', purpose: 'migrate' } } as const;
    backend.attempt(running(again, stage('awaitingConsent')));
    expect(registration.screen.kind).toBe('prerequisites');
    expect(registration.foreign).toBe('Acme UAT');
    backend.attempt(failed(again, failure('told', 'denied')));
    expect(registration.screen.kind).toBe('prerequisites');
  });

  test('that failed leads back to the credentials, with everything still there', async () => {
    const registration = await open();
    registration.draft.edit({ name: 'Acme' });
    backend.attempt(failed(subject, failure('told', 'denied')));
    expect(registration.screen.kind).toBe('failure');
    expect(railState('authorization', registration.screen)).toBe('failed');
    await registration.goTo('credentials');
    expect(backend.names()).toContain('close_attempt');
    backend.attempt({ kind: 'idle' });
    expect(registration.screen.kind).toBe('credentials');
    expect(registration.draft.fields.name).toBe('Acme');
  });

  test('that succeeded shows its result, though its draft is gone', () => {
    const connected = { id: 'attempt-1', target, connection: null as never, renewed: false };
    expect(screenOf('draft-1', 'gone', 'prerequisites', { kind: 'connected', connected }).kind).toBe('result');
  });

  test('is left behind when its result is left', async () => {
    const registration = await open();
    const connected = { id: 'attempt-1', target, connection: null as never, renewed: false };
    backend.attempt({ kind: 'connected', connected });
    await registration.leave();
    expect(backend.asked).toContainEqual({ name: 'close_attempt', request: { id: 'attempt-1' } });
  });
});
