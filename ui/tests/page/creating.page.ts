import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, picture, Stage, type Look, type Opened, type Scene } from './support';

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
  await opened.page.getByRole('button', { name: /^Create (it|the app) for me$/ }).click();
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
  await opened.page.getByRole('button', { name: 'Check again' }).waitFor();
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
  { name: 'create-plan-fixed', query: `${own}&creation=fixed`, hash: draft, looks: twoLooks, act: planned },
  { name: 'create-plan-taken', query: `${own}&creation=taken`, hash: draft, looks: twoLooks, act: planned },
  { name: 'create-plan-refused', query: `${own}&creation=refused`, hash: draft, looks: twoLooks, act: planned },
  { name: 'create-plan-jwt', query: `${own}&creation=jwt`, hash: draft, looks: twoLooks, act: hindered },
  { name: 'create-plan-hindered', query: `${own}&creation=hindered`, hash: draft, act: hindered },
  {
    name: 'create-looking',
    query: `${own}&delay=6000`,
    hash: draft,
    looks: twoLooks,
    act: async (opened) => {
      await press(opened, 'Create it for me');
      await opened.page.getByText('Salesforce tries the deployment').waitFor();
    },
  },
  {
    name: 'create-running',
    query: `${own}&creation=stays`,
    hash: draft,
    act: async (opened) => {
      await planned(opened);
      await opened.page.getByRole('checkbox', { name: /^With a consumer secret/ }).check();
      await opened.page.getByText('puts it back right after').waitFor();
      await press(opened, 'Create');
      await opened.page.getByText('is switched on now').waitFor();
    },
  },
  {
    name: 'create-running-list',
    query: `${own}&creation=stays`,
    hash: draft,
    looks: twoLooks,
    act: async (opened) => {
      await planned(opened);
      await press(opened, 'Create');
      await heading(opened, 'Creating the app Orgkeep');
      await press(opened, 'Connected orgs');
      await opened.page.getByText('Creating the app Orgkeep').waitFor();
    },
  },
  {
    name: 'create-undone',
    query: own,
    hash: draft,
    looks: twoLooks,
    act: async (opened) => {
      await created(opened);
      await press(opened, 'Undo…', 'Undo');
      await heading(opened, 'The app Orgkeep is undone');
    },
  },
  { name: 'create-made', query: own, hash: draft, act: created },
  { name: 'create-made-warnings', query: `${own}&creation=warns`, hash: draft, act: created, looks: twoLooks },
  { name: 'create-failed', query: `${own}&creation=fails`, hash: draft, act: failed },
  { name: 'create-left', query: `${own}&creation=left`, hash: draft },
  { name: 'create-left-list', query: 'scene=list&creation=left&secret', hash: '#/' },
  { name: 'create-unused', query: `${own}&creation=unused&waits`, hash: draft, looks: twoLooks },
  { name: 'create-unused-list', query: 'scene=list&creation=unused', hash: '#/' },
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

test.each([
  ['a password', '', 5],
  ['a password for production', '&production', 6],
])('%s becomes a sign-in through an app of the org in a few clicks', async (_, query, most) => {
  const opened = await stage.scene({ query: `scene=move&from=standard${query}`, hash: '#/' });
  const { page, complaints } = opened;
  let clicks = 0;
  await page.exposeFunction('clicked', () => (clicks += 1));
  await page.evaluate(() => {
    // What a label passes on to its checkbox is no click of a person.
    const count = (event: MouseEvent) => {
      if (event.detail > 0) (window as unknown as { clicked: () => void }).clicked();
    };
    addEventListener('click', count, true);
  });
  await press(opened, 'More for Brightwater Partial');
  await page.getByRole('menuitem', { name: 'Move to OAuth via ECA' }).click();
  await planned(opened);
  if (query) await page.getByRole('checkbox', { name: /which is in production/ }).check();
  await press(opened, 'Create');
  await heading(opened, 'The app Orgkeep is there');
  await page.getByText('The key waits with the connection.').waitFor();
  await press(opened, 'Connect');
  await heading(opened, 'Brightwater Partial has moved to OAuth via ECA');
  expect(clicks).toBe(most);
  expect(complaints).toEqual([]);
});

