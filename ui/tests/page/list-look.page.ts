import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { lookAt, Stage, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const scenes: Scene[] = [
  { name: 'list-fleet', query: 'scene=fleet' },
  { name: 'list-300', query: 'scene=many&count=300' },
  {
    name: 'list-10000',
    query: 'scene=many&count=10000',
    looks: [
      ['light', 'usual'],
      ['dark', 'smallest'],
    ],
  },
  {
    name: 'list-selected',
    query: 'scene=fleet',
    act: async ({ page }) => {
      const row = (name: string) => page.getByRole('row', { name });
      await row('Cobalt Energy Full Copy').click({ modifiers: ['Control'] });
      await row('Cobalt Energy Dev Portal').click({ modifiers: ['Shift'] });
    },
  },
  {
    name: 'list-filtered',
    query: 'scene=fleet',
    act: async ({ page }) => {
      await page.getByRole('group', { name: 'By status' }).getByRole('button', { name: 'Sign in again' }).click();
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Ending soon' }).waitFor();
    },
  },
  {
    name: 'list-view-menu',
    query: 'scene=fleet',
    act: async ({ page }) => {
      await page.getByRole('searchbox').fill('uat');
      await page.getByRole('button', { name: 'View', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Save this filter' }).waitFor();
    },
  },
  {
    name: 'list-label-several',
    query: 'scene=fleet',
    act: async ({ page }) => {
      await page.getByRole('searchbox').fill('larkfield');
      await page.getByRole('row', { name: 'Larkfield UAT' }).focus();
      await page.keyboard.press('Control+a');
      await page.getByRole('button', { name: 'Label', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'list-ending',
    query: 'scene=fleet',
    act: async ({ page }) => {
      await page.getByRole('searchbox').fill('scratch');
      await page.getByText('Org has ended').waitFor();
    },
  },
  {
    name: 'list-row-menu',
    query: 'scene=devHub&scopes=noweb',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'More for Larkfield Dev Hub' }).click();
      await page.getByRole('menuitem', { name: 'Test connection' }).waitFor();
    },
  },
  {
    name: 'list-relabel',
    query: 'scene=fleet',
    act: async ({ page }) => {
      await page.getByRole('row', { name: 'Brightwater Production' }).focus();
      await page.keyboard.press('F2');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'list-remove-several',
    query: 'scene=fleet',
    act: async ({ page }) => {
      await page.getByRole('row', { name: 'Brightwater Production' }).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.getByRole('dialog').waitFor();
    },
  },
];

test.each(scenes)('$name fits and is accessible', async (scene) => {
  await lookAt(stage, scene);
});
