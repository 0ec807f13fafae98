import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, lookAt, Stage, type Opened, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const details = '#/orgs/connection-0';
const hash = '#/reauthenticate/connection-0';

async function connectionTab({ page }: Opened): Promise<void> {
  await page.getByRole('tab', { name: 'Connection' }).click();
}

async function newKey({ page }: Opened): Promise<void> {
  await page.getByRole('radio', { name: 'A new key' }).click();
}

const scenes: Scene[] = [
  { name: 'details-reauthenticate', query: 'scene=again', hash: details },
  { name: 'details-sign-in-again', query: 'scene=again', hash: '#/orgs/connection-4' },
  { name: 'details-pending', query: 'scene=again&pending=secret', hash: details, act: connectionTab },
  { name: 'details-pending-key', query: 'scene=again&pending=key', hash: details, act: connectionTab },
  { name: 'again-start', query: 'scene=again', hash },
  { name: 'again-new-key', query: 'scene=again', hash, act: newKey },
  { name: 'again-waiting-key', query: 'scene=again&pending=secret&interrupted', hash },
  { name: 'again-consent', query: 'scene=againRunning', hash },
  { name: 'again-no-browser', query: 'scene=againRunning&browser=no', hash },
  { name: 'again-other-user', query: 'scene=againRunning&stage=confirmingIdentity&doubt=otherUser', hash },
  { name: 'again-refreshed', query: 'scene=againRunning&stage=confirmingIdentity&doubt=refreshedSandbox', hash },
  {
    name: 'again-other-user-refreshed',
    query: 'scene=againRunning&stage=confirmingIdentity&doubt=otherUserOfRefreshedSandbox',
    hash,
  },
  { name: 'again-refused', query: 'scene=againFailed&reason=identityRefused', hash },
];

test.each(scenes)('$name is accessible and fits', (scene) => lookAt(stage, scene));

test('what is in force is authenticated again, and the details say so', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=again', hash: details });
  await page.locator('header').getByRole('button', { name: 'Reauthenticate', exact: true }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Reauthenticate' }).waitFor();
  await page.getByRole('button', { name: 'Authenticate', exact: true }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Brightwater Partial is authenticated again' }).waitFor();
  await page.getByRole('button', { name: 'Back to details' }).press('Enter');
  await connectionTab({ page, complaints });
  await page
    .getByRole('term')
    .filter({ hasText: /^Authenticated$/ })
    .waitFor();
  const authenticated = page.locator('dt:text-is("Authenticated") + dd');
  expect(await authenticated.innerText()).toContain('just now');
  expect(complaints).toEqual([]);
});

test('a new key and secret are typed, proven, and then in force', async () => {
  const { page } = await stage.scene({ query: 'scene=again', hash });
  await newKey({ page, complaints: [] });
  const go = page.getByRole('button', { name: 'Authenticate', exact: true });
  expect(await go.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Consumer ID' }).fill('3MVG9newer_key_of_this_org_Zz9Q');
  await page.getByRole('textbox', { name: 'Consumer Secret' }).fill('a secret of this test');
  await page.keyboard.press('Enter');
  await page.getByText('Set just now, 21 characters').waitFor();
  expect(await page.content()).not.toContain('a secret of this test');
  await go.click();
  await page.getByRole('button', { name: 'Back to details' }).click();
  await connectionTab({ page, complaints: [] });
  await page.getByText('3MVG9…Zz9Q').waitFor();
  expect(await page.getByText('A new key is waiting for authorization').count()).toBe(0);
});

test('a key that is none is told at its field, and nothing starts', async () => {
  const { page } = await stage.scene({ query: 'scene=again', hash });
  await newKey({ page, complaints: [] });
  await page.getByRole('textbox', { name: 'Consumer ID' }).fill('two words');
  await page.getByRole('button', { name: 'Authenticate', exact: true }).click();
  await page.getByText('It has characters that no Consumer ID has.').waitFor();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Reauthenticate');
});

test('a cancelled sign-in changes nothing, and is tried again from its failure', async () => {
  const { page } = await stage.scene({ query: 'scene=again', hash });
  await page.getByRole('button', { name: 'Authenticate', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in with your browser' }).waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'The sign-in was cancelled' }).waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.getByRole('button', { name: 'Back to details' }).waitFor();
});

test('what waits is discarded only after a question', async () => {
  const { page } = await stage.scene({ query: 'scene=again&pending=secret', hash: details });
  await connectionTab({ page, complaints: [] });
  const notice = page.getByText('A new key is waiting for authorization');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  expect(await notice.count()).toBe(1);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await notice.waitFor({ state: 'detached' });
  expect(page.url()).toContain(details);
});

test('other values take the place of those that wait only once they are typed', async () => {
  const { page } = await stage.scene({ query: 'scene=again&pending=secret', hash });
  const go = page.getByRole('button', { name: 'Authenticate', exact: true });
  await page.getByRole('button', { name: 'Enter other values' }).click();
  expect(await go.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Consumer ID' }).fill('3MVG9newer_key_of_this_org_Zz9Q');
  await page.keyboard.press('Tab');
  await page.getByText('Set, 64 characters').waitFor();
  await page.getByRole('button', { name: 'Org details' }).click();
  await connectionTab({ page, complaints: [] });
  await page.getByText('New key 3MVG9…Zz9Q, with a secret of 64 characters.').waitFor();
});

test('a key that waits is what is authenticated', async () => {
  const { page } = await stage.scene({ query: 'scene=again&pending=secret', hash: details });
  await connectionTab({ page, complaints: [] });
  await page.getByRole('button', { name: 'Authenticate', exact: true }).click();
  await page.getByRole('radio', { name: 'A new key', checked: true }).waitFor();
  await page.getByRole('button', { name: 'Authenticate', exact: true }).click();
  await page.getByRole('button', { name: 'Back to details' }).click();
  await connectionTab({ page, complaints: [] });
  await page.getByText('3MVG9…w9Tn').waitFor();
});

test.each([
  ['otherUser', 'Keep the user as it is', 'Use the new user'],
  ['refreshedSandbox', 'Keep the connection as it is', 'Use the refreshed sandbox'],
  ['otherUserOfRefreshedSandbox', 'Keep the connection as it is', 'Use the refreshed sandbox and the new user'],
])('the question about %s has the focus on the answer that changes nothing', async (doubt, safe, other) => {
  const { page } = await stage.scene({ query: `scene=again&doubt=${doubt}`, hash });
  await page.getByRole('button', { name: 'Authenticate', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Is this who you mean?' }).waitFor();
  expect(await page.locator(':focus').innerText()).toBe(safe);
  await expectFitting(page);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Another user or a refreshed sandbox came back' }).waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.getByRole('button', { name: other }).click();
  await page.getByRole('heading', { level: 1, name: 'Brightwater Partial is authenticated again' }).waitFor();
});

test('its sign-in is shown again from the list, and is no draft', async () => {
  const { page } = await stage.scene({ query: 'scene=againRunning', hash: '#/' });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in with your browser' }).waitFor();
  expect(page.url()).toContain(hash);
});
