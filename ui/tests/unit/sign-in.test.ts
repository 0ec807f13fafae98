import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BrowserFields, InstalledBrowserView } from '../../src/backend/generated';
import { evidences, failed, failure, running, stage } from '../../src/backend/fake/attempt';
import { sampleBrowsers } from '../../src/backend/fake/browsers';
import { completed } from '../../src/backend/fake/drafts';
import { browserOf, canBePrivate, choosing } from '../../src/lib/browsers';
import { Registration } from '../../src/features/register/register.svelte';
import { remediesOf, setupBlocked } from '../../src/features/register/remedies';
import { keyEvidence } from '../../src/text/attempt';
import { blockedActions } from '../../src/text/causes';
import { Recorder } from './recorder';

const target = { kind: 'draft', id: 'draft-1' } as const;
const subject = { target, name: 'Acme UAT', host: 'acme.my.salesforce.com' };

let backend: Recorder;
let registration: Registration;

beforeEach(async () => {
  backend = new Recorder();
  backend.draft = completed(backend.draft, { ...backend.draft.fields, loginUrl: 'https://acme.my.salesforce.com' });
  registration = new Registration(backend, 'draft-1', () => undefined);
  registration.start();
  await vi.waitFor(() => {
    expect(registration.screen.kind).not.toBe('loading');
  });
  await registration.lookForBrowsers();
  backend.asked = [];
});

/** Cancelling ends a sign-in a moment later, as a failed one. Returns what is shown just then. */
function endsWhenCancelled(): string[] {
  const shown: string[] = [];
  const call = backend.call.bind(backend);
  vi.spyOn(backend, 'call').mockImplementation(async (name, request) => {
    const answer = await call(name, request);
    if (name === 'cancel_attempt') {
      setTimeout(() => {
        backend.attempt(failed(subject, { kind: 'cancelled' }));
        shown.push(registration.screen.kind);
      });
    }
    if (name === 'close_attempt') backend.attempt({ kind: 'idle' });
    return answer;
  });
  return shown;
}

describe('editing the key while it is waited for', () => {
  test('gives the sign-in up and shows the fields, never a failure', async () => {
    const shown = endsWhenCancelled();
    backend.attempt(running(subject, stage('waitingForKey')));
    await registration.goTo('credentials');
    expect(registration.screen.kind).toBe('credentials');
    expect(shown).toEqual(['credentials']);
    expect(backend.names()).toContain('close_attempt');
  });

  test('leaves the sign-in running where it can no longer be cancelled', async () => {
    backend.failing.add('cancel_attempt');
    backend.attempt(running(subject, stage('saving')));
    expect(await registration.signIn.giveUp('attempt-1')).toBe(false);
    backend.attempt(failed(subject, failure('notSaved')));
    expect(registration.screen.kind).toBe('failure');
  });
});

test('beginning again ends the running sign-in first', async () => {
  endsWhenCancelled();
  backend.attempt(running(subject, stage('awaitingConsent')));
  await registration.beginAgain('attempt-1', true);
  expect(backend.names()).toEqual(['cancel_attempt', 'close_attempt', 'connect']);
  expect(backend.asked.at(-1)?.request).toMatchObject({ allScopes: true });
});

test('the browser opens once more after the choice of another one is kept', async () => {
  backend.attempt(running(subject, stage('awaitingConsent')));
  registration.draft.edit({ browser: { id: 'chromium.desktop', private: false } });
  await registration.openAgain('attempt-1');
  expect(backend.names()).toEqual(['save_draft', 'open_browser_again']);
});

