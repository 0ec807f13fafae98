import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, Stage, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const hash = '#/orgs/connection-0';

function verdictScene(verdict: string): Scene {
  return { name: `details-verdict-${verdict}`, query: `scene=list&test=${verdict}`, hash, act: tested };
}

/** The notices stand in both tabs. */
function overview(page: Page) {
  return page.getByRole('tabpanel', { name: 'Overview' });
}

async function tested({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'Test connection' }).click();
  await overview(page)
    .getByText(/^Tested with key/)
    .waitFor();
}

async function limits({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'Ask the org' }).click();
  await page.getByRole('meter', { name: 'Data storage, MB' }).waitFor();
  await page.getByRole('meter', { name: 'Data storage, MB' }).scrollIntoViewIfNeeded();
}

async function connectionTab({ page }: Opened): Promise<void> {
  await page.getByRole('tab', { name: 'Connection' }).click();
}

async function runEnds({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'Test all' }).click();
  await page.getByText('11 connections tested').waitFor();
}

const scenes: Scene[] = [
  verdictScene('rotatedElsewhere'),
  verdictScene('appBlocked'),
  verdictScene('maintenance'),
  { name: 'details-limits', query: 'scene=list', hash, act: limits },
  { name: 'details-tokens', query: 'scene=list', hash, act: connectionTab },
  { name: 'details-retirement', query: 'scene=list', hash: '#/orgs/connection-5', act: connectionTab },
  { name: 'list-tested', query: 'scene=list', act: runEnds },
];

test.each(scenes)('$name is accessible and fits', (scene) => lookAt(stage, scene));

test('a test tells its evidence, and which credentials it used', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list', hash });
  await page.getByText(/API answered in \d+ ms, /).waitFor();
  await page.getByRole('button', { name: 'Test connection' }).press('Enter');
  await page.getByText(/API answered in \d+ ms, just now/).waitFor();
  await overview(page)
    .getByText(/Tested with key 3MVG9…c4Rk, authorized on \d+ \w+ \d{4}\./)
    .waitFor();
  const pictures = page.getByRole('img', { name: /tests, \d+ working, median \d+ ms/ });
  expect(await pictures.count()).toBe(1);
  expect(complaints).toEqual([]);
});

test('credentials that wait are said not to have been tested', async () => {
  const { page } = await stage.scene({ query: 'scene=again&pending=secret', hash });
  await page.getByRole('button', { name: 'Test connection' }).click();
  await overview(page)
    .getByText(/the new ones take effect after authorization/)
    .waitFor();
});

test('the release of the org comes with its limits, and stays among its facts', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash });
  await overview(page).getByText('Told together with the limits').waitFor();
  await page.getByRole('button', { name: 'Ask the org' }).click();
  await overview(page)
    .getByText(/Winter ’27, API 68.0, seen just now/)
    .waitFor();
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await page.goto(page.url().replace(/#.*/, hash));
  await overview(page)
    .getByText(/Winter ’27, API 68.0/)
    .waitFor();
});

test('the set-up of one connection is exported from its menu', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash });
  await page.getByRole('button', { name: 'Actions for Brightwater Partial' }).click();
  await page.getByRole('menuitem', { name: 'Export set-up…' }).click();
  await page.getByText('connections.json').waitFor();
});

test('when a sign-in ends by itself stands with its tokens', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash });
  await page.getByRole('tab', { name: 'Connection' }).click();
  await page.getByText('Ends', { exact: true }).waitFor();
  await page.getByText(/^Probably in \d+ mo$/).waitFor();
});

test('what stands in the way has its way out', async () => {
  const { page } = await stage.scene({ query: 'scene=list&test=revoked', hash });
  await page.getByRole('button', { name: 'Test connection' }).click();
  await overview(page).getByText('Salesforce ended the sign-in').waitFor();
  await overview(page)
    .getByText(/gives the same answer for: five newer sign-ins of the same user/)
    .waitFor();
  const verdict = page.getByRole('region', { name: 'Salesforce ended the sign-in' });
  await verdict.getByRole('button', { name: 'Reauthenticate' }).click();
  await page.getByRole('heading', { level: 1, name: 'Reauthenticate' }).waitFor();
});

test('the org is opened at home, in Setup, or at a path that is one', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash });
  await page.getByRole('button', { name: 'Open org' }).click();
  await page.getByText('The browser opens the org').first().waitFor();
  await page.getByRole('button', { name: 'Where to open the org' }).press('Enter');
  await page.getByRole('menuitem', { name: 'A path…' }).press('Enter');
  const path = page.getByRole('textbox', { name: 'Path in the org' });
  await path.fill('https://evil.example');
  await path.press('Enter');
  await page.getByText('This is not a path within the org').waitFor();
  await path.fill('/lightning/o/Account/list');
  await path.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('Open org is absent without its scope, and the reason stands there', async () => {
  const { page } = await stage.scene({ query: 'scene=list&scopes=noweb', hash });
  await page.getByText('Open org needs the scope web or full').waitFor();
  expect(await page.getByRole('button', { name: 'Open org' }).count()).toBe(0);
});

test('all are tested with progress, and the run can be cancelled', async () => {
  const { page } = await stage.scene({ query: 'scene=list' });
  const all = page.getByRole('button', { name: 'Test all' });
  await all.click();
  await page.getByRole('progressbar').waitFor();
  await page.getByText(/Testing [2-9] of 11/).waitFor();
  expect(await all.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText(/Cancelled after \d+ of 11/).waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await page.getByText(/Cancelled after/).count()).toBe(0);
});

test('the schedule is off until it is chosen', async () => {
  const { page } = await stage.scene({ query: 'scene=list' });
  await page.getByRole('button', { name: 'Test by itself', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Every 6 hours' }).press('Enter');
  await page.getByRole('button', { name: 'Tests by itself: every 6 hours' }).waitFor();
});

test('the focus stays on the page when what waited is discarded', async () => {
  const { page } = await stage.scene({ query: 'scene=again&pending=secret', hash });
  await connectionTab({ page, complaints: [] });
  await page.getByRole('button', { name: 'Discard' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).press('Enter');
  await page.getByText('A new key is waiting for authorization').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
});

test('for a sign-in that is over nothing is sent, and that is said', async () => {
  const { page } = await stage.scene({ query: 'scene=apart&secret', hash });
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText('Nothing was sent to Salesforce').waitFor();
  await page.getByText(/^It has been known since .+ that this sign-in is over\./).waitFor();
});
