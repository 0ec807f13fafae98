import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAround, lookAt, Stage, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hash = '#/board';

const scenes: Scene[] = [
  { name: 'board', query: 'scene=fleet', hash },
  { name: 'board-locked', query: 'scene=locked', hash },
  { name: 'board-empty', query: 'scene=empty', hash },
  { name: 'board-hub', query: 'scene=devHub', hash },
  { name: 'board-moving', query: 'scene=fleetMoving', hash },
  { name: 'board-paused', query: 'scene=fleetMoving&paused', hash },
];

test.each(scenes)('$name', async (scene) => {
  await lookAt(stage, scene);
});

test('the list leads to it, and it leads to each connection', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=fleet' });
  await page.getByRole('link', { name: /not on ECA/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Migrate to ECA' }).waitFor();
  await page.getByRole('link', { name: 'Oldtown Museum' }).click();
  await page.getByRole('heading', { level: 1, name: 'Oldtown Museum' }).waitFor();
  await page.getByRole('button', { name: 'Back to the board' }).click();
  await page.getByRole('heading', { level: 1, name: 'Migrate to ECA' }).waitFor();
  expect(complaints).toEqual([]);
});

test('the rail leads to it, and says how many there are', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet' });
  const strip = await page.getByRole('link', { name: /not on ECA/ }).textContent();
  const migrate = page.getByRole('link', { name: `Migrate ${parseInt(strip ?? '')}` });
  await migrate.click();
  await page.getByRole('heading', { level: 1, name: 'Migrate to ECA' }).waitFor();
  expect(await migrate.getAttribute('aria-current')).toBe('page');
});

test('deadlines come first, and a click on a column sorts, a second one the other way round', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet', hash });
  const table = page.getByRole('table', { name: 'Connections, and how far their move is' });
  const first = () => table.getByRole('row').nth(1).textContent();
  await table.waitFor();
  expect(await first()).toContain('Ends Jun 2027');
  await page.getByRole('button', { name: 'Name, sort' }).click();
  const byName = await first();
  expect(byName).toContain('Brightwater');
  await page.getByRole('button', { name: 'Name, sort' }).click();
  expect(await first()).toContain('Oldtown Museum');
  expect(await page.getByRole('columnheader', { name: 'Name, sort' }).getAttribute('aria-sort')).toBe('descending');
});

test('the arrow keys go from one to the next, and Enter opens', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet', hash });
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.getByRole('button', { name: 'Owner, sort' }).focus();
  await page.keyboard.press('Tab');
  // Past its tick.
  await page.keyboard.press('Tab');
  const first = await focused();
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).not.toBe(first);
  const second = await focused();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: second }).waitFor();
});

test('where everything is on an External Client App, the list offers no board', async () => {
  const { page } = await stage.scene({ query: 'scene=many&count=1' });
  await page.getByText('1 org', { exact: true }).waitFor();
  expect(await page.getByRole('link', { name: /not on ECA/ }).count()).toBe(0);
});

test('at 200 % zoom everything is still reached', async () => {
  for (const size of [
    { width: 590, height: 380 },
    { width: 450, height: 300 },
  ]) {
    const { page } = await stage.scene({ query: 'scene=fleet', hash, size });
    await page.getByRole('link', { name: 'Oldtown Museum' }).waitFor();
    await expectFitting(page);
  }
});