test('a registration gets its app, its key, and a sign-in, and the focus follows', async () => {
  const opened = await stage.scene({ query: own, hash: draft });
  const { page, complaints } = opened;
  await planned(opened);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  expect(await focused()).toBe('What Orgkeep will create');
  expect(await page.getByRole('textbox', { name: 'Contact Email' }).inputValue()).toBe('orgkeep@brightwater.org');
  await press(opened, 'Create');
  await heading(opened, 'Creating the app Orgkeep');
  await page.getByRole('list', { name: 'Steps of the creation' }).waitFor();
  await heading(opened, 'The app Orgkeep is there');
  expect(await focused()).toBe('The app Orgkeep is there');
  await page.getByText('The key stands in the registration.').waitFor();
  await press(opened, 'Connect');
  await page.getByRole('heading', { level: 1, name: /is connected|Connected/ }).waitFor();
  expect(complaints).toEqual([]);
});

test('production is asked about once more before anything is created', async () => {
  const opened = await stage.scene({ query: production, hash: draft });
  await planned(opened);
  const create = opened.page.getByRole('button', { name: 'Create', exact: true });
  expect(await create.isDisabled()).toBe(true);
  await opened.page.getByRole('checkbox', { name: /which is in production/ }).check();
  await create.click();
  await heading(opened, 'The app Orgkeep is there');
});

test('an app that differs is changed only when that was said', async () => {
  const opened = await stage.scene({ query: `${own}&creation=differs`, hash: draft });
  const { page } = opened;
  await planned(opened);
  await page.getByText('Salesforce would take the change, and this user may make it.').waitFor();
  await page.getByRole('row', { name: /ipRelaxationPolicyType.*Enforce.*Bypass/ }).waitFor();
  const change = page.getByRole('button', { name: 'Change the app' });
  expect(await change.isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: /^Change that app to the values of this page/ }).check();
  await change.click();
  await page.getByText('Orgkeep changed it to what you asked for.').waitFor();
  await press(opened, 'Undo…');
  await page.getByText('The app gets the values that it had before.').waitFor();
});

test('an app whose lists would be lost is left alone, and the new one gets another name', async () => {
  const opened = await stage.scene({ query: `${own}&creation=fixed`, hash: draft });
  const { page } = opened;
  await planned(opened);
  await page.getByText('trustedIpRanges').waitFor();
  expect(await page.getByRole('checkbox', { name: /^Change that app/ }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Create', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'API Name' }).fill('Orgkeep_Two');
  await press(opened, 'Check again');
  await page.getByText('Name Orgkeep_Two', { exact: true }).waitFor();
  await press(opened, 'Create');
  await heading(opened, 'The app Orgkeep_Two is there');
});

test('a name that is taken is given up for another one', async () => {
  const opened = await stage.scene({ query: `${own}&creation=taken`, hash: draft });
  const { page } = opened;
  await planned(opened);
  expect(await page.getByRole('button', { name: 'Create', exact: true }).isDisabled()).toBe(true);
  const name = page.getByRole('textbox', { name: 'API Name' });
  await name.fill('Orgkeep_Two');
  await page.getByText('Check it before it is created.').waitFor();
  await name.press('Enter');
  await page.getByText('Name Orgkeep_Two', { exact: true }).waitFor();
  await press(opened, 'Create');
  await heading(opened, 'The app Orgkeep_Two is there');
});

test('what Salesforce does not take is explained, each cause once, and its code stays visible', async () => {
  const opened = await stage.scene({ query: `${own}&creation=refused`, hash: draft });
  const { page } = opened;
  await planned(opened);
  await page.getByText('The user lacks a permission').nth(1).waitFor();
  await page.getByText('A reason that Orgkeep does not know').waitFor();
  expect(await page.getByText('Salesforce knows the user and does not let it do this.').count()).toBe(1);
  expect(await page.getByText('Or let another user of the org do it.').count()).toBe(1);
  expect(await page.getByText('INSUFFICIENT_ACCESS · callbackUrl').count()).toBe(1);
  await page.getByText('You do not have the permissions to manage External Client Apps.').waitFor();
});

test('an app without a contact is not asked for', async () => {
  const opened = await stage.scene({ query: own, hash: draft });
  const { page } = opened;
  await planned(opened);
  await page.getByRole('textbox', { name: 'Contact Email' }).fill('');
  await press(opened, 'Check again');
  await page.getByText('An answer is missing or wrong: Contact Email.').waitFor();
});

test('which org is meant is never guessed', async () => {
  const opened = await stage.scene({ query: anyOrg, hash: draft });
  const { page } = opened;
  await press(opened, 'Create it for me');
  await page.getByText('Choose the connection that creates it.').waitFor();
  expect(await page.getByRole('button', { name: 'Check again' }).isDisabled()).toBe(true);
  await page.getByRole('combobox', { name: /^Through the connection/ }).click();
  await page.getByRole('option', { name: /^Larkfield UAT/ }).click();
  await page.getByText('Salesforce would take it, and this user may create it.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Contact Email' }).inputValue()).toBe('release.bot@larkfield.com');
});

