import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Backend } from '../../src/backend';
import type { VaultView } from '../../src/backend/generated';
import { Topic } from '../../src/backend/fake/topic';
import { Toasts } from '../../src/components/toasts.svelte';
import { Vault } from '../../src/features/vault/vault.svelte';

const since = '2026-11-20T12:00:00Z';
const locked: VaultView = { kind: 'locked', reason: 'keyringLocked', detail: '' };

async function watched(view: VaultView): Promise<{ vault: Vault; topic: Topic<VaultView> }> {
  const topic = new Topic(view);
  const backend = { watch: (_: string, deliver: (view: VaultView) => void) => topic.watch(deliver) };
  const vault = new Vault(backend as unknown as Backend, new Toasts());
  vault.watch();
  await Promise.resolve();
  return { vault, topic };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a keyring that answers quickly is never mentioned', async () => {
  const { vault, topic } = await watched({ kind: 'opening', since });
  expect(vault.prominence(true)).toBe('nothing');
  topic.set({ kind: 'open', custody: 'keyring' });
  vi.advanceTimersByTime(5000);
  expect(vault.prominence(true)).toBe('nothing');
});

test('a slow one gets a line above the list, and the page where there is no list', async () => {
  const { vault } = await watched({ kind: 'opening', since });
  vi.advanceTimersByTime(5000);
  expect(vault.prominence(true)).toBe('line');
  expect(vault.prominence(false)).toBe('screen');
});

test('looking at the list lasts while the vault stays locked, through another try', async () => {
  const { vault, topic } = await watched(locked);
  expect(vault.prominence(true)).toBe('screen');
  vault.lookAtList();
  expect(vault.prominence(true)).toBe('line');
  topic.set({ kind: 'locked', reason: 'keyringDenied', detail: '' });
  expect(vault.prominence(true)).toBe('line');
});

test('a store that cannot be used leaves nothing to look at', async () => {
  const { vault } = await watched({ kind: 'unusable', reason: 'damaged', detail: '' });
  vault.lookAtList();
  expect(vault.prominence(true)).toBe('screen');
});
