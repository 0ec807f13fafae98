import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, play, Stage, type Look, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const draft = '#/register/draft-1';
const move = '#/migrate/connection-0';
const details = '#/orgs/connection-0';
const own = 'scene=registerFilled&products=&url=https://brightwater--partial.sandbox.my.salesforce.com';
const production = 'scene=registerFilled&products=&url=https://brightwater.my.salesforce.com';
const anyOrg = 'scene=registerFilled&products=&url=https://login.salesforce.com';

/** Every press is a click of the person. */
async function press({ page }: Opened, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('button', { name, exact: true }).click();
}

async function heading({ page }: Opened, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

async function planned(opened: Opened): Promise<void> {
  await press(opened, 'Create it for me');
  await opened.page.getByRole('heading', { name: 'What happens' }).waitFor();
  await opened.page.getByText('The connection', { exact: true }).waitFor();
}

async function created(opened: Opened): Promise<void> {
  await planned(opened);
  await press(opened, 'Create');
  await heading(opened, 'The app Orgkeep is there');
}

async function hindered(opened: Opened): Promise<void> {
  await press(opened, 'Create it for me');
  await heading(opened, 'What Orgkeep will create');
  await opened.page.getByRole('button', { name: 'Check again' }).waitFor();
}

async function failed(opened: Opened): Promise<void> {
  await planned(opened);
  await press(opened, 'Create');
  await heading(opened, 'Salesforce takes too long');
}

async function checked(opened: Opened): Promise<void> {
  await opened.page.getByRole('tab', { name: /^Connection/ }).click();
  await press(opened, 'Check the app');
  await opened.page.getByRole('button', { name: 'Check again' }).scrollIntoViewIfNeeded();
}

const twoLooks: Look[] = [
  ['light', 'usual'],
  ['dark', 'smallest'],
];

const scenes: Scene[] = [
  { name: 'create-offer', query: own, hash: draft },
  { name: 'create-plan', query: own, hash: draft, act: planned },
  { name: 'create-plan-production', query: production, hash: draft, act: planned },
  {
    name: 'create-plan-values',
    query: own,
    hash: draft,
    looks: twoLooks,
    act: async (opened) => {
      await planned(opened);
      await opened.page.getByText('Callback, flows and security').click();
    },
  },
  { name: 'create-plan-differs', query: `${own}&creation=differs`, hash: draft, act: planned },
  { name: 'create-plan-taken', query: `${own}&creation=taken`, hash: draft, looks: twoLooks, act: planned },
  { name: 'create-plan-refused', query: `${own}&creation=refused`, hash: draft, looks: twoLooks, act: planned },
  { name: 'create-plan-jwt', query: `${own}&creation=jwt`, hash: draft, looks: twoLooks, act: hindered },
  { name: 'create-plan-hindered', query: `${own}&creation=hindered`, hash: draft, act: hindered },
  { name: 'create-made', query: own, hash: draft, act: created },
  { name: 'create-made-warnings', query: `${own}&creation=warns`, hash: draft, act: created, looks: twoLooks },
  { name: 'create-failed', query: `${own}&creation=fails`, hash: draft, act: failed },
  { name: 'create-left', query: `${own}&creation=left`, hash: draft },
  { name: 'create-left-list', query: 'scene=list&creation=left&secret', hash: '#/' },
  { name: 'create-move-plan', query: 'scene=move&from=standard&production', hash: move, act: planned },
  { name: 'app-check', query: 'scene=list', hash: details, act: checked },
  { name: 'app-check-unknown', query: 'scene=list&creation=unknown', hash: details, act: checked, looks: twoLooks },
  { name: 'app-check-no-app', query: 'scene=move', hash: details, act: checked, looks: twoLooks },
  {
    name: 'app-check-apply',
    query: 'scene=list',
    hash: '#/orgs/connection-1',
    act: async (opened) => {
      await checked(opened);
      await press(opened, 'Apply policies…');
    },
  },
];

test.each(scenes)('$name is accessible and fits', (scene) => lookAt(stage, scene));

test('a password becomes a sign-in through an app of the org in five clicks', async () => {
  const opened = await stage.scene({ query: 'scene=move&from=standard', hash: '#/' });
  const { page, complaints } = opened;
  let clicks = 0;
  await page.exposeFunction('clicked', () => (clicks += 1));
  await page.evaluate(() => {
    addEventListener('click', () => void (window as unknown as { clicked: () => unknown }).clicked(), true);
  });
  await press(opened, 'More for Brightwater Partial');
  await page.getByRole('menuitem', { name: 'Move to OAuth via ECA' }).click();
  await planned(opened);
  await press(opened, 'Create');
  await heading(opened, 'The app Orgkeep is there');
  await page.getByText('The key waits with the connection.').waitFor();
  await press(opened, 'Connect');
  await heading(opened, 'Brightwater Partial has moved to OAuth via ECA');
  expect(clicks).toBe(5);
  expect(complaints).toEqual([]);
});
