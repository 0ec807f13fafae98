import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { orgTable, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

test('a locked keyring can be looked past, changes nothing, and opens', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=locked' });
  await page.getByRole('button', { name: 'Show orgs without unlocking' }).click();
  await orgTable(page).waitFor();
  expect(await page.getByRole('button', { name: 'Register org' }).count()).toBe(0);
  await page.getByRole('button', { name: 'More for Larkfield UAT' }).click();
  expect(await page.getByRole('menuitem', { name: 'Remove' }).getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await page.getByRole('button', { name: 'Unlock keyring' }).click();
  await page.getByRole('button', { name: 'Register org' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a wrong passphrase is refused in words, and nothing of it stays in the page', async () => {
  const { page } = await stage.scene({ query: 'scene=locked&reason=passphraseNeeded' });
  const field = page.getByLabel('Passphrase', { exact: true });
  await field.fill('not the right one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('That is not the passphrase').waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await page.content()).not.toContain('not the right one');
  await field.fill('correct horse battery');
  await page.getByRole('button', { name: 'Open the vault' }).click();
  await page.getByText('Vault open').waitFor();
});

test('a new passphrase is typed two times, the same', async () => {
  const { page } = await stage.scene({ query: 'scene=locked&reason=noKeyYet' });
  await page.getByLabel('New passphrase').fill('correct horse battery');
  await page.getByLabel('The same again').fill('correct horse cavalry');
  await page.getByRole('button', { name: 'Use this passphrase' }).click();
  await page.getByText('The two are not the same').waitFor();
  await page.getByLabel('New passphrase').fill('correct horse battery');
  await page.getByLabel('The same again').fill('correct horse battery');
  await page.getByRole('button', { name: 'Use this passphrase' }).click();
  await page.getByRole('button', { name: 'Register your first org' }).waitFor();
});

test('a keyring that answers at once is not mentioned; a slow one is, with the time', async () => {
  const { page } = await stage.scene({ query: 'scene=opening' });
  await orgTable(page).waitFor();
  await page.getByText('Until it answers, nothing can be changed.').waitFor();
  await page.getByRole('button', { name: 'Waiting for keyring' }).click();
  await page.getByText(/Waiting for \d+ s/).waitFor();
});

test('a damaged store is put aside, and leads to its place and to the backups', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=unusable&reason=damaged' });
  await page.getByRole('button', { name: 'Put it aside' }).click();
  await page.getByText('Not a byte of it is changed').waitFor();
  await page.getByRole('button', { name: 'Put aside and begin anew' }).click();
  await page.getByText('orgkeep-damaged-20261122-091500.db').waitFor();
  await page.getByRole('button', { name: 'Restore a backup' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByText('Vault open').waitFor();
  expect(complaints).toEqual([]);
});

test('a store that cannot be put aside stays, and the screen with it', async () => {
  const { page } = await stage.scene({ query: 'scene=unusable&reason=damaged&fail=set_store_aside:store' });
  await page.getByRole('button', { name: 'Put it aside' }).click();
  await page.getByRole('button', { name: 'Put aside and begin anew' }).click();
  await page.getByRole('heading', { level: 1, name: 'The store is damaged' }).waitFor();
  await page.getByRole('status').getByText('The store').first().waitFor();
});

test('only a damaged store is put aside', async () => {
  const { page } = await stage.scene({ query: 'scene=unusable&reason=inaccessible' });
  await page.getByRole('heading', { level: 1, name: 'The store cannot be opened here' }).waitFor();
  expect(await page.getByRole('button', { name: 'Put it aside' }).count()).toBe(0);
});

test('practice is entered from the empty list and left from the banner', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=empty' });
  await page.getByRole('button', { name: 'Try it with a practice org' }).click();
  await page.getByText('Nothing here is real.').waitFor();
  await page.getByRole('button', { name: 'Leave practice' }).click();
  await orgTable(page).waitFor();
  expect(await page.getByText('Nothing here is real.').count()).toBe(0);
  expect(complaints).toEqual([]);
});
