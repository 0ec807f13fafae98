import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, orgTable, picture, type Scene, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const at = (place: string, query = 'scene=list') => ({ query, hash: `#/blueprints/${place}` });
const comparison = at('compare/own%3Ablueprint-2/preset%3Ageneral');

async function menuOf(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

const scenes: Scene[] = [
  {
    name: 'blueprints-presets',
    ...at('presets'),
    act: async ({ page }) => {
      await page.getByText('Bold values').waitFor();
    },
  },
  {
    name: 'blueprints-orgkeep',
    ...at('presets'),
    act: async ({ page }) => {
      await page.getByRole('option', { name: 'Orgkeep' }).click();
      await page.getByText('Part of every app').waitFor();
    },
  },
  { name: 'blueprints-unread', ...at('presets', 'scene=list&fail=blueprints:store') },
  { name: 'blueprints-mine', ...at('mine') },
  {
    name: 'blueprints-menu',
    ...at('mine'),
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for Backup', exact: true }).click();
    },
  },
  { name: 'blueprints-none', ...at('mine', 'scene=empty') },
  {
    name: 'blueprints-remove',
    ...at('mine'),
    act: async ({ page }) => {
      await menuOf(page, 'Backup and release', 'Remove');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'blueprint', ...at('own/blueprint-2') },
  { name: 'blueprint-gone', ...at('own/blueprint-99') },
  {
    name: 'compare',
    ...comparison,
    act: async ({ page }) => {
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'compare-all',
    ...comparison,
    act: async ({ page }) => {
      await page.getByRole('radio', { name: /^All/ }).click();
    },
  },
  { name: 'compare-nothing', ...at('compare//preset%3Aarm') },
];

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}

test('a callback URL that waits for an answer is shown with the question in its place', async () => {
  const { page } = await stage.scene(at('presets'));
  await page.getByRole('option', { name: /AutoRABIT Vault/ }).click();
  await page.getByText('‹Vault instance›/dashboard/setup/addSfOrg').waitFor();
  await page.getByRole('heading', { name: 'What you answer' }).waitFor();
});

test('the arrow keys go through the products, and the rail leads back to the tab that was open', async () => {
  const { page, complaints } = await stage.scene(at('presets'));
  await page.getByRole('option').first().focus();
  await page.keyboard.press('End');
  await page.getByRole('heading', { name: 'General API integration' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { name: 'Compliance & Rehearsal Tool' }).waitFor();
  await page.getByRole('tab', { name: /Mine/ }).click();
  await page.getByRole('link', { name: 'Orgs' }).click();
  await orgTable(page).waitFor();
  await page.getByRole('link', { name: 'Blueprints' }).click();
  await page.getByRole('list', { name: 'Your blueprints' }).waitFor();
  expect(new URL(page.url()).hash).toBe('#/blueprints/mine');
  expect(complaints).toEqual([]);
});

test('the tabs are moved through with the arrow keys', async () => {
  const { page } = await stage.scene(at('presets'));
  await page.getByRole('tab', { name: /Presets/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Check the source of an External Client App' }).waitFor();
  expect(new URL(page.url()).hash).toBe('#/blueprints/check');
});

test('a preset becomes a blueprint of one’s own, and what is typed is kept', async () => {
  const { page, complaints } = await stage.scene(at('presets'));
  await page.getByRole('option', { name: /AutoRABIT ARM/ }).click();
  await page.getByRole('button', { name: 'Use as a new blueprint' }).click();
  await page.getByRole('textbox', { name: 'Name of this blueprint' }).fill('Release, all orgs');
  expect(await page.getByRole('checkbox', { name: /AutoRABIT ARM/ }).isChecked()).toBe(true);
  await page
    .getByRole('textbox', { name: /Callback URL that ARM shows/ })
    .fill('https://arm.larkfield.example/callback');
  await page.getByRole('button', { name: 'Mine' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Release, all orgs' });
  await row.getByText('Complete').waitFor();
  expect(complaints).toEqual([]);
});

test('what could not be kept stays, says why, and holds the page', async () => {
  const { page } = await stage.scene(at('own/blueprint-1', 'scene=list&fail=save_blueprint:store'));
  await page.getByRole('textbox', { name: 'Name of this blueprint' }).fill('Another name');
  await page.getByText('What you typed is not kept yet').waitFor();
  await page.getByRole('button', { name: 'Mine' }).click();
  expect(await page.getByRole('textbox', { name: 'Name of this blueprint' }).inputValue()).toBe('Another name');
  await page.getByRole('button', { name: 'Leave anyway' }).click();
  await page.getByRole('list', { name: 'Your blueprints' }).waitFor();
});

test('a blueprint is duplicated, exported, saved as a checklist and removed', async () => {
  const { page, complaints } = await stage.scene(at('mine'));
  await menuOf(page, 'Backup and release', 'Duplicate');
  await page.getByRole('heading', { level: 1, name: 'Backup and release 2' }).waitFor();
  await page.getByRole('button', { name: 'Save checklist' }).click();
  await page.getByText('Checklist saved').waitFor();
  await menuOf(page, 'Backup and release 2', 'Export');
  await page.getByText('Blueprint exported').waitFor();
  await menuOf(page, 'Backup and release 2', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('“Backup and release 2” removed').waitFor();
  await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Backup' }).count()).toBe(2);
  expect(complaints).toEqual([]);
});

test('a file becomes a blueprint; one that is none is told', async () => {
  const { page } = await stage.scene(at('mine'));
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByRole('heading', { level: 1, name: 'Team recipe' }).waitFor();

  const refused = await stage.scene(at('mine', 'scene=list&fail=import_blueprint:notABlueprint'));
  await refused.page.getByRole('button', { name: 'Import' }).click();
  await refused.page.getByText('This file is not a blueprint').waitFor();
});

test('any two blueprints are compared, and the address keeps which', async () => {
  const { page, complaints } = await stage.scene(at('presets'));
  await page.getByRole('option', { name: /AutoRABIT Vault/ }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('Choose two blueprints').waitFor();
  await page.getByLabel(/^Other blueprint/).click();
  await page.getByRole('option', { name: 'Backup', exact: true }).click();
  await page.getByRole('columnheader', { name: 'Backup' }).waitFor();
  const rows = page.getByRole('row');
  const differing = await rows.count();
  await page.getByRole('radio', { name: /^All/ }).click();
  expect(await rows.count()).toBeGreaterThan(differing);
  await page.getByRole('button', { name: 'Swap sides' }).click();
  await expect
    .poll(() => page.getByRole('columnheader').allTextContents())
    .toEqual(['Setting', 'Backup', 'AutoRABIT Vault']);
  expect(new URL(page.url()).hash).toBe('#/blueprints/compare/own%3Ablueprint-1/preset%3Avault');
  await page.getByRole('button', { name: 'Swap sides' }).press('Tab');
  await page.getByLabel(/^Other blueprint/).click();
  await page.getByRole('option', { name: 'Backup', exact: true }).click();
  await page.getByText('Both blueprints make the same app.').waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

test.each([
  ['presets', 'Bold values'],
  ['mine', 'answers open'],
  ['own/blueprint-2', 'Name of this blueprint'],
  ['compare/own%3Ablueprint-2/preset%3Ageneral', 'Differences'],
])('%s fits at 200 %%', async (place, words) => {
  const { page } = await stage.scene({ ...at(place), size: { width: 590, height: 380 } });
  await page.getByText(words).first().waitFor();
  await picture(page, `blueprints-${place.split('/')[0] ?? ''}-zoomed`);
  await expectFitting(page);
});

test('a comparison keeps both sides in a narrow window', async () => {
  const { page } = await stage.scene({ ...comparison, size: { width: 590, height: 380 } });
  await page.getByRole('columnheader', { name: 'General API integration' }).waitFor();
});