test('several are chosen, each org gets its app once, and the sign-ins follow each other', async () => {
  const opened = await stage.scene({ query: 'scene=fleet', hash });
  const { page } = opened;
  const choose = (name: string) => page.getByRole('checkbox', { name: `Choose ${name}`, exact: true });
  await choose('Oldtown Museum').check({ force: true });
  await choose('Brightwater UAT').check({ force: true });
  await page.getByText('2 chosen').waitFor();
  await page.getByRole('button', { name: 'Move 2 connections…' }).click();
  const dialog = page.getByRole('dialog');
  const start = dialog.getByRole('button', { name: 'Start 2 sign-ins' });
  expect(await start.isDisabled()).toBe(true);
  for (const host of ['oldtown.my.salesforce.com', 'brightwater--uat.sandbox.my.salesforce.com']) {
    const org = dialog.getByRole('region', { name: host });
    await org.getByLabel('Consumer ID').fill('3MVG9aNewAppOfThisOrg');
  }
  await dialog.getByText('Confirm that production is meant').waitFor();
  await dialog.getByText('Yes, move these as well').click();
  await lookAround(opened, 'board-apps');
  await start.click();
  await page.getByText('0 of 2 moved, 2 to go').waitFor();
  await page.getByText('1 of 2 moved, 1 to go').waitFor({ timeout: 15_000 });
  await page.getByText('2 of 2 moved').waitFor({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(() => page.getByRole('region', { name: 'Queue of moves' }).count()).toBe(0);
  expect(opened.complaints).toEqual([]);
});

test('a dry run tells in each row what it found, and is put away', async () => {
  const opened = await stage.scene({ query: 'scene=fleet', hash });
  const { page } = opened;
  await page.getByRole('checkbox', { name: 'Choose all that can move' }).check({ force: true });
  await page.getByRole('button', { name: 'Dry run' }).click();
  const card = page.getByRole('region', { name: 'Dry run' });
  await card.getByText(/^13 of 13 connections checked/).waitFor();
  await page.getByText('Orgkeep can create its app').first().waitFor();
  await page
    .getByText(/^You need the Customize Application/)
    .first()
    .waitFor();
  await lookAround(opened, 'board-dry-run');
  await card.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => page.getByText('Orgkeep can create its app').count()).toBe(0);
});

test('each row says how far its app is', async () => {
  const { page } = await stage.scene({ query: 'scene=fleetMoving&paused', hash });
  for (const state of ['Ready to authorize', 'App created, waiting', 'To move', 'In the queue', 'Skipped']) {
    await page.getByRole('cell').getByText(state, { exact: true }).first().waitFor();
  }
});

test('what is moved stays on the board, and tells until when it could go back', async () => {
  const opened = await stage.scene({ query: 'scene=fleetMoving&paused', hash });
  const { page } = opened;
  const table = page.getByRole('table');
  await page.getByRole('list', { name: 'How far they are' }).getByText('Moved 5').waitFor();
  await page.getByRole('group', { name: /how far their move is/ }).hover();
  await page.mouse.wheel(0, 20_000);
  await table.getByText('Moved: 5 connections').waitFor();
  await table
    .getByText(/^Earlier sign-in kept until .*20\d\d/)
    .first()
    .waitFor();
  await lookAround(opened, 'board-moved');
});

test('nothing on the board scrolls sideways', async () => {
  const { page } = await stage.scene({ query: 'scene=fleet', hash });
  await page.getByRole('link', { name: 'Oldtown Museum' }).waitFor();
  const sideways = await page.locator('.page__body').evaluate((body) => ({
    wider: body.scrollWidth > body.clientWidth,
    scrolls: getComputedStyle(body).overflowX !== 'hidden',
  }));
  expect(sideways).toEqual({ wider: false, scrolls: false });
});

test('the report for a ticket is saved', async () => {
  const { page } = await stage.scene({ query: 'scene=fleetMoving', hash });
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Report as Markdown, for a ticket…' }).click();
  await page.getByText('/Documents/moves.md').waitFor();
});

test('a queue that waits is told on the list, and can be ended there', async () => {
  const { page } = await stage.scene({ query: 'scene=fleetMoving&paused' });
  await page.getByText('A queue of moves waits').waitFor();
  await page.getByRole('link', { name: 'Show the queue' }).click();
  const queue = page.getByRole('region', { name: 'Queue of moves' });
  await queue.getByText('Orgkeep was started anew').waitFor();
  await queue.getByRole('button', { name: 'Stop the queue' }).click();
  await queue.getByText('5 of 7 moved, 1 failed, 1 skipped', { exact: true }).waitFor();
  await queue.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => queue.count()).toBe(0);
});
