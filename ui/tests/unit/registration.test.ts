import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Backend } from '../../src/backend/backend';
import type { ApiError, AttemptView, CommandMap, DraftView, StageView } from '../../src/backend/generated';
import { failed, failure, running, stage } from '../../src/backend/fake/attempt';
import { blankDraft, completed } from '../../src/backend/fake/drafts';
import { Registration } from '../../src/features/register/register.svelte';
import { railState, railSteps, screenOf } from '../../src/features/register/screen';

type Name = keyof CommandMap;

const subject = { draft: 'draft-1', name: 'Acme UAT', host: 'acme.my.salesforce.com' };
const refused: ApiError = { code: 'store', message: 'the disk is full' };

/** A backend that remembers what it was asked, and answers when it is told to. */
class Recorder implements Backend {
  draft: DraftView = blankDraft('draft-1');
  asked: { name: Name; request: unknown }[] = [];
  failing = new Set<Name>();
  deliver: (attempt: AttemptView) => void = () => undefined;

  readonly #answers: { [Each in Name]?: (request: CommandMap[Each]['request']) => unknown } = {
    app: () => ({ version: '0.1.0', practice: null }),
    draft: () => this.draft,
    save_draft: ({ step, fields }) => (this.draft = { ...completed(this.draft, fields), step }),
    set_draft_secret: ({ secret }) =>
      (this.draft = { ...this.draft, secret: secret === null ? null : { characters: secret.length } }),
    new_draft: () => blankDraft('draft-2'),
    check_port: () => ({ kind: 'free' }),
    paste_callback: () => ({ verdict: 'accepted' }),
  };

  async call<Each extends Name>(name: Each, request: CommandMap[Each]['request']): Promise<CommandMap[Each]['view']> {
    this.asked.push({ name, request });
    await Promise.resolve();
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the contract rejects with an ApiError
    if (this.failing.has(name)) throw refused;
    return (this.#answers[name]?.(request) ?? {}) as CommandMap[Each]['view'];
  }

  watch: Backend['watch'] = (_name, deliver) => {
    this.deliver = deliver as typeof this.deliver;
    this.deliver({ kind: 'idle' });
    return () => undefined;
  };

  names(): Name[] {
    return this.asked.map(({ name }) => name);
  }

  lastSaved(): unknown {
    return this.asked.filter(({ name }) => name === 'save_draft').at(-1)?.request;
  }
}

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
    'listening',
    'awaitingConsent',
    'exchanging',
    'identifying',
    'saving',
  ];

  test.each(kinds)('at %s is the Authorization step', async (kind) => {
    const registration = await open();
    flushSync(() => {
      backend.deliver(running(subject, stage(kind)));
    });
    expect(registration.screen.kind).toBe('authorization');
    expect(railSteps.map((step) => railState(step, registration.screen))).toEqual(['done', 'done', 'now', 'later']);
  });

  test('of another draft leaves this one where it is, and names itself', async () => {
    const registration = await open();
    backend.deliver(running({ ...subject, draft: 'draft-9' }, stage('awaitingConsent')));
    expect(registration.screen.kind).toBe('prerequisites');
    expect(registration.foreign).toBe('Acme UAT');
  });

  test('that failed leads back to the credentials, with everything still there', async () => {
    const registration = await open();
    registration.draft.edit({ name: 'Acme' });
    backend.deliver(failed(subject, failure('denied')));
    expect(registration.screen.kind).toBe('failure');
    expect(railState('authorization', registration.screen)).toBe('failed');
    await registration.goTo('credentials');
    expect(backend.names()).toContain('close_attempt');
    backend.deliver({ kind: 'idle' });
    expect(registration.screen.kind).toBe('credentials');
    expect(registration.draft.fields.name).toBe('Acme');
  });

  test('that succeeded shows its result, though its draft is gone', () => {
    const connected = { id: 'attempt-1', draft: 'draft-1', connection: null as never, renewed: false };
    expect(screenOf('draft-1', 'gone', 'prerequisites', { kind: 'connected', connected }).kind).toBe('result');
  });

  test('is left behind when its result is left', async () => {
    const registration = await open();
    const connected = { id: 'attempt-1', draft: 'draft-1', connection: null as never, renewed: false };
    backend.deliver({ kind: 'connected', connected });
    await registration.leave();
    expect(backend.asked).toContainEqual({ name: 'close_attempt', request: { id: 'attempt-1' } });
  });
});
