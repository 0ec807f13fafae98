import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { lookAt, orgTable, type Scene, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const scenes: Scene[] = [
  { name: 'list', query: 'scene=list' },
  { name: 'list-drafts', query: 'scene=drafts' },
  { name: 'list-many', query: 'scene=many' },
  { name: 'list-unconfirmed', query: 'scene=unconfirmed' },
  { name: 'list-paused', query: 'scene=paused' },
  { name: 'list-unsaved', query: 'scene=unsaved&closing' },
  { name: 'list-running', query: 'scene=running' },
  { name: 'list-waiting', query: 'scene=running&stage=waitingForKey' },
  { name: 'list-key-active', query: 'scene=running&stage=keyActive' },
  {
    name: 'list-filter',
    query: 'scene=list',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Environment', exact: true }).click();
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
      await orgTable(page).waitFor();
    },
  },
];

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}