test('where no connection leads to the org, nothing is offered', async () => {
  const { page } = await stage.scene({ query: 'scene=registerFilled', hash: draft });
  await page.getByRole('heading', { name: 'Enter these values' }).waitFor();
  expect(await page.getByRole('button', { name: 'Create it for me' }).count()).toBe(0);
});

test('what failed half-way goes on', async () => {
  const opened = await stage.scene({ query: `${own}&creation=fails`, hash: draft });
  await failed(opened);
  await press(opened, 'Continue');
  await heading(opened, 'The app Orgkeep is there');
});

test('what failed half-way is undone, and can be planned anew', async () => {
  const opened = await stage.scene({ query: `${own}&creation=fails`, hash: draft });
  await failed(opened);
  await press(opened, 'Undo');
  await heading(opened, 'The app Orgkeep is undone');
  await press(opened, 'Back');
  await heading(opened, 'Create the app in Salesforce');
  await opened.page.getByRole('button', { name: 'Create it for me' }).waitFor();
});

test('what is undone of a move leads back to where the app comes from', async () => {
  const opened = await stage.scene({ query: 'scene=move&from=standard', hash: move });
  await created(opened);
  await press(opened, 'Undo…', 'Undo');
  await heading(opened, 'The app Orgkeep is undone');
  await press(opened, 'Back');
  await heading(opened, 'The app in Salesforce');
  await opened.page.getByRole('button', { name: 'Create it for me' }).waitFor();
});

test('what runs is stopped and undone', async () => {
  const opened = await stage.scene({ query: own, hash: draft });
  await planned(opened);
  await press(opened, 'Create', 'Stop and undo');
  await heading(opened, 'The app Orgkeep is undone');
});

test('an app that is there is undone only after a question', async () => {
  const opened = await stage.scene({ query: own, hash: draft });
  await created(opened);
  await press(opened, 'Undo…', 'Keep it');
  await heading(opened, 'The app Orgkeep is there');
  await press(opened, 'Undo…', 'Undo');
  await heading(opened, 'The app Orgkeep is undone');
});

test('an app is created while the list is looked at, and leads back to its registration', async () => {
  const opened = await stage.scene({ query: own, hash: draft });
  await planned(opened);
  await press(opened, 'Create');
  await heading(opened, 'Creating the app Orgkeep');
  await press(opened, 'Connected orgs');
  await opened.page.getByText('The app Orgkeep is there').waitFor();
  await press(opened, 'Show');
  await heading(opened, 'The app Orgkeep is there');
});

test('what the end of the program cut off goes on where it belongs', async () => {
  const opened = await stage.scene({ query: `${own}&creation=left`, hash: draft });
  await opened.page.getByText('Creating the app Orgkeep was interrupted').waitFor();
  expect(await opened.page.getByRole('button', { name: 'Create it for me' }).count()).toBe(0);
  await press(opened, 'Continue: Orgkeep');
  await heading(opened, 'The app Orgkeep is there');
});

test('what the end of the program cut off goes on in a move, which asks about production again', async () => {
  const query = 'scene=move&from=standard&production&creation=left&goal=migration';
  const opened = await stage.scene({ query, hash: move });
  await press(opened, 'Continue: Orgkeep');
  await heading(opened, 'The app Orgkeep is there');
  const connect = opened.page.getByRole('button', { name: 'Connect', exact: true });
  expect(await connect.isDisabled()).toBe(true);
  await opened.page.getByRole('checkbox', { name: 'Move the production org' }).check();
  await connect.click();
  await heading(opened, 'Brightwater Partial has moved to OAuth via ECA');
});

test('what the end of the program cut off is undone from the list, or left for the next start', async () => {
  const opened = await stage.scene({ query: 'scene=list&creation=left', hash: '#/' });
  await press(opened, 'Undo: Orgkeep');
  await opened.page.getByText('The app Orgkeep is undone').waitFor();
  await press(opened, 'Dismiss');
  await opened.page.getByText('The app Orgkeep is undone').waitFor({ state: 'detached' });
  const other = await stage.scene({ query: 'scene=list&creation=left', hash: '#/' });
  await press(other, 'Not now: Orgkeep');
  await other.page.getByText('was interrupted').waitFor({ state: 'detached' });
});

