import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, type Opened, orgTable, picture, type Scene, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

async function read(page: Page, text: string, title: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Address or text from the browser' });
  await field.fill(text);
  await page.keyboard.press('Enter');
  await page.getByText(title, { exact: true }).waitFor();
}

function reading(text: string, title: string): NonNullable<Scene['act']> {
  return ({ page }: Opened) => read(page, text, title);
}

/** Everything has been checked. */
async function checked({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'Check again' }).waitFor();
  await page.getByText(/^Orgkeep diagnostics/).waitFor();
}

const help = { query: 'scene=list', hash: '#/help' };
const settings = { query: 'scene=list', hash: '#/settings/diagnostics' };

const scenes: Scene[] = [
  { name: 'help', ...help },
  { name: 'help-told', ...help, act: reading('INVALID_LOGIN', 'User name, password or security token is wrong') },
  { name: 'help-callback', ...help, act: reading('http://localhost:33333/?code=x', 'This is a callback address') },
  {
    name: 'help-sign-in',
    query: 'scene=running',
    hash: '#/help',
    act: reading('OAUTH_EC_APP_NOT_FOUND', 'The app belongs to another org'),
  },
  { name: 'diagnostics', ...settings, act: checked },
  { name: 'diagnostics-broken', query: 'scene=list&computer=broken', hash: '#/settings/diagnostics', act: checked },
  { name: 'diagnostics-checking', query: 'scene=list&delay=60000', hash: '#/settings/diagnostics' },
  { name: 'diagnostics-locked', query: 'scene=locked', hash: '#/settings/diagnostics', act: checked },
];

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}

test('Help reads what was pasted, keeps nothing of it, and leads to the sign-in that runs', async () => {
  const { page } = await stage.scene({ query: 'scene=running', hash: '#/help' });
  await read(page, 'http://localhost:33333/?code=secret-code', 'This is a callback address');
  expect(await page.content()).not.toContain('secret-code');
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Go to the sign-in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in with your browser' }).waitFor();
});

test('what was typed and not read does not come back', async () => {
  const { page } = await stage.scene(help);
  await page.getByRole('textbox').fill('http://localhost:33333/?code=secret-code');
  await page.getByRole('link', { name: 'Orgs' }).click();
  await orgTable(page).waitFor();
  await page.getByRole('link', { name: 'Help' }).click();
  expect(await page.getByRole('textbox').inputValue()).toBe('');
});

test('Diagnostics names three broken things at once, each with its fix', async () => {
  const { page } = await stage.scene({ query: 'scene=list&computer=broken', hash: '#/settings/diagnostics' });
  await page.getByRole('status').getByText('3 things to fix.').waitFor();
  const broken = page.getByRole('listitem').filter({ hasText: 'To fix' });
  expect(await broken.count()).toBe(3);
  await broken.getByText('Close that program.').waitFor();
  await broken.getByText('Start GNOME Keyring or KWallet').waitFor();
  await broken.getByText('chmod -R go= "$HOME/.local/share/orgkeep"').waitFor();
});

test('the report is copied exactly as it is shown', async () => {
  const { page } = await stage.scene(settings);
  await page.getByRole('button', { name: 'Copy report' }).click();
  await page.getByRole('button', { name: 'Report copied' }).waitFor();
  const shown = await page.getByRole('region', { name: 'The report, exactly as it is copied' }).textContent();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
});

test('checking again keeps the lines while it checks', async () => {
  const { page } = await stage.scene({ query: 'scene=list&delay=400', hash: '#/settings/diagnostics' });
  await page.getByText('SQLite 3.53.1.').waitFor();
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByRole('status').getByText('Checking').waitFor();
  expect(await page.getByText('SQLite 3.53.1.').isVisible()).toBe(true);
  await page.getByRole('status').getByText('Nothing to fix.').waitFor();
});

test('a diagnosis that fails is told, and can be tried again', async () => {
  const { page } = await stage.scene({ query: 'scene=list&fail=diagnose:internal', hash: '#/settings/diagnostics' });
  await page.getByText('Orgkeep made a mistake').waitFor();
  expect(await page.getByRole('button', { name: 'Check again' }).isEnabled()).toBe(true);
});

test('a locked vault leads from Diagnostics to why it is locked', async () => {
  const { page } = await stage.scene({ query: 'scene=locked', hash: '#/settings/diagnostics' });
  await page.getByRole('button', { name: 'Vault locked' }).click();
  await page.getByRole('heading', { level: 1, name: 'The system keyring is locked' }).waitFor();
});

// The usual window at 200 %.
const zoomed = { width: 590, height: 380 };

test.each([
  ['help', 'scene=list', '#/help'],
  ['diagnostics', 'scene=list&computer=broken', '#/settings/diagnostics'],
])('%s fits at 200 %%', async (name, query, hash) => {
  const { page } = await stage.scene({ query, hash, size: zoomed });
  await picture(page, `${name}-zoomed`);
  await expectFitting(page);
});
