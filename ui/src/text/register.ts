import type { DraftChecksView, DraftView, FieldCheckView, OrgTypeView } from '../backend/generated';
import { loginText } from './authentication';

export const wizardText = {
  rail: 'Registration',
  back: 'Connected orgs',
  draftKept: 'The draft is kept. Leave and come back at any step.',
  signInRuns: 'The sign-in goes on if you leave.',
  steps: {
    prerequisites: { name: 'Prerequisites', note: 'The app in Salesforce' },
    credentials: { name: 'Credentials', note: 'Address, key, secret' },
    authorization: { name: 'Authorization', note: 'Sign in with the browser' },
    result: { name: 'Result', note: 'What works now' },
  },
  stepState: { done: 'done', now: 'current step', failed: 'failed', later: 'not yet' },
  goTo: (step: string) => `Go to ${step}`,
  gone: 'This draft is not there any more',
  goneText: 'It was discarded, or its connection is in the list already.',
  goToList: 'Go to list',
  goBack: 'Back',
  notKeptYet: 'The values are not kept yet.',
};

export const prerequisitesText = {
  title: 'Create the app in Salesforce',
  haveKey: 'I already have a key',
  source: 'Give me source files',
  save: 'Save as blueprint',
  saved: (name: string) => `Saved as blueprint “${name}”`,
  address: 'Org address',
  addressHint: 'Your My Domain. Links on this page then lead to your org.',
  addressPlaceholder: 'https://yourcompany.my.salesforce.com',
  left: (steps: number) =>
    steps === 0
      ? 'All steps are done.'
      : `${steps === 1 ? '1 step' : `${steps} steps`} left. You can continue and finish them later.`,
  continue: 'Continue to Credentials',
};

export const blueprintMenuText = {
  start: 'Start from a blueprint',
  products: (products: readonly string[]) => products.slice(1).join(', '),
  taken: (name: string) => `Taken from “${name}”.`,
  undo: 'Undo',
};

/** Why the checklist cannot open pages of the org's Setup, or nothing. */
export function whyNotOpen({ hasSetup, checks }: DraftView, practice: boolean): string | null {
  if (hasSetup) return null;
  if (practice) return 'The practice org has no Setup. In a real org, each step opens its page.';
  switch (checks.loginUrl.kind) {
    case 'generic':
      return 'The address serves every org. With your My Domain, each step opens its page.';
    case 'custom':
      return 'This address does not tell where your org’s Setup is. With your My Domain, each step opens its page.';
    case 'empty':
    case 'refused':
    case 'myDomain':
      return 'With the org’s address, each step opens its page in your org.';
  }
}

/** The words of the field for a consumer secret. */
export const consumerSecretWords = {
  label: 'Consumer Secret',
  aside: 'Optional if the app does not require it',
  hint: 'Goes straight to the vault. It cannot be shown again.',
  notKept: 'The secret is not kept. Enter it again.',
};

export const credentialsText = {
  title: 'Enter the credentials',
  name: 'Name',
  nameHint: 'How the org is called in your list.',
  namePlaceholder: 'Acme UAT',
  type: 'Type',
  loginUrl: 'Login URL',
  myDomain: 'My Domain',
  generic: { production: 'login.salesforce.com', sandbox: 'test.salesforce.com' },
  quickLabel: 'Kind of Login URL',
  myDomainPlaceholder: 'https://yourcompany.my.salesforce.com',
  myDomainWhy: 'My Domain is best: the app works in its own org only, and My Domain leads exactly there.',
  practiceWhy: 'The practice orgs answer on this computer. Choose one under Practice values.',
  consumerId: 'Consumer ID',
  consumerIdAside: 'Consumer Key in Salesforce',
  secretSet: (characters: number) => (characters === 1 ? 'Set, 1 character' : `Set, ${characters} characters`),
  secretSetNow: (characters: number) =>
    characters === 1 ? 'Set just now, 1 character' : `Set just now, ${characters} characters`,
  replace: 'Replace',
  remove: 'Remove',
  sealing: 'Sealing it in the vault',
  connect: 'Connect',
  connecting: 'Starting',
  missing: {
    name: 'The name is missing.',
    nameWrong: 'The name needs a change.',
    loginUrl: 'The Login URL is missing.',
    loginUrlWrong: 'The Login URL needs a change.',
    hostUnconfirmed: 'The host of the Login URL is not confirmed.',
    consumerKey: 'The Consumer ID is missing.',
    consumerKeyWrong: 'The Consumer ID needs a change.',
    other: 'A value is missing.',
  },
  signInRunning: (name: string) => `The sign-in for ${name} is running. Finish or cancel it first.`,
  username: 'Username',
  usernameAside: 'Optional',
  usernameHint: 'Fills Salesforce’s page, so that the right user signs in.',
  usernamePlaceholder: 'you@yourcompany.com',
  opensWhenActive: 'Open the browser as soon as a new key is active',
  interruptedTitle: 'The last sign-in was cut off',
  interrupted: (when: string) => `Orgkeep was closed during it (${when}). Nothing was saved. Connect again.`,
};

