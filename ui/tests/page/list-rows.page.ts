import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

test('ten thousand rows put a few dozen into the document, and a search narrows them at once', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=many&count=10000' });
  await page.getByText('10,000 orgs').waitFor();
  const rows = page.locator('.table__row--org');
  expect(await rows.count()).toBeLessThan(50);

  await page.locator('.table__scroll').evaluate((scroller) => {
    scroller.scrollTop = 300_000;
  });
  await expect.poll(() => page.locator('[aria-rowindex="6825"]').count()).toBe(1);
  expect(await rows.count()).toBeLessThan(50);

  const milliseconds = await page.getByRole('searchbox').evaluate(async (input: HTMLInputElement) => {
    const begin = performance.now();
    input.value = '04711';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - begin;
  });
  // One has it in its name, another in its id.
  await page.getByText('2 of 10,000 orgs').waitFor();
  console.info(`search in 10,000 rows, to the second frame: ${milliseconds.toFixed(0)} ms`);
  expect(complaints).toEqual([]);
});

test('the keyboard moves, opens, comes back to the same row and searches', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=many&count=500' });
  await page.locator('.table__row--org').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
  await expect.poll(focused).toBe(await page.getByRole('treegrid').getAttribute('aria-rowcount'));
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  const left = await focused();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(focused).toBe(left);

  await page.keyboard.press('/');
  await page.keyboard.type('hotfix');
  expect(await page.getByRole('searchbox').inputValue()).toBe('hotfix');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('searchbox').inputValue()).toBe('');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+k');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
  expect(complaints).toEqual([]);
});

test('a row that is scrolled away keeps the focus', async () => {
  const { page } = await stage.scene({ query: 'scene=many&count=2000' });
  await page.locator('.table__row--org').first().focus();
  await page.locator('.table__scroll').evaluate((scroller) => {
    scroller.scrollTop = 40_000;
  });
  await expect.poll(() => page.locator('[aria-rowindex="920"]').count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe('3');
});

test('rows are selected by keys and by clicks, and everything within the filter at once', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('row', { name: 'Brightwater Production' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  await page.getByRole('row', { name: 'Cobalt Energy Production' }).click({ modifiers: ['Shift'] });
  await page.getByText('6 selected').waitFor();
  await page.getByRole('checkbox', { name: 'Select Brightwater UAT' }).click();
  await page.getByText('5 selected').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('36 orgs', { exact: true }).waitFor();

  await page.getByRole('searchbox').fill('hotfix');
  await page.getByRole('row', { name: 'Larkfield Hotfix' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByText('2 selected').waitFor();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Favourite Larkfield Hotfix', pressed: true }).waitFor();
  await page.getByRole('button', { name: 'Favourite Cobalt Energy Hotfix', pressed: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('what is selected is tested, and nothing else', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('row', { name: 'Brightwater Production' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('2 selected').waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('2 connections tested').waitFor();
  expect(complaints).toEqual([]);
});

test('a family is folded by keys and by a click, and stays so until a filter looks into it', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  const head = page.getByRole('row', { name: 'brightwater', expanded: true });
  const production = page.getByRole('row', { name: 'Brightwater Production' });
  await head.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => production.count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await production.waitFor();
  await head.click();
  await expect.poll(() => production.count()).toBe(0);
  await page.getByRole('searchbox').fill('brightwater');
  await production.waitFor();
  expect(complaints).toEqual([]);
});

test('a column sorts, and once more the other way round; the families can be left', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Group by family' }).click();
  await page.keyboard.press('Escape');
  const first = () => page.locator('.table__row--org .mid').first().textContent();
  const name = page.getByRole('button', { name: 'Name, sort' });
  await name.click();
  await expect.poll(first).toBe('Scratch quiet river');
  expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending');
  await page.getByRole('button', { name: 'Authenticated, sort' }).click();
  await expect.poll(first).toBe('Scratch clever fox');
});

test('what the last check of an app found sorts and filters, and follows a new check', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list' });
  const cell = (name: string) => page.getByRole('row', { name }).locator('.col-posture');
  await expect.poll(() => cell('Larkfield UAT').textContent()).toMatch(/^\s*2 risks\s*$/);
  expect(await cell('Larkfield Production').getAttribute('title')).toMatch(/^1 risk, 3 differences\. Checked /);
  expect(await cell('Larkfield Hotfix').textContent()).toContain('3 differences');
  expect(await cell('Larkfield Integration').textContent()).toContain('No risks');
  expect(await cell('Larkfield Dev Billing').textContent()).toContain('not checked yet');

  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Group by family' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'App check, sort' }).click();
  const names = () => page.locator('.table__row--org .mid').allTextContents();
  const worstFirst = ['Larkfield UAT', 'Larkfield Production', 'Larkfield Hotfix', 'Larkfield Integration'];
  await expect.poll(async () => (await names()).slice(0, 4)).toEqual(worstFirst);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Risks/ }).click();
  await page.keyboard.press('Escape');
  await expect.poll(names).toEqual(['Larkfield UAT', 'Larkfield Production']);
  await page.getByRole('button', { name: 'More: Risks' }).waitFor();

  await page.getByRole('row', { name: 'Larkfield Production' }).click();
  await page.getByRole('tab', { name: /^Connection/ }).click();
  await page.getByRole('button', { name: 'Check the app' }).click();
  await page.getByRole('button', { name: 'Check again' }).waitFor();
  await page.goBack();
  await expect.poll(() => cell('Larkfield Production').textContent()).toContain('2 risks');
  expect(complaints).toEqual([]);
});
