import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { Stage } from './support';

/** Figures, printed and never judged: a machine that builds something else at the same time is slow, not wrong. */

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** Seconds that the page's own thread has worked so far: not the time that it waited for a busy machine. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

/** Types a text and waits until the last key is painted. */
async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').evaluate(async (input: HTMLInputElement, typed: string) => {
    const painted = () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    for (let length = 1; length <= typed.length; length += 1) {
      input.value = typed.slice(0, length);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await painted();
    }
  }, text);
}

test('work for a key in the search of 10,000 rows', async () => {
  const keys = 'larkfield uat';
  for (const count of [10, 300, 10_000]) {
    const { page } = await stage.scene({ query: `scene=many&count=${count}` });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    // Once before: what is compiled and prepared at the first key is not the measure of the others.
    await type(page, keys);
    const before = await worked(session);
    await type(page, keys);
    const each = ((await worked(session)) - before) / keys.length;
    console.info(`${count} rows: ${(each * 1000).toFixed(1)} ms of work for a key, paint included; bar: 16 ms`);
  }
});
