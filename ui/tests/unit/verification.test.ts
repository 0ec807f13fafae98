import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DraftFields } from '../../src/backend/generated';
import { completed } from '../../src/backend/fake/drafts';
import { verified, verifying } from '../../src/backend/fake/verification';
import { viewOf } from '../../src/features/register/draft.svelte';
import { Registration } from '../../src/features/register/register.svelte';
import { Recorder, refused } from './recorder';

let backend: Recorder;
let told: unknown[];
let registration: Registration;

const usable: Partial<DraftFields> = { loginUrl: 'https://acme.my.salesforce.com', consumerKey: '3MVG9acme' };

/** Time for what was typed to be kept and for a person to come back to the field. */
async function pass(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
}

async function open(fields: Partial<DraftFields>): Promise<void> {
  backend.draft = completed(backend.draft, { ...backend.draft.fields, ...fields });
  registration = new Registration(backend, 'draft-1', (thrown) => told.push(thrown));
  registration.start();
  await pass();
  backend.asked = [];
}

function draft() {
  const view = viewOf(registration.draft.found);
  if (view === null) throw new Error('The draft is loaded.');
  return view;
}

function states(): Record<string, string> {
  return Object.fromEntries(
    registration.verification.checks(draft(), { kind: 'free' }).map(({ subject, state }) => [subject, state]),
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  backend = new Recorder();
  told = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('verifying by itself', () => {
  test('waits until address and key can be used', async () => {
    await open({ ...usable, consumerKey: '' });
    registration.verifySoon();
    await pass();
    expect(backend.names()).not.toContain('verify');
    registration.draft.edit({ consumerKey: '3MVG9acme' });
    registration.verifySoon();
    await pass();
    expect(backend.names().filter((name) => name === 'verify')).toHaveLength(1);
  });

  test('happens once, however many fields are left in a row, and after what was typed is kept', async () => {
    await open(usable);
    registration.draft.edit({ name: 'Acme' });
    for (let left = 0; left < 4; left += 1) registration.verifySoon();
    await pass();
    expect(backend.names()).toEqual(['save_draft', 'verify']);
  });

  test('does not happen again for the same address and key', async () => {
    await open(usable);
    registration.verifySoon();
    await pass();
    registration.draft.edit({ name: 'Acme' });
    registration.verifySoon();
    await pass();
    expect(backend.names().filter((name) => name === 'verify')).toHaveLength(1);
  });

  test('waits for a custom host to be confirmed', async () => {
    await open({ ...usable, loginUrl: 'https://sso.acme.example' });
    registration.verifySoon();
    await pass();
    expect(backend.names()).not.toContain('verify');
    expect(await registration.confirmHost('sso.acme.example')).toBe('confirmed');
    registration.verifySoon();
    await pass();
    expect(backend.names()).toContain('verify');
  });
});

describe('what was found', () => {
  test('is shown for what stands in the fields', async () => {
    await open(usable);
    expect(states()).toMatchObject({ address: 'fine', network: 'waiting', key: 'waiting', port: 'fine' });
    await registration.verify();
    backend.verification(verifying(draft()));
    expect(registration.verification.running).toBe(true);
    backend.verification(verified(draft(), 'keyNotActiveYet'));
    expect(registration.verification.running).toBe(false);
    expect(states()).toMatchObject({ network: 'fine', key: 'inTime', callback: 'skipped' });
  });

  test('is not shown for another key, nor for another draft', async () => {
    await open(usable);
    await registration.verify();
    backend.verification(verified(draft(), 'fine'));
    registration.draft.edit({ consumerKey: '3MVG9other' });
    await pass();
    expect(states()).toMatchObject({ key: 'waiting' });
    registration.draft.edit({ consumerKey: '3MVG9acme' });
    await pass();
    expect(states()).toMatchObject({ key: 'fine' });
    backend.verification({ ...verified(draft(), 'fine'), draft: 'draft-9' });
    expect(states()).toMatchObject({ key: 'waiting' });
  });

  test('of the run before is not taken for that of this one', async () => {
    await open(usable);
    await registration.verify();
    backend.verification(verified(draft(), 'fine'));
    void registration.verify();
    await pass();
    expect(states()).toMatchObject({ key: 'waiting' });
  });

  test('not at all, is told', async () => {
    await open(usable);
    backend.failing.add('verify');
    await registration.verify();
    expect(told).toEqual([refused]);
    expect(registration.verification.running).toBe(false);
  });
});

describe('confirming a host', () => {
  test('with another one is told at the field, not as a failure', async () => {
    await open({ ...usable, loginUrl: 'https://sso.acme.example' });
    expect(await registration.confirmHost('sso.acme.exampie')).toBe('different');
    expect(told).toEqual([]);
    expect(draft().checks.loginUrl).toMatchObject({ confirmed: false });
  });

  test('that cannot be kept is told as such', async () => {
    await open({ ...usable, loginUrl: 'https://sso.acme.example' });
    backend.failing.add('confirm_login_host');
    expect(await registration.confirmHost('sso.acme.example')).toBe('failed');
    expect(told).toEqual([refused]);
  });
});
