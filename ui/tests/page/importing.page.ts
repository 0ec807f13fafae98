import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, Stage, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hash = '#/import';

function looking(button: string): (opened: Opened) => Promise<void> {
  return async ({ page }) => {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('heading', { name: 'What is there' }).waitFor();
  };
}

const inTheHome = looking('Look there');
const throughTheCli = looking('Look and ask sf');

const scenes: Scene[] = [
  { name: 'import', query: 'scene=list', hash },
  { name: 'import-locked', query: 'scene=locked', hash },
  { name: 'import-preview', query: 'scene=empty', hash, act: inTheHome },
  { name: 'import-list', query: 'scene=list', hash, act: looking('Choose file') },
  { name: 'import-no-key', query: 'scene=list&import=noKey', hash, act: inTheHome },
  { name: 'import-unusable', query: 'scene=list&import=unusable', hash, act: inTheHome },
  { name: 'import-nothing', query: 'scene=list&import=empty', hash, act: inTheHome },
  {
    name: 'import-no-folder',
    query: 'scene=list&import=folder',
    hash,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Look there' }).click();
      await page.getByText('The Salesforce CLI has nothing here').waitFor();
    },
  },
  {
    name: 'import-not-a-list',
    query: 'scene=list&import=notAList',
    hash,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Choose file' }).click();
      await page.getByText('the first line names no column login URL').waitFor();
    },
  },
  { name: 'import-through-cli', query: 'scene=list&sf=installed', hash },
  {
    name: 'import-asking-cli',
    query: 'scene=empty&sf=installed&delay=1500',
    hash,
    act: async (opened) => {
      await throughTheCli(opened);
      await opened.page.getByRole('button', { name: 'Import 7' }).click();
      await opened.page.getByText('Asking sf for 4 orgs').waitFor();
    },
  },
  {
    name: 'import-not-given',
    query: 'scene=empty&sf=installed',
    hash,
    act: async (opened) => {
      await throughTheCli(opened);
      await opened.page.getByRole('button', { name: 'Import 7' }).click();
      await opened.page.getByText('2 orgs did not come along').waitFor();
    },
  },
  {
    name: 'import-done',
    query: 'scene=empty',
    hash,
    act: async (opened) => {
      await inTheHome(opened);
      await opened.page.getByRole('checkbox', { name: 'Take the tokens of meridian-integration along' }).check();
      await opened.page.getByRole('button', { name: 'Import 7' }).click();
      await opened.page.getByRole('heading', { name: '7 orgs imported' }).waitFor();
    },
  },
];

test.each(scenes)('$name', async (scene) => {
  await lookAt(stage, scene);
});

test('from the list to the list: what comes in is not tested, and its drafts wait there', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list' });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await inTheHome({ page, complaints });
  await page.getByText('As Partner Developer Edition').waitFor();
  await page.getByText('3 connections, 3 drafts').waitFor();
  await page.getByRole('checkbox', { name: 'Import meridian-dev', exact: true }).uncheck();
  await page.getByRole('checkbox', { name: 'Take the tokens of meridian-uat along' }).uncheck();
  await page.getByText('1 connection, 4 drafts').waitFor();
  await page.getByRole('button', { name: 'Import 5' }).click();
  await page.getByRole('heading', { name: '5 orgs imported' }).waitFor();
  await page.getByRole('link', { name: 'meridian-hub' }).waitFor();
  await page.getByRole('button', { name: 'Go to list' }).click();
  await page.getByText('12 orgs', { exact: true }).waitFor();
  await page.getByText('4 registrations not finished').waitFor();
  const status = page.getByRole('row', { name: /meridian-hub/ }).locator('.status');
  expect(await status.textContent()).toContain('Not tested yet');
  expect(complaints).toEqual([]);
});

test('tokens that may rotate come only when somebody says so, and then the person is warned', async () => {
  const { page } = await stage.scene({ query: 'scene=empty' });
  await page.getByRole('button', { name: 'Import what exists' }).click();
  await inTheHome({ page, complaints: [] });
  await page.getByText('Tokens of an app of your own belong to one program').waitFor();
  const tokens = page.getByRole('checkbox', { name: 'Take the tokens of meridian-integration along' });
  expect(await tokens.isChecked()).toBe(false);
  await tokens.check();
  await page.getByText('5 connections, 2 drafts').waitFor();
  await page.getByRole('button', { name: 'Import 7' }).click();
  await page.getByText('Do not use these with the other program any more').waitFor();
});

