import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

test('the menu of a row gives the focus back, and copies', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list' });
  await page.getByRole('row', { name: 'Brightwater Partial' }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Copy username' }).waitFor();
  await page.keyboard.press('Escape');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('More for Brightwater Partial');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Copy username' }).click();
  await page.getByText('Username copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('orgkeep@brightwater.org.partial');
  expect(complaints).toEqual([]);
});

test('the menu of a row tests it, and the row and the strip tell what was found', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list&test=userInactive' });
  const strip = page.getByRole('group', { name: 'By status' });
  expect(await strip.getByRole('button', { name: 'User inactive' }).count()).toBe(0);
  await page.getByRole('button', { name: 'More for Brightwater Partial' }).click();
  await page.getByRole('menuitem', { name: 'Test connection' }).click();
  await page.getByRole('row', { name: 'Brightwater Partial' }).getByText('User inactive').waitFor();
  await strip.getByRole('button', { name: '1 User inactive' }).waitFor();
  expect(complaints).toEqual([]);
});

test('the menu of a row opens the org, copies its address and leads to a new sign-in', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list' });
  const menu = page.getByRole('button', { name: 'More for Brightwater Partial' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Open org' }).click();
  await page.getByText('The browser opens the org').waitFor();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Copy URL' }).click();
  await page.getByText('URL copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'https://brightwater--partial.sandbox.my.salesforce.com',
  );
  await menu.click();
  await page.getByRole('menuitem', { name: 'Reauthenticate' }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe('#/reauthenticate/connection-0');
  expect(complaints).toEqual([]);
});

test('what cannot be done with a row stands in its menu with the reason', async () => {
  const hub = await stage.scene({ query: 'scene=devHub&scopes=noweb' });
  await hub.page.getByRole('button', { name: 'More for Larkfield Dev Hub' }).click();
  const item = (name: string | RegExp) => hub.page.getByRole('menuitem', { name });
  expect(await item(/^Reauthenticate/).getAttribute('aria-disabled')).toBe('true');
  expect(await item(/^Reauthenticate/).textContent()).toContain('stays as it was registered');
  expect(await item(/^Open org/).getAttribute('aria-disabled')).toBe('true');
  expect(await item(/^Open org/).textContent()).toContain('web');
  expect(await item('Test connection').getAttribute('aria-disabled')).not.toBe('true');

  const password = await stage.scene({ query: 'scene=legacy' });
  await password.page.getByRole('button', { name: 'More for Brightwater Partial' }).click();
  const open = password.page.getByRole('menuitem', { name: 'Open org' });
  expect(await open.textContent()).toContain('needs a sign-in through an app');
});

test('a filter shows what it leaves, and everything can be brought back', async () => {
  const { page } = await stage.scene({ query: 'scene=list' });
  await page.getByRole('group', { name: 'By status' }).getByRole('button', { name: 'Sign in again' }).click();
  await page.getByText('1 of 11 orgs').waitFor();
  await page.getByRole('searchbox').fill('production');
  await page.getByText('No org matches').waitFor();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await page.getByText('11 orgs', { exact: true }).waitFor();
});

test('each part of the strip leaves exactly the rows that say the same', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  const parts = page.getByRole('group', { name: 'By status' }).getByRole('button');
  const said = await parts.allTextContents();
  expect(said.map((text) => text.replace(/^\d+/, ''))).toEqual([
    'Connected',
    'Sign in again',
    'App blocked',
    'User inactive',
    'Unreachable',
  ]);
  for (const [index, text] of said.entries()) {
    const [, count, name] = /^(\d+)(.*)$/.exec(text) ?? [];
    await parts.nth(index).click();
    await page.getByText(`${count} of 36 orgs`).waitFor();
    const words = page.locator('.table__row--org:not(.table__row--family) .status');
    if (Number(count) < 10) await expect.poll(() => words.count()).toBe(Number(count));
    for (const word of await words.allTextContents()) expect(word).toContain(name);
    await parts.nth(index).click();
  }
  expect(complaints).toEqual([]);
});

test('orgs that come to their end say when, and stand under what ends soon', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('searchbox').fill('scratch');
  await page.getByRole('row', { name: 'Scratch clever fox' }).getByText('Org ends in 2 d').waitFor();
  await page.getByRole('row', { name: 'Scratch brave otter' }).getByText('Org has ended').waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Ending soon' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('3 of 36 orgs').waitFor();
});

test('the head of a family tells what its rows tell', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet' });
  const head = page.locator('.table__row--family', { hasText: 'cobaltenergy' });
  await head.getByText('App blocked').waitFor();
  expect(await head.textContent()).toMatch(/1\s*Sign in again.*1\s*App blocked/);
});

