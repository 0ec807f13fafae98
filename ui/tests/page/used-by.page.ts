import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, Stage, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const hash = '#/orgs/connection-0';

async function usedBy({ page }: Opened): Promise<void> {
  await page.getByRole('tab', { name: /^Used by/ }).click();
}

/** Opens the tab, then presses a button. */
function press(name: string): (opened: Opened) => Promise<void> {
  return async (opened) => {
    await usedBy(opened);
    await opened.page.getByRole('button', { name, exact: true }).click();
    await opened.page.getByRole('dialog').waitFor();
  };
}

const scenes: Scene[] = [
  { name: 'used-by', query: 'scene=move', hash, act: usedBy },
  { name: 'used-by-none', query: 'scene=move&unused', hash, act: usedBy },
  { name: 'used-by-edit', query: 'scene=move', hash, act: press('Edit Weekly backup') },
  { name: 'used-by-import', query: 'scene=move', hash, act: press('Import a list…') },
  {
    name: 'used-by-removal',
    query: 'scene=move',
    hash,
    act: async ({ page }) => {
      await page.getByRole('heading', { level: 1 }).press('Delete');
      await page.getByText('6 things depend on it').waitFor();
    },
  },
];

test.each(scenes)('$name is accessible and fits', (scene) => lookAt(stage, scene));

test('what uses a connection is added, changed and taken off', async () => {
  const opened = await stage.scene({ query: 'scene=move&unused', hash });
  const { page, complaints } = opened;
  await press('Add')(opened);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Job' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Weekly backup');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Used by 1' }).waitFor();
  await page.getByRole('button', { name: 'Edit Weekly backup' }).click();
  await dialog.getByRole('textbox', { name: 'Tool' }).fill('Vault');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Weekly backup' }).getByText('Vault').waitFor();
  await page.getByRole('button', { name: 'Remove Weekly backup' }).click();
  await dialog.getByRole('button', { name: 'Take off' }).click();
  await page.getByText('Nothing is listed here yet').waitFor();
  expect(complaints).toEqual([]);
});

test('a list is shown before it is taken, with each line that cannot be', async () => {
  const opened = await stage.scene({ query: 'scene=move', hash });
  const { page } = opened;
  await press('Import a list…')(opened);
  await page.getByText('3 lines cannot be taken').waitFor();
  await page.getByText('Line 5: No connection has this name.').waitFor();
  await page.getByRole('button', { name: 'Add 3 entries' }).click();
  await page.getByText('0 entries added').waitFor();
  await page.getByText('3 were listed already.').waitFor();
});

test('choosing no file changes nothing', async () => {
  const opened = await stage.scene({ query: 'scene=move&file=none', hash });
  await usedBy(opened);
  await opened.page.getByRole('button', { name: 'Import a list…' }).click();
  await opened.page.getByRole('button', { name: 'Import a list…' }).and(opened.page.locator(':enabled')).waitFor();
  expect(await opened.page.getByRole('dialog').count()).toBe(0);
});
