import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/text/catalogue';
import { causeActions, type CauseAction } from '../../src/text/causes';
import { failureCopy } from '../../src/text/failures';
import {
  change,
  expectBesideTheRail,
  expectFitting,
  lookAround,
  lookAt,
  play,
  Stage,
  type Look,
  type Opened,
} from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const hash = '#/register/draft-1';

/** Enough for pages that differ in their words alone. */
const narrowLook: Look[] = [['dark', 'smallest']];

/** The failure of a kind, in the page as it stands. */
async function fail({ page }: Opened, query: string, title: string): Promise<void> {
  await play(page, `scene=failed&${query}`);
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

test('each failure of the flow itself is accessible and fits', async () => {
  const opened = await stage.visit({ query: 'scene=failed', hash });
  for (const [kind, { title }] of Object.entries(failureCopy)) {
    await fail(opened, `reason=${kind}`, title);
    await lookAround(opened, `register-failure-${kind}`, narrowLook, expectBesideTheRail);
  }
});

test('each cause of the catalogue has its page: title, why, every step with its button, and when to retry', async () => {
  const opened = await stage.visit({ query: 'scene=failed', hash });
  const { page } = opened;
  await change(page, ['dark', 'smallest']);
  for (const [id, { title, steps }] of Object.entries(catalogue)) {
    await fail(opened, `reason=told&cause=${id}`, title);
    const rows = page.getByRole('main').locator('ol.card > li.actionrow');
    expect(await rows.count()).toBe(steps.length);
    const buttons = await rows.getByRole('button').allInnerTexts();
    const wanted = steps.flatMap(({ action }) => (action === undefined ? [] : [causeActions[action]]));
    expect(buttons.map((text) => text.trim())).toEqual(wanted);
    await expectFitting(page);
  }
  expect(opened.complaints).toEqual([]);
});

/** A cause for each button, to look at closely. */
const withButton: Record<CauseAction, string> = {
  retry: 'denied',
  retryWithAllScopes: 'scopeNotAllowed',
  backToCredentials: 'secretWrong',
  copyCallback: 'callbackMismatch',
  openSetupPage: 'appBlocked',
  privateWindow: 'appOfAnotherOrg',
  wait: 'keyUnknown',
  editAddress: 'orgInactive',
};

test.each(Object.entries(withButton))('the page with the button %s is accessible and fits', async (action, cause) => {
  const query = `scene=failed&reason=told&cause=${cause}`;
  const act = async ({ page }: Opened) => {
    const steps = page.getByRole('main').locator('li.actionrow');
    await steps.getByRole('button', { name: causeActions[action as CauseAction], exact: true }).waitFor();
  };
  await lookAt(stage, { name: `register-told-${cause}`, query, hash, act }, expectBesideTheRail);
});

test('a cause that this version does not know is told as such', async () => {
  const { page } = await stage.visit({ query: 'scene=failed&reason=told&cause=somethingOfNextYear', hash });
  await page.getByRole('heading', { level: 1, name: 'Salesforce refused the sign-in' }).waitFor();
});

test('a code that cannot be read is told as such and never as an empty text', async () => {
  const { page } = await stage.visit({ query: 'scene=failed&reason=told&cause=unreadable', hash });
  await page.getByRole('heading', { level: 1, name: 'Salesforce’s error cannot be read' }).waitFor();
  await page.getByText('Details', { exact: true }).click();
  const code = page.locator('dl.facts dd').first();
  expect(await code.innerText()).toBe('None that can be read.');
});

test('the details of a failure are accessible and fit', () =>
  lookAt(
    stage,
    {
      name: 'register-failure-details',
      query: 'scene=failed&reason=told&cause=callbackMismatch',
      hash,
      act: async ({ page }) => {
        await page.getByText('Details').click();
      },
    },
    expectBesideTheRail,
  ));