export const fieldTexts = {
  name: {
    tooLong: 'Too long for a name.',
    malformed: 'It has characters that cannot stand in a name.',
  },
  consumerKey: {
    tooLong: 'Too long for a Consumer ID. Copy it again from Salesforce.',
    malformed: 'It has characters that no Consumer ID has. Copy it again from Salesforce.',
  },
};

/** What is wrong with a field, or nothing. */
export function fieldProblem(field: keyof typeof fieldTexts, check: FieldCheckView): string | null {
  return check === 'tooLong' || check === 'malformed' ? fieldTexts[field][check] : null;
}

/** Kinds of org, short enough for four in a row. */
export const orgTypeShort: Record<OrgTypeView, string> = {
  production: 'Production',
  sandbox: 'Sandbox',
  developer: 'Developer',
  scratch: 'Scratch',
};

/** What of a draft can keep its sign-in from starting. */
type Blocking = Pick<DraftView, 'checks' | 'fields' | 'password'>;

function loginBlocked(checks: DraftChecksView, accepted: boolean, hasPassword: boolean): string {
  if (!accepted) return loginText.missing.accept;
  if (checks.username !== 'fine')
    return checks.username === 'empty' ? loginText.missing.username : loginText.missing.usernameWrong;
  return hasPassword ? credentialsText.missing.other : loginText.missing.password;
}

/** Why the sign-in cannot start yet, in the order of the fields; nothing if it can. */
export function blockedBecause({ checks, fields, password }: Blocking, foreign: string | null): string | null {
  const { missing } = credentialsText;
  if (foreign !== null) return credentialsText.signInRunning(foreign);
  if (checks.ready) return null;
  if (checks.name !== 'fine') return checks.name === 'empty' ? missing.name : missing.nameWrong;
  if (checks.loginUrl.kind === 'empty') return missing.loginUrl;
  if (checks.loginUrl.kind === 'refused') return missing.loginUrlWrong;
  if (checks.loginUrl.kind === 'custom' && !checks.loginUrl.confirmed) return missing.hostUnconfirmed;
  if (fields.authentication === 'standard') return loginBlocked(checks, fields.retirementAccepted, password !== null);
  if (checks.consumerKey !== 'fine')
    return checks.consumerKey === 'empty' ? missing.consumerKey : missing.consumerKeyWrong;
  return missing.other;
}

export const practiceText = {
  heading: 'Practice values',
  lead: 'Fills in the values of a simulated app.',
  org: 'Practice org',
  app: 'App',
  appName: (label: string, hasSecret: boolean) =>
    hasSecret && !label.includes('secret') ? `${label}, with a secret` : label,
  use: 'Use these values',
  useAgain: 'Use these values again',
  signInAs: 'Sign in as',
  password: 'The sign-in page shows the password.',
};

export const resultText = {
  title: (name: string) => `${name} is connected`,
  lead: (time: string) => `Authorized at ${time}. Tokens are sealed in the vault.`,
  renewed: 'This org, user and app were in the list already. The record was renewed; name and history are unchanged.',
  facts: (edition: string, type: string, instance: string) => `${edition}, ${type}, instance ${instance}`,
  user: 'User',
  orgId: 'Org id',
  details: 'Show details',
  another: 'Register another',
};
