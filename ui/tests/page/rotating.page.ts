import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { change, everyLook, expectAccessible, expectFitting, picture, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const uat = 'Larkfield UAT';
const production = 'Larkfield Production';

async function opened(name: string, query = ''): Promise<{ page: Page; complaints: string[] }> {
  const scene = await stage.scene({ query: `scene=list${query}` });
  await scene.page.getByRole('row', { name }).click();
  await scene.page.getByRole('tab', { name: /^Connection/ }).click();
  return scene;
}

async function asked(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Get a new pair…' }).click();
  await page.getByRole('dialog').waitFor();
}

async function rotated(page: Page): Promise<void> {
  await asked(page);
  await page.getByRole('button', { name: 'Get a new pair', exact: true }).click();
  await page.getByText(/^Authenticate with the new key before/).waitFor();
}

/** Every look of what is seen now, with the panel in sight. */
async function looks(page: Page, name: string): Promise<void> {
  for (const look of everyLook) {
    await change(page, look);
    const panel = page.getByRole('heading', { name: 'New key and secret' });
    if ((await page.getByRole('dialog').count()) === 0) await panel.scrollIntoViewIfNeeded();
    await picture(page, `rotation-${name}-${look.join('-')}`);
    await expectFitting(page);
    await expectAccessible(page);
  }
}

test('a new pair is asked for, waits for a sign-in, and is told in the list', async () => {
  const { page, complaints } = await opened(uat);
  await looks(page, 'offer');
  await asked(page);
  await looks(page, 'dialog');
  await page.keyboard.press('Escape');
  await rotated(page);
  await looks(page, 'waiting');
  expect(await page.getByRole('button', { name: 'Get a new pair…' }).count()).toBe(0);
  await page.goBack();
  await page.getByText(/^Key ends in/).waitFor();
  expect(complaints).toEqual([]);
});

test('production is confirmed for itself', async () => {
  const { page } = await opened(production);
  await asked(page);
  const go = page.getByRole('button', { name: 'Get a new pair', exact: true });
  expect(await go.isDisabled()).toBe(true);
  await looks(page, 'production');
  await page.getByRole('checkbox', { name: 'Replace the key and secret in production' }).check();
  await go.click();
  await page.getByText(/^Authenticate with the new key before/).waitFor();
});

test('what was cut off goes on or is undone', async () => {
  const first = await opened(uat, '&rotation=fails');
  await asked(first.page);
  await first.page.getByRole('button', { name: 'Get a new pair', exact: true }).click();
  await first.page.getByText('A new key and secret are half-way').waitFor();
  await looks(first.page, 'unfinished');
  await first.page.getByRole('button', { name: 'Continue' }).click();
  await first.page.getByText(/^Authenticate with the new key before/).waitFor();

  const second = await opened(uat, '&rotation=fails');
  await asked(second.page);
  await second.page.getByRole('button', { name: 'Get a new pair', exact: true }).click();
  await second.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await second.page.getByRole('button', { name: 'Get a new pair…' }).waitFor();
});

test('an app with a second pair says so and stays as it is', async () => {
  const { page } = await opened(uat, '&rotation=spare');
  await asked(page);
  await page.getByRole('button', { name: 'Get a new pair', exact: true }).click();
  await page.getByText('The app has a second key and secret already').waitFor();
  await page.getByRole('button', { name: 'Get a new pair…' }).waitFor();
});

test('what has no secret, or is no External Client App, has no pair to replace', async () => {
  const { page } = await opened('Larkfield Full Copy');
  await page.getByRole('heading', { name: 'Check the app' }).waitFor();
  expect(await page.getByRole('heading', { name: 'New key and secret' }).count()).toBe(0);
});
