import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyOutcomes } from '../../src/backend/fake/verification';
import type { CustomHostView, StageView } from '../../src/backend/generated';
import { customHosts } from '../../src/text/address';
import { checkWords } from '../../src/text/findings';
import {
  change,
  everyLook,
  expectBesideTheRail,
  expectFitting,
  lookAround,
  lookAt,
  play,
  Stage,
  type Look,
  type Opened,
  type Scene,
} from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const hash = '#/register/draft-1';

/** Enough for pages that are built alike. */
const twoLooks: Look[] = [
  ['light', 'usual'],
  ['dark', 'smallest'],
];

const filled = 'scene=registerFilled&step=credentials';

/** An address of each kind that only the person can vouch for. */
const customAddresses: Record<CustomHostView, string> = {
  site: 'https://larkfield.my.site.com/partners',
  oldInstance: 'https://cs14.salesforce.com',
  alternativeName: 'https://larkfield.my-salesforce.com',
  homograph: 'https://lаrkfield.my.salesforce.com',
  lookalike: 'https://login-salesforce.com',
  other: 'https://sso.larkfield.example',
};

const custom: Scene[] = Object.entries(customAddresses).map(([kind, address]) => ({
  name: `host-${kind}`,
  query: `${filled}&url=${encodeURIComponent(address)}`,
  looks: twoLooks,
  act: async ({ page }) => {
    await page.getByText(customHosts[kind as CustomHostView].title).waitFor();
  },
}));

const credentials: Scene[] = [
  { name: 'blank', query: 'scene=registerBlank&step=credentials' },
  { name: 'filled', query: `${filled}&secret`, act: verified },
  { name: 'generic', query: `${filled}&verify=generic&url=https://login.salesforce.com`, act: verified },
  { name: 'repaired', query: `${filled}&url=https://larkfield.lightning.force.com/lightning/setup`, act: verified },
  { name: 'refused', query: `${filled}&url=https://user@larkfield.my.salesforce.com` },
  { name: 'host-confirmed', query: `${filled}&confirmed&url=https://sso.larkfield.example`, act: verified },
  { name: 'bad-key', query: `${filled}&key=3MVG9 with spaces` },
  { name: 'port-occupied', query: `${filled}&port=occupied`, act: verified },
  { name: 'port-reserved', query: `${filled}&port=reserved`, act: verified },
  { name: 'port-unavailable', query: `${filled}&port=unavailable`, act: verified },
  { name: 'verifying', query: `${filled}&verify=running`, act: verifying },
  { name: 'interrupted', query: 'scene=registerInterrupted', act: verified },
  { name: 'practice', query: 'scene=practice', act: continued },
  ...custom,
].map((scene) => ({ ...scene, name: `credentials-${scene.name}` }));

/** The answers of Verify are there. */
async function verified({ page }: Opened): Promise<void> {
  await page.getByText('It agrees with the server’s.').waitFor();
}

async function verifying({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'Verifying' }).waitFor();
}

async function continued({ page }: Opened): Promise<void> {
  const on = page.getByRole('button', { name: 'Continue to Credentials' });
  if (await on.isVisible()) await on.click();
  await page.getByRole('heading', { name: 'Enter the credentials' }).waitFor();
}

const stages: Record<StageView['kind'], string> = {
  checkingKey: 'Checking the key',
  loggingIn: 'Signing in',
  waitingForKey: 'Waiting for the key to work',
  keyActive: 'The key is active now',
  listening: 'Sign in with your browser',
  awaitingConsent: 'Sign in with your browser',
  exchanging: 'Completing the sign-in',
  identifying: 'Completing the sign-in',
  confirmingIdentity: 'Is this who you mean?',
  confirmingAddress: 'Is this address in your network?',
  confirmingDevHub: 'This org is a Dev Hub',
  saving: 'Completing the sign-in',
};

