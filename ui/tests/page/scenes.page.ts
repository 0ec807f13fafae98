import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LockReasonView, StoreReasonView } from '../../src/backend/generated';
import { expectAccessible, expectFitting, picture, sizes, Stage, themes, type Opened, type Theme } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

interface Scene {
  name: string;
  query: string;
  hash?: string;
  /** What to do before looking. */
  act?: (opened: Opened) => Promise<void>;
}

const lockReasons: Record<LockReasonView, string> = {
  keyringLocked: 'The system keyring is locked',
  keyringAbsent: 'The system keyring is not running',
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
  damaged: 'The store is damaged',
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

const scenes: Scene[] = [
  { name: 'list', query: 'scene=list' },
  { name: 'list-drafts', query: 'scene=drafts' },
  { name: 'list-many', query: 'scene=many' },
  { name: 'list-unconfirmed', query: 'scene=unconfirmed' },
  { name: 'list-running', query: 'scene=running' },
  {
    name: 'list-filter',
    query: 'scene=list',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Environment' }).click();
      await page.getByRole('menuitemcheckbox', { name: /UAT/ }).click();
    },
  },
  {
    name: 'list-no-match',
    query: 'scene=list',
    act: async ({ page }) => {
      await page.getByRole('searchbox').fill('nothing has this name');
    },
  },
  {
    name: 'list-menu',
    query: 'scene=list',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'More for Larkfield Full Copy' }).click();
    },
  },
  { name: 'empty', query: 'scene=empty' },
  { name: 'empty-practice', query: 'scene=practice' },
  {
    name: 'practice-sheet',
    query: 'scene=practice',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Practice org', exact: true }).click();
    },
  },
  {
    name: 'practice-faults',
    query: 'scene=practice',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Practice org', exact: true }).click();
      await page.getByRole('tab', { name: 'Faults' }).click();
      await page.getByRole('switch', { name: 'Maintenance' }).click();
      await page.getByText('1 on').first().waitFor();
    },
  },
  { name: 'details', query: 'scene=list', hash: '#/orgs/connection-0' },
  {
    name: 'details-connection',
    query: 'scene=list',
    hash: '#/orgs/connection-0',
    act: async ({ page }) => {
      await page.getByRole('tab', { name: 'Connection' }).click();
    },
  },
  {
    name: 'details-menu',
    query: 'scene=list',
    hash: '#/orgs/connection-4',
    act: async ({ page }) => {
      await page.getByRole('button', { name: /^Actions for/ }).click();
    },
  },
  { name: 'details-gone', query: 'scene=list', hash: '#/orgs/unknown' },
  {
    name: 'relabel',
    query: 'scene=list',
    hash: '#/orgs/connection-1',
    act: async ({ page }) => {
      await page.keyboard.press('F2');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'remove',
    query: 'scene=list',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'More for Larkfield UAT' }).click();
      await page.getByRole('menuitem', { name: /Remove/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'remove-production',
    query: 'scene=list',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'More for Larkfield Production' }).click();
      await page.getByRole('menuitem', { name: /Remove/ }).click();
      await page.getByRole('textbox', { name: /type the connection/ }).fill('Larkfield');
    },
  },
  {
    name: 'remove-receipt',
    query: 'scene=list&revocation=unconfirmed',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'More for Larkfield UAT' }).click();
      await page.getByRole('menuitem', { name: /Remove/ }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByText('removed, not yet revoked').waitFor();
    },
  },
  {
    name: 'failed-command',
    query: 'scene=list&fail=remove_connection:store',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'More for Larkfield UAT' }).click();
      await page.getByRole('menuitem', { name: /Remove/ }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByText('The store did not answer').waitFor();
    },
  },
  {
    name: 'vault-opening',
    query: 'scene=openingEmpty',
    act: async ({ page }) => {
      await page.getByRole('heading', { name: 'Waiting for the system keyring' }).waitFor();
    },
  },
  {
    name: 'list-opening',
    query: 'scene=opening',
    act: async ({ page }) => {
      await page.getByText('Waiting for the system keyring.').waitFor();
    },
  },
  {
    name: 'list-locked',
    query: 'scene=locked',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Show orgs without unlocking' }).click();
      await page.getByRole('grid').waitFor();
    },
  },
  ...vaultScenes,
];

for (const { name, query, hash = '', act } of scenes) {
  test(`${name} is accessible and fits, light and dark, usual and smallest`, async () => {
    const look = async (theme: Theme) => {
      const opened = await stage.scene({ query, hash, theme });
      await act?.(opened);
      for (const [sizeName, size] of Object.entries(sizes)) {
        await opened.page.setViewportSize(size);
        await picture(opened.page, `${name}-${theme}-${sizeName}`);
        await expectFitting(opened.page);
        await expectAccessible(opened.page);
      }
      expect(opened.complaints).toEqual([]);
    };
    await Promise.all(themes.map(look));
  });
}
