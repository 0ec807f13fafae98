import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, Stage, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const vault = (query: string) => ({ query, hash: '#/settings/vault' });
const right = 'correct horse battery';
const key = '7k3qw 0m4ta zz1p8 h5n2e 9rx6v b3d7g q8s1j c4y0f';

function pressing(name: string): NonNullable<Scene['act']> {
  return async ({ page }) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').waitFor();
  };
}

const scenes: Scene[] = [
  { name: 'care', ...vault('scene=list') },
  { name: 'care-sheet-and-lost', ...vault('scene=passphrase&sheet=1&lost=1') },
  { name: 'care-locked', ...vault('scene=locked&reason=keyForgotten') },
  { name: 'care-practice', ...vault('scene=practice') },
  { name: 'care-rotate', ...vault('scene=list&sheet=1'), act: pressing('Make a new vault key') },
  { name: 'care-passphrase', ...vault('scene=passphrase'), act: pressing('Change passphrase') },
  { name: 'care-revoke', ...vault('scene=list&sheet=1'), act: pressing('Revoke') },
  { name: 'care-give-up', ...vault('scene=list&lost=1'), act: pressing('Delete them') },
  { name: 'care-backup', ...vault('scene=list'), act: pressing('Save backup') },
  { name: 'care-restore', ...vault('scene=list'), act: pressing('Restore from backup') },
  {
    name: 'care-restore-preview',
    ...vault('scene=list'),
    act: async (opened) => {
      await pressing('Restore from backup')(opened);
      await opened.page.getByLabel('Passphrase of the backup').fill(right);
      await opened.page.keyboard.press('Enter');
      await opened.page.getByText('3 connections').waitFor();
    },
  },
  { name: 'care-recover', query: 'scene=locked&reason=keyForgotten', act: pressing('Use recovery sheet') },
  { name: 'care-start-over', query: 'scene=locked&reason=keyForgotten', act: pressing('Start over with a new key') },
];

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}

test('the key moves to a passphrase, which is asked for before it changes', async () => {
  const { page, complaints } = await stage.scene(vault('scene=list'));
  await page.getByRole('button', { name: 'Use a passphrase' }).click();
  await page.getByLabel('New passphrase').fill('too short');
  await page.getByLabel('The same again').fill('too short');
  await page.getByRole('button', { name: 'Use this passphrase' }).click();
  await page.getByRole('alert').getByText('at least 12 characters').waitFor();
  await page.getByLabel('New passphrase').fill(right);
  await page.getByLabel('The same again').fill(right);
  await page.keyboard.press('Enter');
  await page.getByText('Made from your passphrase').waitFor();
  await page.getByRole('button', { name: 'Use the system keyring' }).click();
  const current = page.getByLabel('Passphrase so far');
  await current.fill('another one entirely');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('That is not the passphrase').waitFor();
  expect(await current.inputValue()).toBe('');
  expect(await page.content()).not.toContain('another one entirely');
  await current.fill(right);
  await page.keyboard.press('Enter');
  await page.getByText('In the system keyring').waitFor();
  expect(complaints).toEqual([]);
});

test('the sheet is saved, said to be printed and revoked, and its key is nowhere in the page', async () => {
  const { page } = await stage.scene(vault('scene=list'));
  await page.getByRole('button', { name: 'Save recovery sheet' }).click();
  await page.getByText('then delete the file').waitFor();
  await page.getByText('Made on').waitFor();
  expect(await page.content()).not.toContain('7K3QW');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('There is no recovery sheet for this key.').waitFor();
});

test('a mistyped sheet is told by its group, and the right one opens the vault', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=locked&reason=keyForgotten' });
  await page.getByRole('button', { name: 'Use recovery sheet' }).click();
  const field = page.getByLabel('Recovery key');
  await field.fill(key.replace('h5n2e', 'h5n2f'));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Group 4 is mistyped').waitFor();
  await field.fill(key.slice(0, -1));
  await page.keyboard.press('Enter');
  await page.getByText('Some are missing').waitFor();
  await field.fill(key);
  await page.keyboard.press('Enter');
  await page.getByText('Vault open').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a vault starts over only for who types that they mean it', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=locked&reason=keyForgotten' });
  await page.getByRole('button', { name: 'Start over with a new key' }).click();
  const go = page.getByRole('button', { name: 'Start over', exact: true });
  expect(await go.isDisabled()).toBe(true);
  await page.getByLabel(/To go on, type/).fill('start');
  expect(await go.isDisabled()).toBe(true);
  await page.getByLabel(/To go on, type/).fill('start over');
  await go.click();
  await page.getByText('Sign in to your orgs again').waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('14 entries were sealed with a key that is lost').waitFor();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete them' }).click();
  await page.getByText('Values of a lost key').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('a backup is restored after a look at what comes in', async () => {
  const { page, complaints } = await stage.scene(vault('scene=list'));
  await page.getByRole('button', { name: 'Restore from backup' }).click();
  const field = page.getByLabel('Passphrase of the backup');
  await field.fill('not this one at all');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('That is not the passphrase of the backup').waitFor();
  await field.fill(right);
  await page.keyboard.press('Enter');
  await page.getByText('Oldtown Production').waitFor();
  await page.getByRole('button', { name: 'Bring in' }).click();
  await page.getByText('The backup is restored').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a damaged backup is told as such', async () => {
  const { page } = await stage.scene(vault('scene=list&fail=open_backup:backupDamaged'));
  await page.getByRole('button', { name: 'Restore from backup' }).click();
  await page.getByLabel('Passphrase of the backup').fill(right);
  await page.keyboard.press('Enter');
  await page.getByText('The backup is damaged').waitFor();
});
