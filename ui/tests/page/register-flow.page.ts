import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectFitting, picture, Stage } from './support';

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
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme UAT');
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
  await page.getByRole('grid').getByText('Acme UAT').waitFor();
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
  await page.getByText('No Consumer Secret').waitFor();
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
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme UAT');
  await page.getByRole('button', { name: 'Connected orgs' }).click();
  await page.getByText('Acme UAT').waitFor();
  await page.goBack();
  await heading(page, 'Enter the credentials').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Acme UAT');
});

test('what cannot be kept holds the wizard and says so', async () => {
  const page = await open('scene=registerBlank&step=credentials&fail=save_draft:store');
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme UAT');
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
  await address.fill('https://acme.lightning.force.com');
  await page.getByText('Login URL needs a change').waitFor();
  expect(await page.getByText(/This is a Lightning/).isVisible()).toBe(false);
  await address.blur();
  await page.getByText(/This is a Lightning/).waitFor();
  expect(await address.getAttribute('aria-invalid')).toBe('true');
});

test('a pasted address leaves its field, and the verdict is told', async () => {
  const page = await open('scene=signIn&nothing=yes');
  const field = page.getByRole('textbox', { name: 'Address from the browser' });
  await field.fill('https://acme.example/');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the callback address').waitFor();
  expect(await field.inputValue()).toBe('');
  await field.fill('http://localhost:33333/?code=abc&state=def');
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByText('That is the answer').waitFor();
  expect(await held(page)).not.toContain('code=abc');
});

test('copying the link is confirmed in place', async () => {
  const page = await open('scene=signIn');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
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
  const page = await open('scene=failed&reason=secretWrong');
  await expectFocused(page, 'The consumer secret is wrong');
  await page.getByRole('button', { name: 'Back to Credentials' }).first().click();
  await expectFocused(page, 'Enter the credentials');
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Larkfield Sandbox QA');
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
  ['sign-in', 'scene=signIn&nothing=yes'],
  ['waiting', 'scene=signIn&stage=waitingForKey'],
  ['failure', 'scene=failed&reason=callbackMismatch'],
  ['result', 'scene=registered&deviations=all'],
])('%s fits at 200 %%', async (name, query) => {
  const page = await open(query, zoomed);
  await picture(page, `register-${name}-zoomed`);
  await expectFitting(page);
});
