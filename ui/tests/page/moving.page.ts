import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, Stage, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const details = '#/orgs/connection-0';
const hash = '#/migrate/connection-0';
const key = '3MVG9an_app_of_this_org_Zz9Q';

async function press({ page }: Opened, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('button', { name, exact: true }).click();
}

async function tab({ page }: Opened, name: RegExp): Promise<void> {
  await page.getByRole('tab', { name }).click();
}

const connectionTab = (opened: Opened) => tab(opened, /^Connection/);

async function heading({ page }: Opened, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

const toPrerequisites = (opened: Opened) => press(opened, 'Continue to Prerequisites');
const toCredentials = (opened: Opened) => press(opened, 'Continue to Prerequisites', 'Continue to Credentials');

const scenes: Scene[] = [
  { name: 'move-details', query: 'scene=move', hash: details },
  { name: 'move-plan', query: 'scene=move', hash },
  { name: 'move-plan-password', query: 'scene=move&from=standard&production', hash },
  { name: 'move-prerequisites', query: 'scene=move', hash, act: toPrerequisites },
  {
    name: 'move-app-exists',
    query: 'scene=move',
    hash,
    act: async (opened) => {
      await toPrerequisites(opened);
      await opened.page.getByRole('radio', { name: 'One exists' }).click();
    },
  },
  { name: 'move-credentials', query: 'scene=move', hash, act: toCredentials },
  { name: 'move-waiting', query: 'scene=move&waiting', hash },
  { name: 'move-waiting-details', query: 'scene=move&waiting', hash: details, act: connectionTab },
  { name: 'move-consent', query: 'scene=moveRunning', hash },
  { name: 'move-failed', query: 'scene=moveFailed', hash },
  { name: 'move-taken', query: 'scene=moveFailed&reason=anotherConnection', hash },
  { name: 'move-imported-details', query: 'scene=move&imported', hash: details },
  { name: 'move-receipt', query: 'scene=moved&receipt', hash },
  { name: 'move-receipt-unconfirmed', query: 'scene=moved&receipt&token=unconfirmed', hash },
  { name: 'move-refused', query: 'scene=devHub', hash },
  { name: 'earlier-card', query: 'scene=moved', hash: details, act: connectionTab },
  {
    name: 'earlier-go-back',
    query: 'scene=moved',
    hash: details,
    act: async (opened) => {
      await connectionTab(opened);
      await press(opened, 'Use the earlier sign-in…');
    },
  },
  { name: 'go-back', query: 'scene=moved&from=standard', hash: '#/go-back/connection-0' },
  { name: 'keeping', query: 'scene=list', hash: '#/settings/moves' },
];

test.each(scenes)('$name is accessible and fits', (scene) => lookAt(stage, scene));

test('a connection moves, and its receipt says what became of the earlier sign-in', async () => {
  const opened = await stage.scene({ query: 'scene=move', hash: details });
  const { page, complaints } = opened;
  await press(opened, 'Move to OAuth via ECA');
  await page.getByText('6 things depend on it').waitFor();
  await toPrerequisites(opened);
  await page.getByRole('checkbox', { name: 'Done: 1. Open External Client App Manager' }).check();
  await page.getByText('1 of 6 done').waitFor();
  await press(opened, 'Continue to Credentials');
  await page.getByRole('textbox', { name: 'Consumer ID' }).fill(key);
  await page.getByRole('textbox', { name: 'Consumer Secret' }).fill('a secret of this test');
  await page.keyboard.press('Enter');
  await page.getByText('Set just now, 21 characters').waitFor();
  expect(await page.content()).not.toContain('a secret of this test');
  await press(opened, 'Connect');
  await heading(opened, 'Brightwater Partial has moved to OAuth via ECA');
  await page.getByText('Salesforce confirmed that the earlier refresh token is dead.').waitFor();
  await press(opened, 'Back to details');
  await connectionTab(opened);
  await page.getByText('OAuth via External Client App').first().waitFor();
  await page.getByRole('heading', { name: 'Earlier sign-in' }).waitFor();
  expect(await page.getByRole('button', { name: 'Move to OAuth via ECA' }).count()).toBe(0);
  await tab(opened, /^Used by 6/);
  expect(complaints).toEqual([]);
});

test.each([['Create one'], ['One exists']])('%s: the app is told what the sign-in will send', async (origin) => {
  const opened = await stage.scene({ query: 'scene=move&imported&fail=open_setup_page:browser', hash });
  const { page } = opened;
  await toPrerequisites(opened);
  await page.getByRole('radio', { name: origin }).click();
  const main = page.getByRole('main');
  await main.getByText('http://localhost:33333').first().waitFor();
  await main.getByText('api, id, refresh_token, web, sfap_api').first().waitFor();
  expect(await main.textContent()).not.toContain('1717');
  await press(opened, 'Open External Client App Manager');
  await page.getByText('No browser opened').waitFor();
});

test('what an imported app was granted is not known, and not called missing', async () => {
  const { page } = await stage.scene({ query: 'scene=move&imported', hash: details });
  await page.getByText('What the app was granted is not known').waitFor();
  expect(await page.getByRole('cell', { name: 'Not known' }).count()).toBe(4);
  expect(await page.getByRole('heading', { name: 'Differs from the blueprint' }).count()).toBe(0);
});

test('an app that another connection has is told with its name', async () => {
  const opened = await stage.scene({ query: 'scene=moveFailed&reason=anotherConnection', hash });
  await heading(opened, 'Another connection has this app already');
  await opened.page.getByText('It is “Brightwater Partial ECA”.').waitFor();
  await opened.page.getByRole('listitem').getByRole('button', { name: 'Back to Credentials' }).click();
  await heading(opened, 'Enter the key of the app');
});

test('a key that is none is told at its field, and nothing starts', async () => {
  const opened = await stage.scene({ query: 'scene=move', hash });
  await toCredentials(opened);
  await opened.page.getByRole('textbox', { name: 'Consumer ID' }).fill('two words');
  await press(opened, 'Connect');
  await opened.page.getByText('It has characters that no Consumer ID has.').waitFor();
  await heading(opened, 'Enter the key of the app');
});

test('production is asked about once more, also where an app waits already', async () => {
  const opened = await stage.scene({ query: 'scene=move&production&waiting', hash });
  const connect = opened.page.getByRole('button', { name: 'Connect', exact: true });
  expect(await connect.isDisabled()).toBe(true);
  await opened.page.getByRole('checkbox', { name: 'Move the production org' }).check();
  expect(await connect.isEnabled()).toBe(true);
});

test('a cancelled move changes nothing, and what was typed waits', async () => {
  const opened = await stage.scene({ query: 'scene=move', hash });
  await toCredentials(opened);
  await opened.page.getByRole('textbox', { name: 'Consumer ID' }).fill(key);
  await press(opened, 'Connect');
  await heading(opened, 'Sign in with your browser');
  await press(opened, 'Cancel');
  await heading(opened, 'The sign-in was cancelled');
  await press(opened, 'Close');
  await connectionTab(opened);
  await opened.page.getByText('An External Client App is waiting for its first sign-in').waitFor();
  await opened.page.getByText('OAuth via Connected App').first().waitFor();
  await press(opened, 'Authenticate');
  await heading(opened, 'Enter the key of the app');
});

test.each([
  ['connectedApp', 'awaitingConsent', 'Sign in with your browser', 'OAuth via Connected App'],
  ['standard', 'loggingIn', 'Signing in', 'Standard (user name and password)'],
])('going back to %s is one sign-in, and is asked about first', async (from, held, runs, type) => {
  const opened = await stage.scene({ query: `scene=moved&from=${from}&hold=${held}`, hash: details });
  await connectionTab(opened);
  await press(opened, 'Use the earlier sign-in…');
  const dialog = opened.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await press(opened, 'Use the earlier sign-in…');
  await dialog.getByRole('button', { name: 'Use the earlier sign-in' }).click();
  await heading(opened, runs);
  await opened.page.evaluate(() => dispatchEvent(new Event('goon')));
  await heading(opened, 'Brightwater Partial signs in as before');
  await press(opened, 'Back to details');
  await connectionTab(opened);
  await opened.page.getByText(type).first().waitFor();
  expect(await opened.page.getByRole('heading', { name: 'Earlier sign-in' }).count()).toBe(0);
});

test('an earlier sign-in is wiped only after a question', async () => {
  const opened = await stage.scene({ query: 'scene=moved', hash: details });
  await connectionTab(opened);
  const card = opened.page.getByRole('heading', { name: 'Earlier sign-in', exact: true });
  await press(opened, 'Wipe now…', 'Keep it');
  expect(await card.count()).toBe(1);
  await press(opened, 'Wipe now…', 'Wipe');
  await card.waitFor({ state: 'detached' });
});

test('the menu of a row offers the move where there is one, and not to a Dev Hub', async () => {
  const menuOf = async (query: string, name: string) => {
    const { page } = await stage.scene({ query, hash: '#/' });
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Open details' }).waitFor();
    return { page, item: page.getByRole('menuitem', { name: 'Move to OAuth via ECA' }) };
  };
  expect(await (await menuOf('scene=devHub', 'Larkfield Dev Hub')).item.count()).toBe(0);
  expect(await (await menuOf('scene=list', 'Brightwater Partial')).item.count()).toBe(0);
  const { page, item } = await menuOf('scene=move', 'Brightwater Partial');
  await item.click();
  await page.getByRole('heading', { level: 1, name: 'Move Brightwater Partial to OAuth via ECA' }).waitFor();
});

test('the sign-in of a move is shown again from the list', async () => {
  const opened = await stage.scene({ query: 'scene=moveRunning', hash });
  await heading(opened, 'Sign in with your browser');
  await opened.page.evaluate(() => (location.hash = '#/'));
  await press(opened, 'Show');
  await heading(opened, 'Sign in with your browser');
  expect(opened.page.url()).toContain(hash);
});

test('for how long earlier sign-ins are kept is chosen from 1 to 90 days', async () => {
  const { page } = await stage.scene({ query: 'scene=list', hash: '#/settings/moves' });
  const field = page.getByRole('textbox', { name: 'Keep them for' });
  const save = page.getByRole('button', { name: 'Save' });
  await field.waitFor();
  expect(await field.inputValue()).toBe('14');
  await field.fill('91');
  await page.getByText('Enter a whole number of days, from 1 to 90.').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await field.fill('30');
  await save.click();
  await page.getByText('Earlier sign-ins are kept for 30 days').waitFor();
});
