import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, Stage, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hash = '#/activity';

const scenes: Scene[] = [
  { name: 'activity', query: 'scene=list', hash },
  { name: 'activity-locked', query: 'scene=locked', hash },
  { name: 'activity-empty', query: 'scene=empty', hash },
  { name: 'activity-not-read', query: 'scene=list&fail=activity:store', hash },
  ...['changed', 'cutOff', 'rewritten'].map((fault) => ({
    name: `activity-fault-${fault}`,
    query: `scene=list&fault=${fault}`,
    hash,
  })),
  {
    name: 'activity-no-match',
    query: 'scene=list',
    hash,
    act: async ({ page }) => {
      await page.getByRole('combobox', { name: 'What: Everything' }).click();
      await page.getByRole('option', { name: 'Vault' }).click();
      await page.getByRole('combobox', { name: 'Time: Any time' }).click();
      await page.getByRole('option', { name: 'Last 24 hours' }).click();
      await page.getByText('Nothing fits these filters').waitFor();
    },
  },
  {
    name: 'activity-connections',
    query: 'scene=list',
    hash,
    act: async ({ page }) => {
      await page.getByRole('combobox', { name: 'Connection: All connections' }).click();
      await page.getByRole('option', { name: 'Oldtown Production (removed)' }).waitFor();
    },
  },
  {
    name: 'activity-of-one',
    query: 'scene=list',
    hash: '#/orgs/connection-1',
    act: async ({ page }) => {
      await page.getByRole('tab', { name: 'Activity' }).click();
      await page.getByText('New credentials took effect').waitFor();
    },
  },
];

test.each(scenes)('$name', async (scene) => {
  await lookAt(stage, scene);
});

test('filters narrow the entries, and a removed connection can still be asked for', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list', hash });
  const entries = page.getByRole('listitem');
  const all = await entries.count();
  expect(all).toBeGreaterThan(10);
  await page.getByRole('combobox', { name: 'Connection: All connections' }).click();
  await page.getByRole('option', { name: 'Oldtown Production (removed)' }).click();
  await expect.poll(() => entries.count()).toBe(3);
  await page.getByRole('combobox', { name: 'Result: All results' }).click();
  await page.getByRole('option', { name: 'Not done' }).click();
  await expect.poll(() => entries.count()).toBe(1);
  await page.getByText('Revoking the token not confirmed yet').waitFor();
  expect(complaints).toEqual([]);
});

test('what was done with one program can be asked for', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list', hash });
  const entries = page.getByRole('listitem');
  const all = await entries.count();
  await page.getByRole('combobox', { name: 'Program: All programs' }).click();
  await page.getByRole('option', { name: 'orgkeep', exact: true }).click();
  await expect.poll(() => entries.count()).toBe(1);
  await page.getByText(', orgkeep').waitFor();
  await page.getByRole('combobox', { name: 'Program: orgkeep' }).click();
  await page.getByRole('option', { name: 'Orgkeep window' }).click();
  await expect.poll(() => entries.count()).toBe(all - 1);
  expect(complaints).toEqual([]);
});

test('older entries come when they are asked for, and the days have headings', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=many&count=8', hash });
  const entries = page.getByRole('listitem');
  await expect.poll(() => entries.count()).toBe(100);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.getByRole('heading', { name: 'Yesterday' }).waitFor();
  await page.getByRole('button', { name: 'Show older entries' }).click();
  await expect.poll(() => entries.count()).toBe(200);
  expect(complaints).toEqual([]);
});

test('a connection that is there is a way to its page, and the export says where it went', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list', hash });
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'As a table (CSV)' }).click();
  await page.getByText('/Documents/Orgkeep activity.csv').waitFor();
  await page.getByRole('link', { name: 'Brightwater Production' }).first().click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  expect(complaints).toEqual([]);
});