test('removing a production org wants its name, and hands over a receipt', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list' });
  await page.getByRole('button', { name: 'More for Larkfield Production' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const remove = page.getByRole('button', { name: 'Remove', exact: true });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: /type the connection/ }).fill('Larkfield Production');
  await remove.click();
  await page.getByText('Larkfield Production removed and revoked').waitFor();
  await page.getByText('10 orgs', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('a connection is removed from its details, which leads back to the list', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list', hash: '#/orgs/connection-3' });
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('10 orgs', { exact: true }).waitFor();
  await page.getByText('Salesforce confirmed that the tokens are dead.').waitFor();
  expect(complaints).toEqual([]);
});

test('renaming shows the new name, and a refused one says so at the field', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash: '#/orgs/connection-1' });
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('Brightwater Live');
  await page.getByText('Other', { exact: true }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Brightwater Live' }).waitFor();

  const refused = await stage.scene({
    query: 'scene=list&fail=relabel_connection:invalid',
    hash: '#/orgs/connection-1',
  });
  await refused.page.keyboard.press('F2');
  await refused.page.getByRole('textbox', { name: 'Name' }).fill('');
  await refused.page.keyboard.press('Enter');
  await refused.page.getByRole('alert').getByText('This name cannot be used').waitFor();
});

test('an unfinished registration is continued or discarded, an untouched one is used again', async () => {
  const { page } = await stage.scene({ query: 'scene=drafts' });
  await page.getByRole('button', { name: 'Discard Brightwater Hotfix' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByText('1 registration not finished').waitFor();
  await page.getByRole('button', { name: 'Continue Larkfield Sandbox QA' }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe('#/register/draft-1');
});

test('revocations that are not confirmed can be tried again', async () => {
  const { page } = await stage.scene({ query: 'scene=unconfirmed' });
  await page.getByRole('button', { name: 'Retry now' }).click();
  await expect.poll(() => page.getByText('not confirmed as revoked').count()).toBe(0);
});

test('nobody has to wait for a host that is gone', async () => {
  const { page } = await stage.scene({ query: 'scene=unconfirmed&replaced' });
  const lines = page.getByRole('button', { name: 'Stop trying for' });
  await lines.first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep trying' }).click();
  await expect.poll(() => lines.count()).toBe(2);
  await lines.first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop trying' }).click();
  await page.getByText('1 old sign-in is not confirmed as revoked').waitFor();
});

test('a token that a newer sign-in replaced is not told as that of a removed connection', async () => {
  const { page } = await stage.scene({ query: 'scene=unconfirmed&replaced' });
  await page.getByText('2 old sign-ins are not confirmed as revoked').waitFor();
  await page.getByText('replaced by a newer sign-in').waitFor();
  await page.getByText('connection removed').waitFor();
});

test('a revocation whose host asks to wait says until when', async () => {
  const { page } = await stage.scene({ query: 'scene=unconfirmed&paused' });
  await page.getByText('next try').waitFor();
  await page.getByText('in 10 min').first().waitFor();
});

test('a host that asks to wait is named, its connections are left out, and its org says until when', async () => {
  const { page } = await stage.scene({ query: 'scene=paused' });
  await page.getByText('asks not to be asked for now').waitFor();
  await page.getByRole('button', { name: 'Test all' }).click();
  await page.getByText('1 not asked: Salesforce asks to wait').waitFor();
  const { page: details } = await stage.scene({ query: 'scene=paused', hash: '#/orgs/connection-0' });
  await details.getByText('Salesforce may be asked again').waitFor();
});

test('a token that is not stored is told of on every page, and why the window stayed open', async () => {
  for (const hash of ['', '#/orgs/connection-0', '#/settings', '#/activity', '#/register/draft-1']) {
    const { page } = await stage.scene({ query: 'scene=unsaved', hash });
    const notice = page.getByRole('status').filter({ hasText: 'Do not quit: a new token is not stored yet' });
    await notice.getByText('The disk is full. Free some space').waitFor();
  }
  const { page } = await stage.scene({ query: 'scene=unsaved&closing' });
  await page.getByText('Orgkeep stays open: a new token is not stored yet').waitFor();
  await page.getByText('Closing the window once more ends Orgkeep').waitFor();
});

test('at 200 % zoom everything is still reached', async () => {
  for (const [query, hash] of [
    ['scene=drafts', ''],
    ['scene=empty', ''],
    ['scene=locked', ''],
    ['scene=list', '#/orgs/connection-0'],
  ] as const) {
    for (const size of [
      { width: 590, height: 380 },
      { width: 450, height: 300 },
    ]) {
      const { page } = await stage.scene({ query, hash, size });
      await expectFitting(page);
    }
  }
});