test('without sf nobody is offered it', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash });
  await page.getByRole('heading', { name: 'A list of orgs' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Through the CLI itself' }).count()).toBe(0);
});

test('an import through sf can be stopped, and then nothing is imported', async () => {
  const { page } = await stage.scene({ query: 'scene=empty&sf=installed&delay=1500', hash });
  await throughTheCli({ page, complaints: [] });
  await page.getByText(/The tokens come from sf itself/).waitFor();
  await page.getByRole('button', { name: 'Import 7' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('It was stopped').waitFor();
  await page.getByRole('button', { name: 'Import 7' }).waitFor();
});

test('what is here already is told and not offered again', async () => {
  const { page } = await stage.scene({ query: 'scene=empty', hash });
  await inTheHome({ page, complaints: [] });
  await page.getByRole('button', { name: 'Import 7' }).click();
  await page.getByRole('button', { name: 'Import more' }).click();
  await inTheHome({ page, complaints: [] });
  await page.getByText('Nothing here can be imported any more.').waitFor();
  await page.getByText('As meridian-uat').waitFor();
  expect(await page.getByRole('checkbox').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
});

test('everything or nothing is chosen at once, and Nothing cannot be imported', async () => {
  const { page } = await stage.scene({ query: 'scene=empty', hash });
  await inTheHome({ page, complaints: [] });
  const all = page.getByRole('checkbox', { name: 'Choose everything that can be imported' });
  await all.click();
  await page.getByText('Nothing chosen').waitFor();
  expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'Import meridian-uat', exact: true }).check();
  expect(await all.evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
  await all.click();
  await page.getByRole('button', { name: 'Import 7' }).waitFor();
});

test('the keyboard alone imports: arrows move, Space chooses, and the focus is never lost', async () => {
  const { page } = await stage.scene({ query: 'scene=empty&import=many', hash });
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim() ?? '',
    );
  await page.getByRole('button', { name: 'Look there' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('What is there');
  await page.getByRole('button', { name: 'Import 2,000' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Choose everything that can be imported');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Import meridian-0001');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toBe('Import meridian-0002');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Import 1,999' }).waitFor();
  await page.keyboard.press('End');
  await expect.poll(focused).toBe('Import meridian-2000');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Take the tokens of meridian-2000 along');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Import 1,999');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('1,999 orgs imported');
});

test('a refused import says why and keeps what was chosen', async () => {
  const { page } = await stage.scene({ query: 'scene=empty&fail=run_import:vaultLocked', hash });
  await inTheHome({ page, complaints: [] });
  await page.getByRole('checkbox', { name: 'Import meridian-uat', exact: true }).uncheck();
  await page.getByRole('button', { name: 'Import 6' }).click();
  await page.getByText('The vault is locked').waitFor();
  await page.getByRole('button', { name: 'Import 6' }).waitFor();
});

test('at 200 % zoom everything is still reached', async () => {
  for (const size of [
    { width: 590, height: 380 },
    { width: 450, height: 300 },
  ]) {
    const { page } = await stage.scene({ query: 'scene=empty', hash, size });
    await expectFitting(page);
    await inTheHome({ page, complaints: [] });
    await expectFitting(page);
    await page.getByRole('checkbox', { name: 'Take the tokens of meridian-uat along' }).uncheck();
  }
});

test('in the practice window nothing real is taken over', async () => {
  const { page } = await stage.scene({ query: 'scene=practice' });
  await page.getByRole('button', { name: 'Register a practice org' }).waitFor();
  expect(await page.getByRole('button', { name: 'Import what exists' }).count()).toBe(0);
});

test('other apps of a user are named, and that they are not imported', async () => {
  const opened = await stage.scene({ query: 'scene=empty', hash });
  await inTheHome(opened);
  await opened.page.getByText('+ 2 apps').waitFor();
  await opened.page.getByTitle('not imported: datacloud, release-bot.').waitFor();
});