test('an app that no connection uses is undone from the list, or kept for good', async () => {
  const opened = await stage.scene({ query: 'scene=list&creation=unused', hash: '#/' });
  await opened.page.getByText('No connection uses the app Orgkeep').waitFor();
  await press(opened, 'Undo…: Orgkeep', 'Undo');
  await opened.page.getByText('The app Orgkeep is undone').waitFor();
  const other = await stage.scene({ query: 'scene=list&creation=unused', hash: '#/' });
  await press(other, 'Keep it: Orgkeep');
  await other.page.getByText('No connection uses the app Orgkeep').waitFor({ state: 'detached' });
});

test('an app that waits for its registration is undone there, and the list does not tell of it', async () => {
  const query = `${own}&creation=unused&waits`;
  const opened = await stage.scene({ query, hash: draft });
  const { page } = opened;
  await page.getByText('No connection uses the app Orgkeep').waitFor();
  expect(await page.getByRole('button', { name: 'Create it for me' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Keep it: Orgkeep' }).count()).toBe(0);
  await press(opened, 'Connected orgs');
  await heading(opened, 'Connected orgs');
  expect(await page.getByText('No connection uses the app Orgkeep').count()).toBe(0);
  const other = await stage.scene({ query, hash: draft });
  await press(other, 'Undo…: Orgkeep', 'Undo');
  await heading(other, 'The app Orgkeep is undone');
});

test('an undoing that was cut off only goes on', async () => {
  const { page } = await stage.scene({ query: 'scene=list&creation=left&undoing', hash: '#/' });
  await page.getByRole('button', { name: 'Go on undoing: Orgkeep' }).waitFor();
  expect(await page.getByRole('button', { name: 'Undo: Orgkeep' }).count()).toBe(0);
});

test('policies are brought back, in production after one more question', async () => {
  const opened = await stage.scene({ query: 'scene=list', hash: '#/orgs/connection-1' });
  const { page } = opened;
  await checked(opened);
  await page.getByText('1 setting is not what it should be').waitFor();
  await page.getByText('Every user may authorize it.').waitFor();
  await page.getByText('The consumer secret is more than a year old.').waitFor();
  await press(opened, 'Apply policies…');
  const apply = page.getByRole('button', { name: 'Apply', exact: true });
  expect(await apply.isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'Change the policies in production' }).check();
  await apply.click();
  await page.getByText('The policies were written').waitFor();
  await page.getByText('Nothing differs from what was asked for.').waitFor();
  expect(await page.getByRole('button', { name: 'Apply policies…' }).count()).toBe(0);
});

test('an app of somebody else’s is compared with what the products of its connection ask for', async () => {
  const opened = await stage.scene({ query: 'scene=list&creation=products', hash: '#/orgs/connection-1' });
  const { page } = opened;
  await checked(opened);
  await page.getByText('It was compared with what the connection’s products ask for.').waitFor();
  await page.getByText('1 setting is not what it should be').waitFor();
  await press(opened, 'Apply policies…');
  await page.getByText('They are taken from: what the connection’s products ask for.').waitFor();
});

test('an app of somebody else’s is compared with a blueprint', async () => {
  const opened = await stage.scene({ query: 'scene=list&creation=unknown', hash: details });
  const { page } = opened;
  await checked(opened);
  await page.getByText('Not compared').waitFor();
  await page.getByRole('combobox', { name: /^Compare with/ }).click();
  // What a product asks for depends on answers that this one has not got.
  expect(await page.getByRole('option', { name: /^Product: AutoRABIT Vault/ }).count()).toBe(0);
  await page.getByRole('option', { name: /^Product: Compliance/ }).click();
  await press(opened, 'Check the app');
  await page.getByText('1 setting is not what it should be').waitFor();
});

// The usual window at 200 %.
test.each([
  ['plan', own, draft, planned],
  ['plan-differs', `${own}&creation=differs`, draft, planned],
  ['made', own, draft, created],
  ['failed', `${own}&creation=fails`, draft, failed],
  ['check', 'scene=list', details, checked],
])('%s fits at 200 %%', async (name, query, hash, act) => {
  const opened = await stage.scene({ query, hash, size: { width: 590, height: 380 } });
  await act(opened);
  await picture(opened.page, `create-${name}-zoomed`);
  await expectFitting(opened.page);
});

test('what is left fits at 200 %', async () => {
  for (const [query, hash] of [
    [`${own}&creation=left`, draft],
    ['scene=list&creation=left&secret', '#/'],
  ]) {
    const { page } = await stage.scene({ query: query ?? '', hash: hash ?? '', size: { width: 590, height: 380 } });
    await page.getByText('was interrupted').waitFor();
    await picture(page, `create-left-zoomed-${hash === draft ? 'draft' : 'list'}`);
    await expectFitting(page);
  }
});