describe('the browser', () => {
  const byDefault: BrowserFields = { id: null, private: false };
  const plain: InstalledBrowserView[] = [{ id: 'web', name: 'Web', privateWindow: false, isDefault: true }];

  test('is the system’s default unless another one is chosen', () => {
    expect(browserOf(sampleBrowsers, byDefault)?.name).toBe('Firefox');
    expect(browserOf(sampleBrowsers, { id: 'chromium.desktop', private: false })?.name).toBe('Chromium');
    expect(browserOf(sampleBrowsers, { id: 'gone', private: false })).toBeUndefined();
  });

  test('opens a private window only where it can', () => {
    expect(canBePrivate(sampleBrowsers, byDefault)).toBe(true);
    expect(canBePrivate(plain, byDefault)).toBe(false);
    const chosen = choosing(sampleBrowsers, { id: null, private: true }, 'epiphany.desktop');
    expect(chosen).toEqual({ id: 'epiphany.desktop', private: false });
    expect(choosing(sampleBrowsers, { id: null, private: true }, 'chromium.desktop').private).toBe(true);
  });
});

describe('what the buttons of a cause do', () => {
  const way = { again: vi.fn(), withAllScopes: vi.fn(), fromTheKey: vi.fn() };
  const remedies = () => remediesOf(registration, way, 'http://localhost:33333', 'loginHistory');

  test('a private window is kept in the draft, then the sign-in begins', async () => {
    await remedies().privateWindow?.run();
    expect(registration.draft.fields.browser).toEqual({ id: null, private: true });
    expect(way.again).toHaveBeenCalledOnce();
    await vi.waitFor(() => {
      expect(backend.lastSaved()).toMatchObject({ fields: { browser: { private: true } } });
    });
  });

  test('a private window that the browser does not have cannot be asked for, and says why', () => {
    registration.draft.edit({ browser: { id: 'epiphany.desktop', private: false } });
    expect(remedies().privateWindow?.blocked).toBe(blockedActions.privateWindow);
  });

  test('editing the address begins at its field', async () => {
    await remedies().editAddress?.run();
    expect(registration.startsAt).toBe('loginUrl');
    expect(registration.draft.step).toBe('credentials');
  });

  test('the cause’s page of Setup opens, where the address tells whose', async () => {
    expect(remedies().openSetupPage?.blocked).toBeNull();
    await remedies().openSetupPage?.run();
    expect(backend.asked).toContainEqual({
      name: 'open_setup_page',
      request: { of: { kind: 'draft', id: 'draft-1' }, page: 'loginHistory' },
    });
    const generic = completed(backend.draft, { ...backend.draft.fields, loginUrl: 'https://login.salesforce.com' });
    expect(setupBlocked(generic, false)).toBe(blockedActions.setupOfGeneric);
    const custom = completed(backend.draft, { ...backend.draft.fields, loginUrl: 'https://sso.acme.example' });
    expect(setupBlocked(custom, false)).toBe(blockedActions.setupOfUnknown);
    expect(setupBlocked(generic, true)).toBe(blockedActions.setupOfPractice);
  });

  test('a cause without a page has no button for one', () => {
    expect(remediesOf(registration, way, '', undefined).openSetupPage).toBeUndefined();
  });
});

describe('the evidence on a key', () => {
  const since = '2026-11-20T12:00:00Z';
  const now = Date.parse('2026-11-20T12:20:00Z');
  const young = { ...evidences.notActiveYet, typedAt: '2026-11-20T11:58:00Z' };

  test('speaks for a new key: its form, its age, and that nobody has known it', () => {
    const pieces = keyEvidence(young, since, now);
    expect(pieces.every(({ speaksForNew }) => speaksForNew)).toBe(true);
    expect(pieces.map(({ text }) => text).join(' ')).toContain('22 min ago');
  });

  test('speaks against it, piece by piece', () => {
    const against = (change: object) =>
      keyEvidence({ ...young, ...change }, since, now).filter(({ speaksForNew }) => !speaksForNew);
    expect(against({ wellFormed: false })).toHaveLength(1);
    expect(against({ workedBefore: true })[0]?.text).toContain('knew it before');
    expect(against({ typedAt: '2026-11-20T08:00:00Z' })[0]?.text).toContain('4 h ago');
  });

  test('does not turn against a key because it was waited for', () => {
    const late = Date.parse('2026-11-20T12:45:00Z');
    expect(keyEvidence(young, since, late).every(({ speaksForNew }) => speaksForNew)).toBe(true);
  });
});
