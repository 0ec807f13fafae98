import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectFitting, lookAt, picture, Stage, type Look, type Scene } from './support';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hash = '#/register/draft-1';
const instance = 'https://vault.larkfield.example';
const callback = `${instance}/dashboard/setup/addSfOrg`;

async function open(query: string, size?: { width: number; height: number }): Promise<Page> {
  const { page } = await stage.scene({ query: `scene=registerFilled&${query}`, hash, ...(size && { size }) });
  return page;
}

/** Opens a step of the checklist; what is in it. */
async function step(page: Page, number: number) {
  const name = page.getByRole('button', { name: new RegExp(`^${number}\\. `) });
  if ((await name.getAttribute('aria-expanded')) === 'false') await name.click();
  return page.getByRole('listitem').filter({ has: name });
}

const twoLooks: Look[] = [
  ['light', 'usual'],
  ['dark', 'smallest'],
];

const all = 'vault,arm,compliance-rehearsal,general';

const scenes: Scene[] = [
  { name: 'blank', query: 'scene=registerBlank' },
  { name: 'three-products', query: `products=vault,compliance-rehearsal&instance=${instance}&blueprints` },
  { name: 'all-products', query: `products=${all}` },
  { name: 'open-settings', query: 'products=general' },
  { name: 'generic-address', query: 'url=https://login.salesforce.com' },
  { name: 'practice', query: 'scene=practice' },
  {
    name: 'names',
    query: 'products=&contact=nora',
    act: async ({ page }: { page: Page }) => {
      await page.getByRole('textbox', { name: 'External Client App Name' }).waitFor();
    },
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({
    name: `step-${number}`,
    query: `products=${all}&instance=${instance}&contact=nora.whitfield@larkfield.example`,
    looks: twoLooks,
    act: async ({ page }: { page: Page }) => {
      await (await step(page, number)).scrollIntoViewIfNeeded();
    },
  })),
].map((scene) => ({
  ...scene,
  hash,
  name: `prerequisites-${scene.name}`,
  query: scene.query.startsWith('scene=') ? scene.query : `scene=registerFilled&${scene.query}`,
}));

for (const scene of scenes) {
  test(`${scene.name} is accessible and fits`, () => lookAt(stage, scene));
}

test('products that disagree are shown with a proposal, and the answer changes the values', async () => {
  const page = await open('products=compliance-rehearsal,vault');
  const table = page.getByRole('table', { name: '3 products, 6 differences' });
  await table.getByText('Off (obsolete): Compliance & Rehearsal Tool').waitFor();
  const security = await step(page, 6);
  const box = security.getByRole('listitem').filter({ hasText: /^Require Proof Key/ });
  expect(await box.innerText()).toMatch(/On$/);
  await page.getByRole('combobox', { name: 'Value for Require PKCE: On' }).click();
  await page.getByRole('option', { name: 'On (proposed)' }).waitFor();
  await page.getByRole('option', { name: 'Off' }).click();
  await expect.poll(() => box.innerText()).toMatch(/Off$/);
  await table.getByText('On (given up): Orgkeep').waitFor();
  await security.getByText('Given up: Require Proof Key').waitFor();
});

test('a setting that a product leaves open is chosen among all its values', async () => {
  const page = await open('products=general');
  await page.getByRole('combobox', { name: 'Value for Session Timeout: 2 hours' }).click();
  await page.getByRole('option', { name: '15 minutes' }).click();
  await (await step(page, 7)).getByText('15 minutes').first().waitFor();
});

