import { afterAll, afterEach, beforeAll, test } from 'vitest';
import type { LockReasonView, StoreReasonView } from '../../src/backend/generated';
import { lookAt, Stage, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const lockReasons: Record<LockReasonView, string> = {
  keyringLocked: 'The system keyring is locked',
  keyringAbsent: 'The system keyring is not running',
  keyringEmpty: 'The keyring service has no keyring',
  keyringFailed: 'The keyring cannot be used',
  storeFailed: 'The store failed',
  noKeyYet: 'Choose a passphrase for the vault',
  keyringDenied: 'The keyring was not opened',
  keyringTimeout: 'The keyring did not answer',
  keyForgotten: 'The keyring no longer has the key',
  keyMalformed: 'The keyring’s entry is not a key',
  keyWrong: 'The key belongs to another vault',
  passphraseNeeded: 'The vault opens with your passphrase',
};

const storeReasons: Record<StoreReasonView, string> = {
  newer: 'A newer Orgkeep wrote this store',
  networkFileSystem: 'The store lies on a network drive',
  syncedFolder: 'The store lies in a synchronized folder',
  damaged: 'The store is damaged',
  readOnly: 'The store cannot be written',
  full: 'The disk is full',
  busy: 'Another program holds the store',
  inaccessible: 'The store cannot be opened here',
};

const vaultScenes: Scene[] = [
  ...Object.entries(lockReasons).map(([reason, title]) => ({ kind: 'locked', reason, title })),
  ...Object.entries(storeReasons).map(([reason, title]) => ({ kind: 'unusable', reason, title })),
].map(({ kind, reason, title }) => ({
  name: `vault-${reason}`,
  query: `scene=${kind}&reason=${reason}`,
  act: async ({ page }) => {
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  },
}));

for (const scene of vaultScenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}
