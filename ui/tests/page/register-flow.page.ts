import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, orgTable, picture, play, Stage } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hash = '#/register/draft-1';
const secret = 'a-secret-that-nobody-may-see';

async function open(query: string, size?: { width: number; height: number }): Promise<Page> {
  const { page } = await stage.scene({ query, hash, ...(size && { size }) });
  return page;
}

function heading(page: Page, name: string | RegExp) {
  return page.getByRole('heading', { level: 1, name });
}

/** Whether a heading has the focus, so that a screen reader starts there. */
async function expectFocused(page: Page, name: string | RegExp): Promise<void> {
  await heading(page, name).and(page.locator(':focus')).waitFor();
}

/** Everything that the page holds, in its markup and in its fields. */
function held(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input')].map((input) => input.value);
    return document.documentElement.outerHTML + fields.join('\n');
  });
}

test('a registration goes from the first step to the list', async () => {
  const page = await open('scene=registerBlank');
  await expectFocused(page, 'Create the app in Salesforce');
  await page.getByRole('checkbox', { name: /^Done: 1\./ }).check();
  await page.getByRole('button', { name: /^2\. /, expanded: true }).waitFor();
  await page.getByRole('button', { name: 'Continue to Credentials' }).click();
  await expectFocused(page, 'Enter the credentials');
  const connect = page.getByRole('button', { name: 'Connect', exact: true });
  expect(await connect.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme UAT');
  await page.getByRole('radio', { name: 'Sandbox' }).click();
  await page.getByRole('textbox', { name: 'Login URL' }).fill('https://acme--uat.sandbox.my.salesforce.com');
  await page.getByRole('textbox', { name: /^Consumer ID/ }).fill('3MVG9acme');
  await page.getByRole('textbox', { name: /^Consumer Secret/ }).fill(secret);
  await connect.click();
  await expectFocused(page, 'Checking the key');
  await heading(page, 'Sign in with your browser').waitFor();
  await expectFocused(page, 'Acme UAT is connected');
  expect(await held(page)).not.toContain(secret);
  await page.getByRole('button', { name: 'Go to list' }).click();
  await orgTable(page).getByText('Acme UAT').waitFor();
});

test('the secret leaves the page as soon as its field is left', async () => {
  const page = await open('scene=registerBlank&step=credentials');
  await page.getByRole('textbox', { name: /^Consumer Secret/ }).fill(secret);
  await page.keyboard.press('Enter');
  await page.getByText(`Set just now, ${secret.length} characters`).waitFor();
  expect(await held(page)).not.toContain(secret);
  await page.getByRole('button', { name: 'Replace' }).and(page.locator(':focus')).waitFor();
  await page.getByRole('button', { name: 'Replace' }).click();
  await page
    .getByLabel(/^Consumer Secret/)
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Tab');
  await page
    .getByText(`Set, ${secret.length} characters`)
    .or(page.getByText(/Set just now/))
    .waitFor();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('textbox', { name: /^Consumer Secret/ }).waitFor();
});

test('a secret that the vault does not take is said to be lost, and leaves the page all the same', async () => {
  const page = await open('scene=registerBlank&step=credentials&fail=set_draft_secret:vaultLocked');
  await page.getByRole('textbox', { name: /^Consumer Secret/ }).fill(secret);
  await page.keyboard.press('Tab');
  await page.getByText('The secret is not kept. Enter it again.').waitFor();
  expect(await held(page)).not.toContain(secret);
});

test('what was typed is there after leaving and coming back', async () => {
  const page = await open('scene=registerBlank&step=credentials');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme UAT');
  await page.getByRole('button', { name: 'Connected orgs' }).click();
  await page.getByText('Acme UAT').waitFor();
  await page.goBack();
  await heading(page, 'Enter the credentials').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Acme UAT');
});

test('what cannot be kept holds the wizard and says so', async () => {
  const page = await open('scene=registerBlank&step=credentials&fail=save_draft:store');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme UAT');
  await page.getByRole('button', { name: 'Connected orgs' }).click();
  await page.getByText('What you typed is not kept yet').waitFor();
  await picture(page, 'register-unkept-light');
  await page.getByRole('button', { name: 'Leave anyway' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
});

test('choosing My Domain again brings back what was typed', async () => {
  const page = await open('scene=registerFilled&step=credentials');
  const address = page.getByRole('textbox', { name: 'Login URL' });
  const typed = await address.inputValue();
  await page.getByRole('radio', { name: 'test.salesforce.com' }).click();
  expect(await address.inputValue()).toBe('https://test.salesforce.com');
  await page.getByText(/Works only if you sign in to the org/).waitFor();
  await page.getByRole('radio', { name: 'My Domain' }).click();
  expect(await address.inputValue()).toBe(typed);
});

test('a half-typed value is not called wrong before its field is left', async () => {
  const page = await open('scene=registerBlank&step=credentials');
  const address = page.getByRole('textbox', { name: 'Login URL' });
  await address.fill('https://admin@acme.my.salesforce.com');
  await page.getByText('The address cannot be used as it is.').waitFor();
  expect(await page.getByText(/carries a user name/).isVisible()).toBe(false);
  await address.blur();
  await page.getByText(/carries a user name/).waitFor();
  expect(await address.getAttribute('aria-invalid')).toBe('true');
});

test('a repaired address is told once its field is left, with what was pasted', async () => {
  const page = await open('scene=registerBlank&step=credentials');
  const address = page.getByRole('textbox', { name: 'Login URL' });
  await address.fill('https://acme.lightning.force.com/lightning/setup/SetupOneHome/home');
  await address.blur();
  await page.getByText('Orgkeep signs in at acme.my.salesforce.com. You pasted its Lightning address.').waitFor();
});

test('Verify runs when address and key are there, and leads to the connection that there is', async () => {
  const page = await open('scene=registerFilled&step=credentials&key=&verify=orgConnected');
  const verify = page.getByRole('button', { name: 'Verify', exact: true });
  expect(await verify.isDisabled()).toBe(true);
  const lines = page.getByRole('region', { name: 'Verify' }).getByRole('listitem');
  const places = () => lines.evaluateAll((items) => items.map((item) => item.querySelector('.mid')?.textContent));
  const before = await places();
  const key = page.getByRole('textbox', { name: /^Consumer ID/ });
  await key.fill('3MVG9acme');
  await key.blur();
  await page.getByText('This is 00D8E0000003rwUAA0; you already have a connection to it.').waitFor();
  expect(await places()).toEqual(before);
  await page.getByRole('status').getByText('Verified. Nothing to fix.').waitFor();
  await page.getByRole('button', { name: 'Show Larkfield Production' }).click();
  await heading(page, 'Larkfield Production').waitFor();
});

test('what is to fix and what resolves in time stand beside Connect, which they do not block', async () => {
  const page = await open('scene=registerFilled&step=credentials&verify=keyNotActiveYet&port=occupied');
  await page.getByText('1 to fix, 1 waiting').waitFor();
  expect(await page.getByRole('button', { name: 'Connect', exact: true }).isEnabled()).toBe(true);
  await page.getByText(/Orgkeep counts down/).waitFor();
});

test('a host is confirmed by typing it as it really is, and in no other way', async () => {
  const page = await open(
    `scene=registerFilled&step=credentials&url=${encodeURIComponent('https://аcme.my.salesforce.com')}`,
  );
  const typed = page.getByRole('textbox', { name: 'Type the host to confirm it' });
  const confirm = page.getByRole('button', { name: 'Confirm this host' });
  const connect = page.getByRole('button', { name: 'Connect', exact: true });
  const host = await page.getByText(/^xn--/).innerText();
  await page.getByText('The host of the Login URL is not confirmed.').waitFor();
  // The letters that look alike are on the clipboard; the box shows others.
  await page.evaluate((text) => navigator.clipboard.writeText(text), host);
  await typed.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await page.getByText('Type it. What is pasted has not been read.').waitFor();
  expect(await typed.inputValue()).toBe('');
  await typed.fill('аcme.my.salesforce.com');
  await confirm.click();
  await page.getByText(/That has other letters/).waitFor();
  await typed.fill('acme.my.salesforce.com');
  await confirm.click();
  await page.getByText('That is not the host above.').waitFor();
  expect(await connect.isDisabled()).toBe(true);
  await typed.pressSequentially(host);
  await typed.press('Enter');
  await page.getByText('That is not the host above.').waitFor();
  await typed.clear();
  await typed.pressSequentially(host.toUpperCase());
  await typed.press('Enter');
  await page.getByText(`You confirmed ${host}.`).last().waitFor();
  await expect.poll(() => connect.isEnabled()).toBe(true);
});

test('a site offers the My Domain of its org', async () => {
  const page = await open('scene=registerFilled&step=credentials&url=https://acme.my.site.com/partners');
  await page.getByRole('button', { name: 'Use acme.my.salesforce.com' }).click();
  await page.getByText('Recognized').waitFor();
  expect(await page.getByRole('textbox', { name: 'Login URL' }).inputValue()).toBe('https://acme.my.salesforce.com');
});

test('the browser is chosen, and a private window only where it has one', async () => {
  const page = await open('scene=registerFilled&step=credentials');
  const choice = page.getByRole('combobox', { name: /^Browser/ });
  const inPrivate = page.getByRole('switch', { name: 'In a private window' });
  await expect.poll(() => choice.innerText()).toContain('System default (Firefox)');
  await inPrivate.click();
  expect(await inPrivate.getAttribute('aria-checked')).toBe('true');
  await choice.click();
  await page.getByRole('option', { name: 'Web', exact: true }).click();
  await inPrivate.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Connected orgs' }).click();
  await page.goBack();
  await heading(page, 'Enter the credentials').waitFor();
  await expect.poll(() => choice.innerText()).toContain('Web');
});

test('the wait for a key can be told to open the browser, and left for the key’s field', async () => {
  const page = await open('scene=signIn&stage=waitingForKey&verdict=probablyWrong');
  await page.getByText('This key may be wrong').waitFor();
  await page.getByText(/^Salesforce does not know this key\. Orgkeep keeps asking until/).waitFor();
  await page.getByText(/Salesforce knew it before/).waitFor();
  await page.getByText(/closing Orgkeep keeps the wait/).waitFor();
  const opens = page.getByRole('checkbox', { name: /^Open the browser as soon as the key is active/ });
  await opens.check();
  expect(await opens.isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Edit the key' }).click();
  await expectFocused(page, 'Enter the credentials');
});

test('an active key waits for the person, who goes on to the browser', async () => {
  const page = await open('scene=signIn&stage=keyActive');
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expectFocused(page, 'Sign in with your browser');
});

test('a pasted address leaves its field, and what it tells is shown with what to do', async () => {
  const page = await open('scene=signIn&nothing=yes');
  const field = page.getByRole('textbox', { name: 'Address or text from the browser' });
  await field.fill('https://acme.example/');
  await page.keyboard.press('Enter');
  await page.getByText('This page is not Salesforce’s', { exact: true }).waitFor();
  expect(await field.inputValue()).toBe('');
  await field.fill('https://acme.my.salesforce.com/_nc_external/x?error=redirect_uri_mismatch');
  await page.getByRole('button', { name: 'Read it' }).click();
  const steps = page.getByRole('main').locator('li.actionrow');
  await steps.getByText('Replace the callback URL and save').waitFor();
  await steps.getByRole('button', { name: 'Copy the right callback' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('http://localhost:33333');
  await field.fill('http://localhost:33333/?code=abc&state=def');
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByText('That is the answer').waitFor();
  expect(await held(page)).not.toContain('code=abc');
});

test('while nothing comes back, both pages that Salesforce may show are named, and the exact callback', async () => {
  const page = await open('scene=signIn&nothing=yes');
  const help = page.getByRole('region', { name: 'Nothing came back?' });
  await help.getByText('invalid_client_id', { exact: true }).waitFor();
  await help.getByText('redirect_uri_mismatch', { exact: true }).waitFor();
  await help.getByText('which is exactly http://localhost:33333', { exact: false }).waitFor();
});

test('words that are pasted over several lines stay apart', async () => {
  const page = await open('scene=signIn&nothing=yes');
  const field = page.getByRole('textbox', { name: 'Address or text from the browser' });
  await page.evaluate(() => navigator.clipboard.writeText('error\nOAUTH_APP\nBLOCKED'));
  await field.focus();
  await page.keyboard.press('ControlOrMeta+V');
  expect(await field.inputValue()).toBe('error OAUTH_APP BLOCKED');
});

test('a cause that leads back begins at the field that it is about', async () => {
  const page = await open('scene=failed&reason=told&cause=appOfAnotherOrg');
  await page.getByRole('button', { name: 'Edit the Login URL' }).click();
  await page.getByRole('textbox', { name: 'Login URL' }).and(page.locator(':focus')).waitFor();
});

test('Setup cannot be opened from a generic address, and the reason is there', async () => {
  const page = await open('scene=registerFilled&step=credentials&url=https://login.salesforce.com');
  await play(page, 'scene=failing&cause=appBlocked');
  const setup = page.getByRole('button', { name: 'Open in Setup' });
  await setup.waitFor();
  expect(await setup.isDisabled()).toBe(true);
  await page.getByText(/The Login URL is a generic one/).waitFor();
});

test('no browser: the link stands first', async () => {
  const page = await open('scene=signIn&browser=no');
  await page.getByRole('button', { name: 'Copy link' }).and(page.locator('.btn--primary')).waitFor();
  await page.getByRole('combobox', { name: /^Another browser/ }).waitFor();
});

test('copying the link is confirmed in place', async () => {
  const page = await open('scene=signIn');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('button', { name: 'Copied for 30 s' }).waitFor();
});

test('a sign-in that is being saved can no longer be cancelled, and the reason is there', async () => {
  const page = await open('scene=signIn&stage=saving');
  expect(await page.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
  await page.getByText('Saving can no longer be cancelled.').waitFor();
});

test('the sign-in of another draft keeps this one from connecting, by name', async () => {
  const { page } = await stage.scene({ query: 'scene=running', hash: '#/register/draft-2' });
  await page.getByRole('button', { name: 'Continue to Credentials' }).click();
  await page.getByText('The sign-in for Larkfield Sandbox QA is running.').waitFor();
  expect(await page.getByRole('button', { name: 'Connect', exact: true }).isDisabled()).toBe(true);
});

test('a failure leads back to the credentials, with everything typed', async () => {
  const page = await open('scene=failed&reason=told&cause=secretWrong');
  await expectFocused(page, 'The consumer secret is wrong');
  await page.getByRole('button', { name: 'Back to Credentials' }).first().click();
  await expectFocused(page, 'Enter the credentials');
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Larkfield Sandbox QA');
});

test('practice values fill the fields', async () => {
  const { page } = await stage.scene({ query: 'scene=practice', hash });
  await page.getByRole('combobox', { name: /^Practice org/ }).click();
  await page.getByRole('option', { name: 'Larkfield Labs' }).click();
  await page.getByRole('button', { name: 'Use these values' }).click();
  await page.getByText('nora.whitfield@labs.larkfield.example').waitFor();
  await expect.poll(() => page.getByRole('textbox', { name: 'Login URL' }).inputValue()).toBe('http://localhost:40104');
});

test('the keyboard alone reaches and works every part of the first step', async () => {
  const page = await open('scene=registerFilled');
  const seen = new Set<string>();
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) break;
    const name = await focused.evaluate((node) => node.getAttribute('aria-label') ?? node.textContent.trim());
    seen.add(`${await focused.evaluate((node) => node.tagName.toLowerCase())} ${name}`);
  }
  const wanted = ['I already have a key', 'Value for IP Relaxation', 'Done: 2.', '3. Enable OAuth', 'Copy API Name'];
  for (const part of wanted) expect([...seen].filter((name) => name.includes(part))).not.toEqual([]);
});

// The usual window at 200 %.
const zoomed = { width: 590, height: 380 };

test.each([
  ['prerequisites', 'scene=registerFilled'],
  ['credentials', 'scene=registerFilled&step=credentials&secret'],
  ['custom-host', 'scene=registerFilled&step=credentials&url=https://larkfield.my.site.com'],
  ['sign-in', 'scene=signIn&nothing=yes'],
  ['no-browser', 'scene=signIn&browser=no'],
  ['waiting', 'scene=signIn&stage=waitingForKey'],
  ['failure', 'scene=failed&reason=told&cause=callbackMismatch'],
  ['result', 'scene=registered&deviations=all'],
])('%s fits at 200 %%', async (name, query) => {
  const page = await open(query, zoomed);
  await picture(page, `register-${name}-zoomed`);
  await expectFitting(page);
});