/** What is pasted while nothing comes back, and what is read in it. */
const pasted: [name: string, text: string, title: RegExp | string][] = [
  ['told', 'https://larkfield.my.salesforce.com/x?error=redirect_uri_mismatch', 'Salesforce refused the callback URL'],
  ['other-org', 'OAUTH_EC_APP_NOT_FOUND', 'The app belongs to another org'],
  ['unknown', 'https://larkfield.my.salesforce.com/x?error=SOMETHING_NEW', 'Salesforce refused the sign-in'],
  ['sign-in-page', 'https://larkfield.my.salesforce.com/', 'The sign-in is not finished'],
  ['not-salesforce', 'https://sso.larkfield.example/', 'This page is not Salesforce’s'],
  ['nothing', 'no such words', 'Nothing in it that Orgkeep knows'],
  ['incomplete', 'http://localhost:33333/', 'The address has no answer in it'],
];

const signIn: Scene[] = [
  { name: 'sign-in', query: 'scene=signIn' },
  {
    name: 'sign-in-other-browser',
    query: 'scene=signIn',
    act: async ({ page }) => {
      await page.getByText('Wrong browser or profile?').click();
      await page.getByRole('switch', { name: 'In a private window' }).waitFor();
    },
  },
  { name: 'sign-in-no-browser', query: 'scene=signIn&browser=no' },
  { name: 'sign-in-nothing-came-back', query: 'scene=signIn&nothing=yes' },
  { name: 'sign-in-hints', query: 'scene=signIn&nothing=yes&hint=oldAnswer&hint=browserForcesHttps' },
  { name: 'sign-in-probably-wrong', query: 'scene=signIn&stage=waitingForKey&verdict=probablyWrong' },
  ...pasted.map(([name, text, title]) => ({
    name: `sign-in-pasted-${name}`,
    query: 'scene=signIn&nothing=yes',
    looks: twoLooks,
    act: async ({ page }: Opened) => {
      await page.getByRole('textbox', { name: 'Address or text from the browser' }).fill(text);
      await page.keyboard.press('Enter');
      await page.getByText(title, { exact: true }).waitFor();
    },
  })),
];

const scenes: Scene[] = [
  { name: 'prerequisites-blank', query: 'scene=registerBlank' },
  { name: 'prerequisites-filled', query: 'scene=registerFilled' },
  { name: 'prerequisites-site', query: 'scene=registerFilled&url=https://larkfield.my.site.com', looks: twoLooks },
  {
    name: 'prerequisites-choice',
    query: 'scene=registerFilled',
    act: async ({ page }) => {
      await page.getByRole('combobox', { name: /^Value for IP Relaxation/ }).click();
      await page.getByRole('listbox').waitFor();
    },
  },
  ...credentials,
  ...signIn,
  { name: 'result', query: 'scene=registered' },
  { name: 'result-deviations', query: 'scene=registered&deviations=all&renewed' },
  { name: 'draft-gone', query: 'scene=empty' },
];

for (const scene of scenes) {
  const named = { ...scene, name: `register-${scene.name}`, hash };
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, named, expectBesideTheRail));
}

test('each stage of a sign-in is accessible and fits', async () => {
  const opened = await stage.visit({ query: 'scene=signIn', hash });
  for (const [kind, title] of Object.entries(stages)) {
    await play(opened.page, `scene=signIn&stage=${kind}`);
    await opened.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await lookAround(opened, `register-sign-in-${kind}`, twoLooks, expectBesideTheRail);
  }
});

/** Outcomes of Verify that differ in how they are built: a link, a fix, a wait, lines left out. */
const differing = ['orgConnected', 'orgConnectedSameApp', 'keyNotActiveYet', 'refused', 'proxyPassword'];

test('each outcome of Verify is told, accessible and fits', async () => {
  const opened = await stage.visit({ query: filled, hash });
  await verified(opened);
  for (const [outcome, lines] of Object.entries(verifyOutcomes)) {
    await play(opened.page, `scene=verified&verify=${outcome}`);
    for (const [subject, line] of Object.entries(lines)) {
      const whole = { subject, detail: null, connection: null, cause: null, ...line };
      const { found, fix } = checkWords(whole as Parameters<typeof checkWords>[0]);
      await opened.page.getByText(found).first().waitFor();
      if (fix !== null) await opened.page.getByText(fix).first().waitFor();
    }
    for (const look of twoLooks) {
      await change(opened.page, look);
      await expectFitting(opened.page);
    }
    if (differing.includes(outcome)) await lookAround(opened, `register-verify-${outcome}`, everyLook);
  }
  expect(opened.complaints).toEqual([]);
});
