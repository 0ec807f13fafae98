import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, orgTable, picture, type Scene, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const here = { query: 'scene=list', hash: '#/blueprints/source' };

async function take(page: Page, blueprint: string, pattern: string): Promise<void> {
  await page.getByLabel(/^Blueprint: /).click();
  await page.getByRole('option', { name: blueprint, exact: true }).click();
  await page.getByRole('radio', { name: pattern }).check();
}

async function linked(page: Page, folder: string): Promise<void> {
  await take(page, 'Backup', 'Pattern 1, packaged');
  await page.getByRole('textbox', { name: /orgScopedExternalApp/ }).fill('00D5g00000ABCDE:Larkfield_Backup');
  await page
    .getByRole('textbox', { name: /oauthLink/ })
    .fill(
      '<ExtlClntAppOauthSettings><oauthLink>00D5g00000ABCDE:8885g0000000XYZ</oauthLink></ExtlClntAppOauthSettings>',
    );
  await page.getByRole('textbox', { name: 'Folder' }).fill(folder);
}

const write = (page: Page) => page.getByRole('button', { name: /^Write \d+ files/ });

const scenes: Scene[] = [
  { name: 'source-nothing', ...here },
  {
    name: 'source-chooser',
    ...here,
    act: async ({ page }) => {
      await page.getByText('Which pattern fits?').click();
      await page.getByRole('checkbox', { name: /test side/ }).check();
      await page.getByRole('checkbox', { name: /rotated in one place/ }).check();
      await page.getByText('Recommended: Dual').waitFor();
    },
  },
  {
    name: 'source-refused',
    ...here,
    act: async ({ page }) => {
      await take(page, 'Backup and release', 'Pattern 1, packaged');
      await page.getByText('still needed').waitFor();
      await page.getByRole('textbox', { name: /oauthLink/ }).fill('here');
      await page.keyboard.press('Tab');
      await page.getByText('Paste the two files').nth(1).waitFor();
    },
  },
  {
    name: 'source-dual',
    ...here,
    act: async ({ page }) => {
      await take(page, 'Backup', 'Dual, production and below');
      await page.getByRole('textbox', { name: 'Callback URLs below production' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'source-products',
    ...here,
    act: async ({ page }) => {
      await take(page, 'Straight from products', 'Plain, one org');
      await page.getByRole('checkbox', { name: /AutoRABIT Vault/ }).check();
      await page.getByRole('textbox', { name: 'Contact Email' }).waitFor();
    },
  },
  {
    name: 'source-ready',
    ...here,
    act: async ({ page }) => {
      await linked(page, '~/projects/eca');
      await write(page).waitFor();
    },
  },
  {
    name: 'source-replaces',
    ...here,
    act: async ({ page }) => {
      await linked(page, '~/projects/larkfield-eca');
      await page.getByText('1 file there has another text').waitFor();
    },
  },
  {
    name: 'source-written',
    ...here,
    act: async ({ page }) => {
      await linked(page, '~/projects/eca');
      await write(page).click();
      await page.getByText('Run next, in this order').waitFor();
    },
  },
];

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}

test('the answers choose the pattern until the person does, and say what is given up', async () => {
  const { page, complaints } = await stage.scene(here);
  await page.getByText('Which pattern fits?').click();
  await page.getByRole('checkbox', { name: /share one key/ }).check();
  await expect.poll(() => page.getByRole('radio', { name: 'Pattern 1, packaged' }).isChecked()).toBe(true);
  await page.getByRole('checkbox', { name: /key and secret of its own/ }).check();
  await expect.poll(() => page.getByRole('radio', { name: 'Pattern 2' }).isChecked()).toBe(true);
  await page.getByRole('status').getByText('Shall all orgs share one key and secret?').waitFor();
  await page.getByRole('radio', { name: 'Plain, one org' }).check();
  await page.getByRole('checkbox', { name: /share one key/ }).uncheck();
  await page.getByText('Does not go together with it:').waitFor({ state: 'hidden' });
  expect(await page.getByRole('radio', { name: 'Plain, one org' }).isChecked()).toBe(true);
  expect(complaints).toEqual([]);
});

test('what is missing stands in a list, and each leads to its place, which then says it too', async () => {
  const { page } = await stage.scene(here);
  await take(page, 'Backup', 'Pattern 1, packaged');
  const fault = 'Paste the two files that were retrieved from the Dev Hub, or the values in them.';
  const line = page.getByRole('listitem').filter({ hasText: fault });
  await line.waitFor();
  expect(await page.getByText(fault).count()).toBe(1);
  await line.getByRole('button', { name: 'Go there' }).click();
  await expect.poll(() => page.getByText(fault).count()).toBe(2);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
});

test('an incomplete blueprint leads to itself', async () => {
  const { page } = await stage.scene(here);
  await take(page, 'Backup and release', 'Plain, one org');
  await page.getByText('This blueprint is not complete').waitFor();
  await page.getByRole('button', { name: 'Open the blueprint' }).click();
  await page.getByRole('heading', { level: 1, name: 'Backup and release' }).waitFor();
});

test('the files are looked at before they are written, then checked', async () => {
  const { page, complaints } = await stage.scene(here);
  await linked(page, '~/projects/eca');
  await write(page).waitFor();
  await page.getByRole('treeitem', { name: /Larkfield_Backup_oauth\.ecaOauth/ }).click();
  await page.getByText('<oauthLink>00D5g00000ABCDE:8885g0000000XYZ</oauthLink>').waitFor();
  await write(page).click();
  await page.getByRole('heading', { name: /files written/ }).waitFor();
  await page.getByRole('button', { name: 'Copy command 2' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('sfp build');
  await page.getByRole('button', { name: 'Back to the files' }).click();
  await page.getByRole('button', { name: 'Everything is there already' }).waitFor();
  await page.getByRole('textbox', { name: 'Folder' }).fill('~/projects/clean');
  await write(page).click();
  await page.getByRole('button', { name: 'Check these files' }).click();
  await page.getByRole('heading', { name: 'Nothing to fix' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a file that would be replaced is shown first, with its difference', async () => {
  const { page } = await stage.scene(here);
  await linked(page, '~/projects/larkfield-eca');
  await page.getByRole('button', { name: /, replace 1$/ }).waitFor();
  const file = page.getByRole('region', { name: 'README.md' });
  await file.getByText('Removed: Ask Nora before you deploy this.').waitFor();
  await file.getByRole('radio', { name: 'New text' }).click();
  await file.getByText('The order is always app, OAuth, policies.').waitFor();
});

test('a folder that has changed since is not written to, and is looked at again', async () => {
  const { page } = await stage.scene(here);
  await linked(page, '~/busy');
  await write(page).click();
  await page.getByText('It has changed meanwhile').waitFor();
  await write(page).click();
  await page.getByRole('heading', { name: /files written/ }).waitFor();
});

test('the tree is moved through by keyboard: folders close and open, files are shown', async () => {
  const { page } = await stage.scene(here);
  await linked(page, '~/projects/eca');
  await write(page).waitFor();
  const rows = page.getByRole('treeitem');
  const all = await rows.count();
  await rows.first().focus();
  await page.keyboard.press('ArrowLeft');
  expect(await rows.count()).toBeLessThan(all);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => rows.count()).toBe(all);
  await page.keyboard.press('End');
  await page.getByRole('region', { name: 'sfdx-project.json' }).waitFor();
  expect(await page.locator('[role=treeitem][tabindex="0"]').count()).toBe(1);
});

test('what was typed is there again after another page', async () => {
  const { page } = await stage.scene(here);
  await linked(page, '~/projects/eca');
  await page.getByRole('link', { name: 'Orgs' }).click();
  await orgTable(page).waitFor();
  await page.getByRole('link', { name: 'Blueprints' }).click();
  await write(page).waitFor();
  expect(await page.getByRole('textbox', { name: /orgScopedExternalApp/ }).inputValue()).toContain('Larkfield_Backup');
});

test('answers that were given here become a blueprint', async () => {
  const { page } = await stage.scene(here);
  await take(page, 'Straight from products', 'Plain, one org');
  await page.getByRole('textbox', { name: 'Contact Email' }).fill('team@larkfield.example');
  await page.getByRole('button', { name: 'Keep these answers as a blueprint' }).click();
  await page.getByLabel('Blueprint: Blueprint').waitFor();
  await page.getByRole('tab', { name: 'Mine 3' }).waitFor();
});

test('source files fit at 200 %', async () => {
  const { page } = await stage.scene({ ...here, size: { width: 590, height: 380 } });
  await linked(page, '~/projects/larkfield-eca');
  await page.getByRole('button', { name: /, replace 1$/ }).waitFor();
  await picture(page, 'source-zoomed');
  await expectFitting(page);
});
