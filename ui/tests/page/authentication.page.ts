import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lookAt, Stage, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const draft = '#/register/draft-1';
const details = '#/orgs/connection-0';
const again = '#/reauthenticate/connection-0';

const scenes: Scene[] = [
  { name: 'way-eca', query: 'scene=way&way=externalClientApp', hash: draft },
  { name: 'way-connected-app', query: 'scene=way&way=connectedApp', hash: draft },
  { name: 'way-standard', query: 'scene=way&way=standard', hash: draft },
  { name: 'way-standard-complete', query: 'scene=way&way=standard&complete', hash: draft },
  { name: 'way-standard-practice', query: 'scene=way&way=standard&practice', hash: draft },
  { name: 'way-standard-before', query: 'scene=way&way=standard&step=prerequisites', hash: draft },
  { name: 'way-connected-app-before', query: 'scene=way&way=connectedApp&step=prerequisites', hash: draft },
  { name: 'login-running', query: 'scene=loggingIn', hash: draft },
  { name: 'login-refused', query: 'scene=loginRefused', hash: draft },
  { name: 'address-asked', query: 'scene=addressAsked', hash: draft },
  { name: 'hub-asked', query: 'scene=hubAsked', hash: draft },
  { name: 'hub-missing', query: 'scene=hubAsked&matter=orgIsNoDevHub', hash: draft },
  { name: 'legacy-list', query: 'scene=legacy' },
  { name: 'legacy-details', query: 'scene=legacy', hash: details },
  { name: 'legacy-refused', query: 'scene=legacy&refused', hash: details },
  { name: 'legacy-waiting', query: 'scene=legacy&waiting', hash: details },
  { name: 'legacy-again', query: 'scene=legacy', hash: again },
  { name: 'legacy-again-refused', query: 'scene=legacy&refused', hash: again },
  { name: 'legacy-again-waiting', query: 'scene=legacy&waiting', hash: again },
  { name: 'apart-details', query: 'scene=apart&secret', hash: details },
  { name: 'apart-again', query: 'scene=apart&secret', hash: again },
  { name: 'apart-again-public', query: 'scene=apart', hash: again },
  { name: 'apart-again-password', query: 'scene=apart&password', hash: again },
  { name: 'dev-hub-settings', query: 'scene=devHub', hash: '#/settings/salesforce-org' },
  { name: 'dev-hub-settings-empty', query: 'scene=list', hash: '#/settings/salesforce-org' },
  { name: 'dev-hub-credentials', query: 'scene=devHub', hash: draft },
  { name: 'dev-hub-details', query: 'scene=devHub', hash: details },
];

test.each(scenes)('$name is accessible and fits', (scene) => lookAt(stage, scene));

test('secrets that cannot be read are told as that, and asked for before the browser opens', async () => {
  const { page } = await stage.scene({ query: 'scene=apart&secret', hash: details });
  await page.getByText('Orgkeep cannot read its secrets').first().waitFor();
  await page.getByRole('button', { name: 'Reauthenticate' }).first().click();
  await page.getByText('The consumer secret of its app cannot be read any more either.').waitFor();
  await page.getByText('The Consumer ID is missing.').waitFor();
  const authenticate = page.getByRole('button', { name: 'Authenticate', exact: true });
  expect(await authenticate.isDisabled()).toBe(true);
});

test('a password that cannot be read leaves nothing to choose', async () => {
  const { page } = await stage.scene({ query: 'scene=apart&password', hash: again });
  await page.getByText('Orgkeep cannot read its secrets').waitFor();
  expect(await page.getByRole('radio').count()).toBe(0);
  await page.getByLabel('Password', { exact: true }).waitFor();
});

test('a password is registered after its end was accepted, and is never in the page again', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=way&way=externalClientApp', hash: draft });
  await page.getByRole('radio', { name: 'Standard' }).click();
  const connect = page.getByRole('button', { name: 'Connect', exact: true });
  await page.getByText('Sign-in with a password ends in June 2027').waitFor();
  await page.getByText('The end of this way to sign in is not accepted yet.').waitFor();
  expect(await connect.isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'Register with a password anyway' }).check();
  await page.getByRole('textbox', { name: 'Password' }).fill(' a password of this test ');
  await page.keyboard.press('Enter');
  await page.getByText('Set just now, 25 characters').waitFor();
  await page.getByRole('textbox', { name: 'Security token' }).fill(' a token of this test ');
  await page.keyboard.press('Enter');
  await page.getByText('Set just now, 20 characters').waitFor();
  expect(await page.content()).not.toContain('of this test');
  await connect.click();
  await page.getByText('Sending user name and password, once').waitFor();
  await page.getByRole('heading', { level: 1, name: 'is connected' }).waitFor();
  expect(complaints).toEqual([]);
});

test('another way takes its acceptance with it', async () => {
  const { page } = await stage.scene({ query: 'scene=way&way=standard&complete', hash: draft });
  const accept = page.getByRole('checkbox', { name: 'Register with a password anyway' });
  expect(await accept.isChecked()).toBe(true);
  await page.getByRole('radio', { name: 'OAuth via Connected App' }).click();
  await page.getByText('New Connected Apps cannot be created any more').waitFor();
  await page.getByRole('textbox', { name: 'Consumer ID' }).waitFor();
  await page.getByRole('radio', { name: 'Standard' }).click();
  expect(await accept.isChecked()).toBe(false);
});

test('a refused password is replaced by another one, and only by another one', async () => {
  const { page } = await stage.scene({ query: 'scene=legacy&refused', hash: again });
  await page.getByText('Salesforce refused this password').waitFor();
  expect(await page.getByRole('radio', { name: 'The password in force' }).count()).toBe(0);
  const go = page.getByRole('button', { name: 'Authenticate', exact: true });
  expect(await go.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Password' }).fill('another one of this test');
  await go.click();
  await page.getByRole('button', { name: 'Back to details' }).waitFor();
  expect(await page.content()).not.toContain('of this test');
});

test('a Dev Hub is registered from Settings, through a Connected App', async () => {
  const { page, complaints } = await stage.scene({ query: 'scene=list', hash: '#/settings/salesforce-org' });
  await page.getByText('No Dev Hub is registered.').waitFor();
  await page.getByRole('button', { name: 'Register a Dev Hub' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Enter the credentials of the Dev Hub' }).waitFor();
  await page.getByText('A Dev Hub is registered through a Connected App only.').waitFor();
  expect(await page.getByRole('radio', { name: 'Standard' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a Dev Hub is not authenticated again, and says why', async () => {
  const { page } = await stage.scene({ query: 'scene=devHub', hash: details });
  await page.getByText('A Dev Hub cannot be authenticated again').first().waitFor();
  expect(await page.getByRole('button', { name: 'Reauthenticate', exact: true }).count()).toBe(0);
});
