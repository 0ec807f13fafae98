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

test('practice is entered from the empty list and left from the banner', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=empty' });
  await page.getByRole('button', { name: 'Try it with a practice org' }).click();
  await page.getByText('Nothing here is real.').waitFor();
  await page.getByRole('button', { name: 'Leave practice' }).click();
  await orgTable(page).waitFor();
  expect(await page.getByText('Nothing here is real.').count()).toBe(0);
  expect(complaints).toEqual([]);
});
