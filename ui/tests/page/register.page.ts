import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FailureView, StageView } from '../../src/backend/generated';
import { failureCopy } from '../../src/text/failures';
import { expectAccessible, expectFitting, picture, sizes, Stage, themes, type Opened, type Theme } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** A theme and a size. */
type Look = [theme: Theme, size: keyof typeof sizes];

const everyLook: Look[] = themes.flatMap((theme) => [[theme, 'usual'] as Look, [theme, 'smallest'] as Look]);

/** Enough for pages that are built alike. */
const twoLooks: Look[] = [
  ['light', 'usual'],
  ['dark', 'smallest'],
];

/** Enough for pages that differ in their words alone. */
const narrowLook: Look[] = [['dark', 'smallest']];

interface Scene {
  name: string;
  query: string;
  looks?: Look[];
  /** What to do before looking. */
  act?: (opened: Opened) => Promise<void>;
}

const hash = '#/register/draft-1';

const checklist: Scene[] = [
  ['basicInformation', /^2\. /],
  ['callback', /^3\. /],
  ['scopes', /^4\. /],
  ['flows', /^5\. /],
  ['security', /^6\. /],
  ['policies', /^7\. /],
  ['credentials', /^8\. /],
].map(([name, title]) => ({
  name: `checklist-${String(name)}`,
  query: 'scene=registerFilled',
  looks: twoLooks,
  act: async ({ page }) => {
    const step = page.getByRole('button', { name: title as RegExp });
    if ((await step.getAttribute('aria-expanded')) === 'false') await step.click();
  },
}));

const credentials: Scene[] = [
  { name: 'blank', query: 'scene=registerBlank&step=credentials' },
  { name: 'filled', query: 'scene=registerFilled&step=credentials&secret' },
  { name: 'generic', query: 'scene=registerFilled&step=credentials&url=https://login.salesforce.com' },
  { name: 'not-trusted', query: 'scene=registerFilled&step=credentials&url=https://xn--saleforce-x1b.example' },
  { name: 'lightning', query: 'scene=registerFilled&step=credentials&url=https://acme.lightning.force.com/setup' },
  { name: 'bad-key', query: 'scene=registerFilled&step=credentials&key=3MVG9 with spaces' },
  { name: 'port-occupied', query: 'scene=registerFilled&step=credentials&port=occupied' },
  { name: 'port-reserved', query: 'scene=registerFilled&step=credentials&port=reserved' },
  { name: 'port-unavailable', query: 'scene=registerFilled&step=credentials&port=unavailable' },
  { name: 'interrupted', query: 'scene=registerInterrupted' },
  { name: 'practice', query: 'scene=practice', act: continued },
].map((scene) => ({ ...scene, name: `credentials-${scene.name}` }));

async function continued({ page }: Opened): Promise<void> {
  const on = page.getByRole('button', { name: 'Continue to Credentials' });
  if (await on.isVisible()) await on.click();
  await page.getByRole('heading', { name: 'Enter the credentials' }).waitFor();
}

const stages: Record<StageView['kind'], string> = {
  checkingKey: 'Checking the key',
  waitingForKey: 'Waiting for the key to work',
  listening: 'Sign in with your browser',
  awaitingConsent: 'Sign in with your browser',
  exchanging: 'Completing the sign-in',
  identifying: 'Completing the sign-in',
  saving: 'Completing the sign-in',
};

const signIn: Scene[] = [
  ...Object.entries(stages).map(([kind, title]) => ({
    name: `sign-in-${kind}`,
    query: `scene=signIn&stage=${kind}`,
    looks: twoLooks,
    act: async ({ page }: Opened) => {
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    },
  })),
  { name: 'sign-in', query: 'scene=signIn' },
  { name: 'sign-in-no-browser', query: 'scene=signIn&browser=no' },
  { name: 'sign-in-nothing-came-back', query: 'scene=signIn&nothing=yes' },
  { name: 'sign-in-hints', query: 'scene=signIn&nothing=yes&hint=oldAnswer&hint=browserForcesHttps' },
];

const failures: Scene[] = (Object.keys(failureCopy) as FailureView['kind'][]).map((kind) => ({
  name: `failure-${kind}`,
  query: `scene=failed&reason=${kind}`,
  looks: narrowLook,
  act: async ({ page }) => {
    await page.getByRole('heading', { level: 1, name: failureCopy[kind].title }).waitFor();
  },
}));

const scenes: Scene[] = [
  { name: 'prerequisites-blank', query: 'scene=registerBlank' },
  { name: 'prerequisites-filled', query: 'scene=registerFilled' },
  {
    name: 'prerequisites-choice',
    query: 'scene=registerFilled',
    act: async ({ page }) => {
      await page.getByRole('combobox', { name: /^Value for IP Relaxation/ }).click();
      await page.getByRole('listbox').waitFor();
    },
  },
  ...checklist,
  ...credentials,
  ...signIn,
  ...failures,
  { name: 'failure', query: 'scene=failed&reason=scopeNotAllowed' },
  {
    name: 'failure-details',
    query: 'scene=failed&reason=callbackMismatch',
    act: async ({ page }) => {
      await page.getByText('Details').click();
    },
  },
  { name: 'result', query: 'scene=registered' },
  { name: 'result-deviations', query: 'scene=registered&deviations=all&renewed' },
  { name: 'draft-gone', query: 'scene=empty' },
];

for (const { name, query, looks = everyLook, act } of scenes) {
  test(`${name} is accessible and fits`, async () => {
    for (const [theme, size] of looks) {
      const opened = await stage.scene({ query, hash, theme, size: sizes[size] });
      await act?.(opened);
      await picture(opened.page, `register-${name}-${theme}${size === 'usual' ? '' : '-900x600'}`);
      await expectBesideTheRail(opened.page);
      await expectFitting(opened.page);
      await expectAccessible(opened.page);
      expect(opened.complaints).toEqual([]);
    }
  });
}

/** The steps stand at the left and the page beside them. */
async function expectBesideTheRail(page: Page): Promise<void> {
  const rail = await page.getByRole('navigation', { name: 'Registration' }).boundingBox();
  const main = await page.getByRole('main').boundingBox();
  expect(main?.y).toBe(rail?.y);
  expect(main?.x).toBe((rail?.x ?? 0) + (rail?.width ?? 0));
}
