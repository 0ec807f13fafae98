import type {
  AddressReasonView,
  DraftChecksView,
  FieldCheckView,
  LoginUrlCheckView,
  OrgTypeView,
  PortView,
  SealedSecretView,
} from '../backend/generated';

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
  leaveAnyway: 'Leave anyway',
  goToList: 'Go to list',
  goBack: 'Back',
  notKept: 'What you typed is not kept yet',
  notKeptYet: 'The values are not kept yet.',
  tryAgain: 'Try again',
};

export const prerequisitesText = {
  title: 'Create the app in Salesforce',
  haveKey: 'I already have a key',
  serves: 'What will the app serve?',
  always: 'always included',
  address: 'Org address',
  addressHint: 'Your org’s My Domain. It makes the links on this page lead to your org.',
  addressPlaceholder: 'https://yourcompany.my.salesforce.com',
  left: (steps: number) =>
    steps === 0
      ? 'All steps are done.'
      : `${steps === 1 ? '1 step' : `${steps} steps`} left. You can continue and finish them later.`,
  continue: 'Continue to Credentials',
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
  consumerSecret: 'Consumer Secret',
  secretAside: 'Optional if the app does not require it',
  secretHint: 'Goes straight to the vault. It cannot be shown again.',
  secretSet: (characters: number) => (characters === 1 ? 'Set, 1 character' : `Set, ${characters} characters`),
  secretSetNow: (characters: number) =>
    characters === 1 ? 'Set just now, 1 character' : `Set just now, ${characters} characters`,
  replace: 'Replace',
  remove: 'Remove',
  sealing: 'Sealing it in the vault',
  secretNotKept: 'The secret is not kept. Enter it again.',
  connect: 'Connect',
  connecting: 'Starting',
  missing: {
    name: 'The name is missing.',
    nameWrong: 'The name needs a change.',
    loginUrl: 'The Login URL is missing.',
    loginUrlWrong: 'The Login URL needs a change.',
    consumerKey: 'The Consumer ID is missing.',
    consumerKeyWrong: 'The Consumer ID needs a change.',
    other: 'A value is missing.',
  },
  signInRunning: (name: string) => `The sign-in for ${name} is running. Finish or cancel it first.`,
  portFirst: 'Port 33333 is not free.',
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

export const addressText = {
  recognized: 'Recognized',
  genericShort: 'Generic',
  generic: 'Works only if you sign in to the org that has the app. My Domain leads there by itself.',
  notTrusted: 'is not one of Salesforce’s own hosts. For now, Orgkeep signs in only there.',
};

export const addressReasons: Record<AddressReasonView, string> = {
  malformed: 'This is not a web address. A My Domain looks like https://yourcompany.my.salesforce.com.',
  scheme: 'The address must start with https://.',
  userInfo: 'The address carries a user name. Take out everything before the @.',
  port: 'The address names a port. Take out the colon and the number.',
  path: 'The address goes on after the host. Take out everything from the slash on.',
  host: 'No Salesforce server can have this host.',
  notALoginHost:
    'This is a Lightning, Setup or Visualforce address. Use the one that ends with .my.salesforce.com instead.',
  notPractice: 'This is the practice window. It takes addresses of this computer only.',
};

/** What is wrong with an address, or nothing. */
export function addressProblem(check: LoginUrlCheckView): string | null {
  switch (check.kind) {
    case 'empty':
    case 'myDomain':
    case 'generic':
      return null;
    case 'notTrusted':
      return addressText.notTrusted;
    case 'refused':
      return addressReasons[check.reason];
  }
}

/** Kinds of org, short enough for four in a row. */
export const orgTypeShort: Record<OrgTypeView, string> = {
  production: 'Production',
  sandbox: 'Sandbox',
  developer: 'Developer',
  scratch: 'Scratch',
};

export const checkText = {
  heading: 'Before connecting',
  again: 'Check again',
  portChecking: 'Looking whether port 33333 is free',
  portFree: 'Port 33333 is free',
  portFreeNote: 'Salesforce sends the answer there.',
  portOccupied: 'Port 33333 is in use',
  portHolder: (holder: string) => `${holder} listens on it.`,
  portHolderUnknown: 'Another program listens on it.',
  portOccupiedDo: 'Close that program. The port cannot change: it is part of the callback URL.',
  portReserved: 'The system keeps port 33333 for itself',
  portReservedDo: 'The port lies in a reserved range. An administrator of this computer can free it.',
  portUnavailable: 'Port 33333 cannot be used',
  addressMissing: 'Login URL is missing',
  addressMyDomain: 'Login URL is a My Domain',
  addressGeneric: 'Login URL is a generic one',
  addressNotTrusted: 'Login URL is not one of Salesforce’s own hosts',
  addressRefused: 'Login URL needs a change',
  addressMissingNote: 'Needed to know where to sign in.',
  addressGenericNote: 'Sign in to the org that has the app, or the key is not found.',
  seeField: 'The field says what.',
  keyMissing: 'Consumer ID is missing',
  keyMissingNote: 'Salesforce shows it as Consumer Key.',
  keyFine: 'Consumer ID looks right',
  keyFineNote: 'Whether Salesforce knows it yet is asked when you connect.',
  keyWrong: 'Consumer ID needs a change',
  secretSet: 'Consumer Secret is sealed',
  secretCharacters: (characters: number) => (characters === 1 ? '1 character' : `${characters} characters`),
  secretNone: 'No Consumer Secret',
  secretNoneNote: 'Fine if the app does not require one.',
};

/** Why the sign-in cannot start yet, in the order of the fields; nothing if it can. */
export function blockedBecause(checks: DraftChecksView, foreign: string | null): string | null {
  const { missing } = credentialsText;
  if (foreign !== null) return credentialsText.signInRunning(foreign);
  if (checks.ready) return null;
  if (checks.name !== 'fine') return checks.name === 'empty' ? missing.name : missing.nameWrong;
  if (checks.loginUrl.kind === 'empty') return missing.loginUrl;
  if (addressProblem(checks.loginUrl) !== null) return missing.loginUrlWrong;
  if (checks.consumerKey !== 'fine')
    return checks.consumerKey === 'empty' ? missing.consumerKey : missing.consumerKeyWrong;
  return missing.other;
}

/** One line of the checks: what is so, and a few words more. */
export interface CheckCopy {
  title: string;
  note: string;
  /** The note is a value. */
  mono?: boolean;
}

export function addressLine(check: LoginUrlCheckView): CheckCopy {
  switch (check.kind) {
    case 'empty':
      return { title: checkText.addressMissing, note: checkText.addressMissingNote };
    case 'myDomain':
      return { title: checkText.addressMyDomain, note: hostOf(check.origin), mono: true };
    case 'generic':
      return { title: checkText.addressGeneric, note: checkText.addressGenericNote };
    case 'notTrusted':
      return { title: checkText.addressNotTrusted, note: check.host, mono: true };
    case 'refused':
      return { title: checkText.addressRefused, note: checkText.seeField };
  }
}

export function keyLine(check: FieldCheckView): CheckCopy {
  switch (check) {
    case 'empty':
      return { title: checkText.keyMissing, note: checkText.keyMissingNote };
    case 'fine':
      return { title: checkText.keyFine, note: checkText.keyFineNote };
    case 'tooLong':
    case 'malformed':
      return { title: checkText.keyWrong, note: checkText.seeField };
  }
}

export function secretLine(secret: SealedSecretView | null): CheckCopy {
  return secret === null
    ? { title: checkText.secretNone, note: checkText.secretNoneNote }
    : { title: checkText.secretSet, note: checkText.secretCharacters(secret.characters) };
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

/** The port in one short line. */
export function portLine(port: PortView | null): string {
  switch (port?.kind) {
    case undefined:
      return checkText.portChecking;
    case 'free':
      return checkText.portFree;
    case 'occupied':
      return checkText.portOccupied;
    case 'reserved':
      return checkText.portReserved;
    case 'unavailable':
      return checkText.portUnavailable;
  }
}

/** What more is to say about the port, where there is more. */
export function portDetail(port: PortView | null): string | undefined {
  switch (port?.kind) {
    case undefined:
      return undefined;
    case 'free':
      return checkText.portFreeNote;
    case 'occupied':
      return `${port.holder === null ? checkText.portHolderUnknown : checkText.portHolder(port.holder)} ${checkText.portOccupiedDo}`;
    case 'reserved':
      return checkText.portReservedDo;
    case 'unavailable':
      return port.detail;
  }
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
  differs: 'Differs from the blueprint',
  nothingDiffers: 'Nothing differs from what was asked for.',
  details: 'Show details',
  another: 'Register another',
};
