import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, picture, Stage, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const here = { query: 'scene=list', hash: '#/blueprints/check' };

/** Types a folder and checks it. */
async function check(page: Page, folder: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await page.keyboard.press('Enter');
}

function checking(folder: string, title: string): NonNullable<Scene['act']> {
  return async ({ page }: Opened) => {
    await check(page, folder);
    await page.getByRole('heading', { name: title }).waitFor();
  };
}

const broken = '~/projects/larkfield-eca';

const scenes: Scene[] = [
  { name: 'check-nothing', ...here },
  { name: 'check-findings', ...here, act: checking(broken, 'Global OAuth settings in source control') },
  {
    name: 'check-secret',
    ...here,
    act: async (opened) => {
      await checking(broken, 'Global OAuth settings in source control')(opened);
      await opened.page.getByRole('option', { name: /Secret in a file/ }).click();
    },
  },
  {
    name: 'check-kept',
    ...here,
    act: async (opened) => {
      await checking('~/projects/unreadable', 'Global OAuth settings in source control')(opened);
      await opened.page.getByText('10 rules kept').click();
    },
  },
  { name: 'check-good', ...here, act: checking('~/projects/clean', 'Nothing to fix') },
  { name: 'check-foreign', ...here, act: checking('~/website', 'Nothing of an External Client App in there') },
  {
    name: 'check-refused',
    ...here,
    act: async ({ page }) => {
      await check(page, '/nowhere');
      await page.getByText('A file or folder could not be used').waitFor();
    },
  },
];

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}

test('the arrow keys go from finding to finding, and the panel follows', async () => {
  const { page, complaints } = await stage.scene(here);
  await check(page, broken);
  await page.getByRole('option').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const panel = page.getByRole('region', { name: 'Finding' });
  await panel.getByRole('heading', { name: 'oauthLink is missing' }).waitFor();
  await panel.getByText('Orgkeep_oauth.ecaOauth-meta.xml:6:1').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-selected'))).toBe('true');
  await page.keyboard.press('End');
  await panel.getByRole('heading', { name: 'Not installed on the Dev Hub first' }).waitFor();
  // One stop for the whole list.
  expect(await page.locator('[role=option][tabindex="0"]').count()).toBe(1);
  expect(complaints).toEqual([]);
});

test('a fix is shown before it is applied, and the next finding follows', async () => {
  const { page } = await stage.scene(here);
  await check(page, broken);
  await page.getByRole('option', { name: /runtime name/ }).click();
  const panel = page.getByRole('region', { name: 'Finding' });
  await panel.getByText('Added: <commaSeparatedOauthScopes>Api, RefreshToken').waitFor();
  await panel.getByRole('button', { name: 'Apply fix' }).click();
  await page.getByText(/^Changed app\/extlClntAppOauthSettings/).waitFor();
  await panel.getByRole('heading', { name: 'oauthLink is missing' }).waitFor();
  expect(await page.getByRole('option', { name: /runtime name/ }).count()).toBe(0);
  await page.getByText('5 errors').first().waitFor();
});

test('a file that has changed meanwhile is not changed, and is read again', async () => {
  const { page } = await stage.scene(here);
  await check(page, '~/busy');
  await page.getByRole('button', { name: 'Apply fix' }).click();
  await page.getByText('It has changed meanwhile').waitFor();
  await page.getByText('6 errors').first().waitFor();
});

test('a folder is checked where it is dropped', async () => {
  const { page } = await stage.scene(here);
  const drag = (detail: object) =>
    page.evaluate((what) => dispatchEvent(new CustomEvent('folderdrag', { detail: what })), detail);
  await page.getByRole('heading', { name: 'Check the source of an External Client App' }).waitFor();
  await drag({ over: true, drops: 0, path: null });
  await page.getByText('Drop the folder to check it').waitFor();
  await drag({ over: false, drops: 1, path: '/projects/clean' });
  await page.getByRole('heading', { name: 'Nothing to fix' }).waitFor();
  expect(await page.getByText('Drop the folder to check it').count()).toBe(0);
  expect(await page.getByRole('textbox', { name: 'Folder' }).inputValue()).toBe('/projects/clean');
});

test('a folder is chosen in the system’s own dialog', async () => {
  const { page } = await stage.scene(here);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByText('6 errors').first().waitFor();
  expect(await page.getByRole('textbox', { name: 'Folder' }).inputValue()).toBe('/projects/larkfield-eca');
});

test('the report is copied as text, with every place and fix', async () => {
  const { page } = await stage.scene(here);
  await check(page, broken);
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await page.getByText('Copied', { exact: true }).first().waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(
    'app/extlClntAppOauthSettings/Orgkeep_oauth.ecaOauth-meta.xml:6:1: error: oauthLink is missing',
  );
  expect(text).toContain('Fix: Retrieve the settings from the Dev Hub');
  expect(text).toContain('6 errors, 1 warning, 10 rules kept');
});

test('what was found is there again after another page, and another pattern checks again', async () => {
  const { page } = await stage.scene(here);
  await check(page, broken);
  await page.getByRole('option', { name: /Secret in a file/ }).click();
  await page.getByRole('link', { name: 'Help' }).click();
  await page.getByRole('link', { name: 'Blueprints' }).click();
  await page.getByRole('region', { name: 'Finding' }).getByRole('heading', { name: 'Secret in a file' }).waitFor();
  await page.getByLabel(/^Pattern: /).click();
  await page.getByRole('option', { name: 'Plain, one org' }).click();
  await page.getByText('Follows Plain, one org').waitFor();
});

test('findings fit at 200 %', async () => {
  const { page } = await stage.scene({ ...here, size: { width: 590, height: 380 } });
  await check(page, broken);
  await page.getByRole('option').first().waitFor();
  await picture(page, 'check-zoomed');
  await expectFitting(page);
});