test('an answer that is missing or wrong is told at its field and at the step that needs it', async () => {
  const page = await open('products=vault');
  await page.getByRole('listitem').filter({ hasText: '3. Enable OAuth' }).getByText('Incomplete').waitFor();
  const callbacks = await step(page, 3);
  await callbacks.getByText('An answer is missing or wrong: Vault instance.').waitFor();
  const field = page.getByRole('textbox', { name: 'Vault instance' });
  const says = page.locator('.problem');
  await field.fill('vault.larkfield.example');
  await field.blur();
  await says.getByText('This is not a web address.').waitFor();
  await field.fill('http://vault.larkfield.example');
  await says.getByText('Salesforce takes https only').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill(`${instance}/dashboard?from=mail`);
  await callbacks.getByRole('button', { name: 'Copy Callback URL 2' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(callback);
  expect(await says.count()).toBe(0);
  expect(await callbacks.getByText('An answer is missing').count()).toBe(0);
});

test('profiles that may wait are folded, and reach the drawing', async () => {
  const page = await open(`products=vault&instance=${instance}`);
  await page.getByText('AutoRABIT Vault: optional answers').click();
  await page.getByRole('textbox', { name: /^Profiles/ }).fill('System Administrator, Backup');
  const policies = await step(page, 7);
  await policies.getByText('Selected Profiles').first().waitFor();
  expect(await policies.locator('svg text', { hasText: 'Backup' }).count()).toBe(1);
});

test('what is folded stays open while its answers are typed, cleared and mended', async () => {
  const page = await open(`products=vault&instance=${instance}`);
  await page.getByText('AutoRABIT Vault: optional answers').click();
  const profiles = page.getByRole('textbox', { name: /^Profiles/ });
  await profiles.fill('Sales');
  await profiles.fill('');
  await page.getByText('Name and contact').click();
  const contact = page.getByRole('textbox', { name: 'Contact Email' });
  await contact.fill('nora');
  await contact.blur();
  await page.getByText('This is not an e-mail address.').waitFor();
  await contact.fill('nora@larkfield.example');
  await page.getByText('This is not an e-mail address.').waitFor({ state: 'detached' });
  expect(await contact.isVisible()).toBe(true);
  expect(await profiles.isVisible()).toBe(true);
});

test('the API name follows the name, and both reach the checklist', async () => {
  const page = await open('products=');
  await page.getByText('Name and contact').click();
  await page.getByRole('textbox', { name: 'External Client App Name' }).fill('Larkfield Backup');
  await (await step(page, 2)).getByText('Larkfield_Backup').first().waitFor();
  expect(await page.getByRole('textbox', { name: 'API Name' }).getAttribute('placeholder')).toBe('Larkfield_Backup');
});

test('ticks lead on, are counted and are remembered', async () => {
  const page = await open('products=');
  await page.getByText('1 of 8 done').waitFor();
  await page.getByRole('checkbox', { name: /^Done: 2\./ }).check();
  await page.getByText('2 of 8 done').waitFor();
  await page.getByRole('button', { name: /^3\. /, expanded: true }).waitFor();
  await page.getByRole('button', { name: 'Connected orgs' }).click();
  await page.goBack();
  await page.getByText('2 of 8 done').waitFor();
  expect(await page.getByRole('checkbox', { name: /^Done: 2\./ }).isChecked()).toBe(true);
});

test('a tick goes when the values of its step change, and the step says so', async () => {
  const page = await open('products=');
  const scopes = page.getByRole('checkbox', { name: /^Done: 4\./ });
  await scopes.check();
  await page.getByRole('checkbox', { name: /^AutoRABIT ARM/ }).check();
  const line = page.getByRole('listitem').filter({ has: scopes });
  await line.getByText('Changed').waitFor();
  expect(await scopes.isChecked()).toBe(false);
  expect(await page.getByRole('checkbox', { name: /^Done: 1\./ }).isChecked()).toBe(true);
  await (await step(page, 4)).getByText('The values have changed since you ticked this step.').waitFor();
  await scopes.check();
  expect(await line.getByText('Changed').count()).toBe(0);
});

test('what stands in the way is unfolded before the first step', async () => {
  const page = await open('products=&port=occupied');
  await page.getByText('Close that program.').waitFor();
  await page.getByText('Lightning Experience: the pages').waitFor();
  const free = await open('products=');
  await free.getByText('Port 33333 is free.').first().waitFor();
  expect(await free.getByText('Lightning Experience: the pages').isVisible()).toBe(false);
});

test('source files are made of what was chosen here', async () => {
  const page = await open(`products=vault&instance=${instance}`);
  await page.getByRole('button', { name: 'Give me source files' }).click();
  await page.getByRole('heading', { level: 1, name: 'Blueprints' }).waitFor();
  expect(await page.getByRole('checkbox', { name: /^AutoRABIT Vault/ }).isChecked()).toBe(true);
  expect(await page.getByRole('textbox', { name: 'Vault instance' }).inputValue()).toBe(instance);
});

test('a step and a note open their pages in the org, and only where they are known', async () => {
  const page = await open('products=&fail=open_setup_page:browser');
  const first = await step(page, 1);
  await first.getByRole('button', { name: 'Open this page' }).click();
  await page.getByText('No browser opened').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await first.getByRole('button', { name: 'Open External Client App Settings' }).click();
  await page.getByText('No browser opened').waitFor();
  await page.getByRole('textbox', { name: 'Org address' }).fill('https://login.salesforce.com');
  await page.getByText('The address serves every org.').waitFor();
  expect(await page.getByRole('button', { name: /^Open (this page|External)/ }).count()).toBe(0);
});

test('notes say of what kind they are', async () => {
  const page = await open(`products=vault,compliance-rehearsal&instance=${instance}`);
  await (await step(page, 1)).getByText('Variant: From App Manager').waitFor();
  await (await step(page, 5)).getByText('Remark: Compliance & Rehearsal Tool, AutoRABIT Vault:').waitFor();
  await (await step(page, 7)).getByText('Given up: IP Relaxation: Orgkeep asks for').waitFor();
  await (await step(page, 8)).getByText('Wait: A new key takes 10 to 30 minutes').waitFor();
});

test('the drawings show the values as they are', async () => {
  const page = await open(`products=vault&instance=${instance}`);
  const drawn = async (number: number) =>
    (await (await step(page, number)).locator('svg text').allTextContents()).join(' ');
  expect(await drawn(3)).toContain(callback);
  expect(await drawn(4)).toContain('Full access (full)');
  await step(page, 6);
  expect(await page.locator('.drawing .d-tick').count()).toBe(3);
  await step(page, 5);
  expect(await page.locator('.drawing .d-tick').count()).toBe(1);
});

test('own blueprints: one is taken and given back, one is made', async () => {
  const page = await open('products=arm&blueprints');
  const vault = page.getByRole('checkbox', { name: /^AutoRABIT Vault/ });
  await page.getByRole('button', { name: 'Start from a blueprint' }).click();
  await page.getByRole('menuitem', { name: /^Backup AutoRABIT Vault/ }).click();
  await page.getByText('Taken from “Backup”.').waitFor();
  expect(await vault.isChecked()).toBe(true);
  expect(await page.getByRole('textbox', { name: 'Vault instance' }).inputValue()).toBe(instance);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await vault.isChecked()).toBe(false);
  expect(await page.getByText('Taken from').count()).toBe(0);
  await page.getByRole('button', { name: 'Save as blueprint' }).click();
  await page.getByText('Saved as blueprint “Blueprint”').waitFor();
  await page.getByRole('button', { name: 'Start from a blueprint' }).click();
  await page.getByRole('menuitem', { name: /^Blueprint AutoRABIT ARM/ }).waitFor();
});

test('without own blueprints there is none to start from', async () => {
  const page = await open('products=');
  await page.getByRole('button', { name: 'Save as blueprint' }).waitFor();
  expect(await page.getByRole('button', { name: 'Start from a blueprint' }).count()).toBe(0);
});

test.each([
  ['where the person chose', '', 1],
  ['nowhere if they chose no place', '&chooses=no', 0],
])('the checklist is saved as Markdown %s', async (_, query, toasts) => {
  const page = await open(`products=${query}`);
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('menuitem', { name: 'Save as Markdown…' }).click();
  await page.getByRole('menu').waitFor({ state: 'detached' });
  if (toasts > 0) await page.getByText('/Documents/Orgkeep checklist.md').waitFor();
  expect(await page.locator('.toast').count()).toBe(toasts);
});

test('on paper stands the whole checklist, black on white, and nothing else', async () => {
  const { page } = await stage.scene({
    query: `scene=registerFilled&products=vault,arm&instance=${instance}`,
    hash,
    theme: 'dark',
    // A4 without its margins, at 96 dots per inch.
    size: { width: 658, height: 1000 },
  });
  await page.evaluate(() => {
    window.print = () => {
      document.body.setAttribute('data-printed', '');
    };
  });
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('menuitem', { name: 'Print or save as PDF…' }).click();
  await page.locator('body[data-printed]').waitFor();
  const printed = page.locator('.printed');
  expect(await printed.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const text = await printed.innerText();
  const wanted = ['For Orgkeep, AutoRABIT ARM, AutoRABIT Vault.', 'larkfield--qa.sandbox.my.salesforce.com', callback];
  for (const words of [...wanted, 'missing or wrong: Callback URL that ARM shows', '8. Show Consumer Key', 'Given up:'])
    expect(text).toContain(words);
  expect(await printed.locator('.printed__box').count()).toBe(8);
  expect(await printed.locator('.printed__box path').count()).toBe(1);
  expect(await printed.getByRole('button').count()).toBe(0);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  const colours = await printed.evaluate((node) => [
    getComputedStyle(node).color,
    getComputedStyle(document.body).backgroundColor,
  ]);
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  await expectFitting(page);
  await page.screenshot({ path: 'test-output/prerequisites-printed.png', fullPage: true });
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(await printed.count()).toBe(0);
});

test('the keyboard alone answers, ticks, opens and hands over', async () => {
  const page = await open('products=compliance-rehearsal');
  await page.getByRole('checkbox', { name: /^AutoRABIT Vault/ }).focus();
  await page.keyboard.press('Space');
  const pkce = page.getByRole('combobox', { name: /^Value for Require PKCE/ });
  await pkce.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => pkce.getAttribute('aria-label')).toContain('Off');
  await page.getByRole('button', { name: /^6\. / }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^6\. /, expanded: true }).waitFor();
  await page.getByRole('checkbox', { name: /^Done: 6\./ }).focus();
  await page.keyboard.press('Space');
  expect(await page.getByRole('checkbox', { name: /^Done: 6\./ }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Hand over' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Save as Markdown…' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Hand over' }).and(page.locator(':focus')).waitFor();
});

test.each([2, 3, 4, 6, 7])('step %i fits where the window is half as large', async (number) => {
  const page = await open(`products=${all}&instance=${instance}&blueprints`, { width: 590, height: 380 });
  await (await step(page, number)).scrollIntoViewIfNeeded();
  await picture(page, `prerequisites-step-${number}-zoomed`);
  await expectFitting(page);
  await expectAccessible(page);
});
