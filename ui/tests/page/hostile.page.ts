import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hostileConnections } from '../../src/backend/fake/hostile';
import { Stage, orgTable } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const names = hostileConnections().map(({ row }) => row.name);

/** Those whose every sign is seen. */
const visible = names.filter((name) => /^[ -~]{1,80}$/.test(name));

/** What markup in a name would have made. The page's own code comes by one script, and its pictures are drawn. */
const made =
  'iframe, object, embed, img[src="x"], [onload], [onerror], a[href^="data:"], a[href^="javascript:"], body style';

async function expectInert(page: Page, dialogs: string[]): Promise<void> {
  expect(await page.locator(made).count()).toBe(0);
  expect(await page.locator('script:not([src])').count()).toBe(0);
  expect(await page.locator('h1').first().isVisible()).toBe(true);
  expect(dialogs).toEqual([]);
}

function dialogsOf(page: Page): string[] {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return dialogs;
}

test('T-05: hostile names are text in the list', async () => {
  const { page } = await stage.scene({ query: 'scene=hostile', hash: '#/' });
  const dialogs = dialogsOf(page);
  await orgTable(page).waitFor();
  const text = await page.locator('body').innerText();
  for (const name of visible) expect(text).toContain(name);
  await expectInert(page, dialogs);
});

test('T-05: hostile names are text in the details', async () => {
  const { page } = await stage.visit({ query: 'scene=hostile' });
  const dialogs = dialogsOf(page);
  for (const [index, name] of names.entries()) {
    await stage.visit({ query: 'scene=hostile', hash: `#/orgs/hostile-${index}` });
    await page.getByRole('tab', { name: 'Connection' }).click();
    const text = await page.locator('body').textContent();
    if (visible.includes(name)) expect(text).toContain(name);
    await expectInert(page, dialogs);
  }
});
