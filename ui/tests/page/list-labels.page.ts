import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

test('several orgs get a tag and an owner in one go, and what differs stays', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('row', { name: 'Brightwater Production' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByText('They differ. What is not chosen stays as it is.').waitFor();
  const tags = page.getByRole('textbox', { name: 'Tags' });
  await tags.fill('EU, Payroll');
  await tags.press('Enter');
  await page.getByRole('button', { name: 'Remove the tag billing' }).click();
  await page.getByRole('textbox', { name: 'Owner' }).fill('Platform team');
  await page.getByRole('button', { name: 'Save' }).click();

  const production = page.getByRole('row', { name: 'Brightwater Production' });
  await production.getByText('EU', { exact: true }).waitFor();
  await production.getByText('release train').waitFor();
  await production.getByText('+1').waitFor();
  await production.getByText('Production', { exact: true }).waitFor();
  const billing = page.getByRole('row', { name: 'Brightwater Dev Billing' });
  await billing.getByText('Payroll').waitFor();
  expect(await billing.getByText('billing', { exact: true }).count()).toBe(0);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Platform team 2' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('2 selected').waitFor();
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await page.getByText('2 of 36 orgs').waitFor();
  expect(complaints).toEqual([]);
});

test('a tag that cannot be is told in the dialog, and nothing typed is lost', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('row', { name: 'Brightwater Production' }).focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Tags' }).fill('a tag that is much longer than thirty characters');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A tag has at most 30 characters').waitFor();
  expect(await page.getByRole('textbox', { name: 'Tags' }).inputValue()).toContain('much longer');
});

test('a filter is kept under a name, found again, and forgotten', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'ci' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save this filter' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Pipelines');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Pipelines', exact: true }).waitFor();

  await page.getByRole('button', { name: 'Tag: ci' }).click();
  await page.getByRole('menuitem', { name: 'Show all' }).click();
  await page.getByText('36 orgs', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Pipelines', exact: true }).click();
  await page.getByText('10 of 36 orgs').waitFor();
  await page.getByRole('button', { name: 'Pipelines', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Forget “Pipelines”' }).click();
  await page.getByRole('button', { name: 'View', exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('removing several wants the number of production orgs, and tells what became of all', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet&revocation=unconfirmed' });
  await page.getByRole('searchbox').fill('brightwater');
  await page.getByRole('row', { name: 'Brightwater Production' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByText('1 of them is a production org.').waitFor();
  const remove = page.getByRole('button', { name: 'Remove all of them' });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: /how many production orgs/ }).fill('2');
  expect(await remove.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: /how many production orgs/ }).fill('1');
  await remove.click();
  await page.getByText('5 connections removed').waitFor();
  await page.getByText('5 tokens as dead yet').waitFor();
  await page.getByText('No org matches').waitFor();
  expect(complaints).toEqual([]);
});

test('notes are kept while they are typed', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet', hash: '#/orgs/connection-3' });
  const notes = page.getByRole('textbox', { name: 'Notes about this connection' });
  await notes.fill('Frozen in May');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await page.getByRole('row', { name: 'Brightwater Integration' }).click();
  await expect.poll(() => notes.inputValue()).toBe('Frozen in May');
  expect(complaints).toEqual([]);
});

test('everything, or what is selected, is exported where the person chooses', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'As CSV' }).click();
  await page.getByText('/Documents/connections.csv').waitFor();
  await page.getByRole('row', { name: 'Brightwater Production' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'As JSON' }).click();
  await page.getByText('/Documents/connections.json').waitFor();
  expect(complaints).toEqual([]);
});
