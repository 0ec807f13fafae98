import type { ChecklistStepId, ChecklistStepView, SettingId } from '../backend/generated';

/** The words around one step of the checklist. Its values come from Rust. */
export interface ChecklistCopy {
  /** What to do. */
  title: string;
  /** Where on Salesforce's pages. */
  where: string;
  /** What goes wrong most often here. */
  notes: readonly string[];
  /** What the drawing shows, for those who do not see it. */
  drawing: string;
}

export const checklistCopy: Record<ChecklistStepId, ChecklistCopy> = {
  openManager: {
    title: 'Open External Client App Manager',
    where: 'Setup (the gear icon), then type into Quick Find.',
    notes: [
      'If you only see New Connected App, switch External Client Apps on first, in External Client App Settings.',
    ],
    drawing:
      'Salesforce Setup: the Quick Find box with External typed into it, and External Client App Manager below it.',
  },
  basicInformation: {
    title: 'New External Client App: name and distribution',
    where: 'Button New External Client App, section Basic Information.',
    notes: [
      'The API name is hard to change later. The contact e-mail is yours to choose.',
      'Local keeps the app in this one org.',
    ],
    drawing: 'New External Client App, section Basic Information: Distribution State is set to Local.',
  },
  callback: {
    title: 'Enable OAuth and paste the callback URL',
    where: 'Expand API (Enable OAuth Settings).',
    notes: [
      'One per line, exactly as shown. A slash at the end makes a different address.',
      'Some orgs save the app first. Then open it and continue on the Settings tab, OAuth Settings.',
    ],
    drawing: 'Section API: Enable OAuth is ticked, and the callback URL stands in the Callback URL box.',
  },
  scopes: {
    title: 'Choose the scopes',
    where: 'OAuth Scopes, just below. Move each one to the right.',
    notes: ['Scopes can be added later. A user who has signed in must then sign in again.'],
    drawing: 'OAuth Scopes: two lists side by side. The scopes stand in the list Selected OAuth Scopes.',
  },
  flows: {
    title: 'Flow Enablement',
    where: 'Section Flow Enablement, further down on the same page.',
    notes: ['Signing in with the browser needs none of these boxes. A product may ask for one.'],
    drawing: 'Section Flow Enablement: the boxes with the values to choose.',
  },
  security: {
    title: 'Security, then Create',
    where: 'Section Security, further down. Then choose Create.',
    notes: [
      'Some products ask you to untick PKCE. That advice is obsolete: newer orgs lock the box, and Orgkeep always sends PKCE, which works either way.',
      'The button may be called Save. Make sure the app is activated afterwards.',
    ],
    drawing: 'Section Security: the boxes with the values to choose, and the button Create below them.',
  },
  policies: {
    title: 'Policies: who may use the app',
    where: 'In the new app, tab Policies, Edit, OAuth Policies, App Authorization.',
    notes: ['Pre-authorized users need a profile or permission set that is added to the app on this tab.'],
    drawing: 'Tab Policies, section App Authorization: the values to choose.',
  },
  credentials: {
    title: 'Show Consumer Key and Secret',
    where: 'Tab Settings, OAuth Settings, button Consumer Key and Secret.',
    notes: [
      'Salesforce e-mails a code to you and asks for it. Then it shows both values. Keep this page open.',
      'A new key works after 10 minutes as a rule, at most 30. Orgkeep waits for it by itself.',
    ],
    drawing: 'Tab Settings, section OAuth Settings: the button Consumer Key and Secret.',
  },
};

/** The title of a step, with its number of values where that is what people count. */
export function checklistTitle(step: ChecklistStepView): string {
  const typed = step.values.filter((value) => value.copyable).length;
  if (step.id === 'scopes') return `Add ${step.values.length} scopes`;
  if (step.id === 'callback' && typed > 1) return 'Enable OAuth and paste the callback URLs';
  return checklistCopy[step.id].title;
}

/** What stands at the end of a closed step. */
export function checklistSize(step: ChecklistStepView): string {
  if (step.id === 'credentials') return 'e-mailed code';
  const count = step.values.length;
  return count === 1 ? '1 value' : `${count} values`;
}

export const settingNames: Record<SettingId, string> = {
  clientCredentialsFlow: 'Client Credentials Flow',
  codeAndCredentialsFlow: 'Authorization Code and Credentials Flow',
  credentialsInBody: 'Credentials only in the POST body',
  secretForWebServerFlow: 'Secret for Web Server Flow',
  secretForRefreshTokenFlow: 'Secret for Refresh Token Flow',
  requirePkce: 'Require PKCE',
  permittedUsers: 'Permitted Users',
  ipRelaxation: 'IP Relaxation',
  refreshTokenPolicy: 'Refresh Token Policy',
  sessionTimeout: 'Session Timeout',
};

/** `on` and `off` as the boxes of Salesforce's pages read; everything else as it stands. */
export function settingValue(value: string): string {
  if (value === 'on') return 'On';
  if (value === 'off') return 'Off';
  return value;
}

export const checklistText = {
  heading: 'Enter these values',
  done: (done: number, all: number) => `${done} of ${all} done`,
  open: 'Open this page',
  openSettings: 'Open the settings',
  tick: (title: string) => `Done: ${title}`,
  addressFirst: 'With the org’s address, Orgkeep opens this page for you.',
  conflictsHeading: (count: number) =>
    count === 1 ? '1 setting on which the products differ' : `${count} settings on which the products differ`,
  conflictSetting: 'Setting',
  conflictWishes: 'Asked for',
  conflictChoice: 'Proposed',
  proposed: (value: string) => `${value} (proposed)`,
  choose: (setting: string) => `Value for ${setting}`,
  beforeHeading: 'Before you start',
  beforeLightning: 'You work in Lightning Experience',
  beforePermissions: 'You have an administrator’s permissions in that org',
};

/** The words in the drawings, as they stand on Salesforce's pages. */
export const drawingText = {
  setup: 'Setup',
  setupHome: 'Setup',
  manager: 'External Client App Manager',
  managerSettings: 'Settings',
  externalApps: 'External Client Apps',
  quickFind: 'External',
  newApp: 'New External Client App',
  appName: 'Orgkeep',
  basicInformation: 'Basic Information',
  api: 'API (Enable OAuth Settings)',
  enableOauth: 'Enable OAuth',
  callbackUrl: 'Callback URL',
  oauthScopes: 'OAuth Scopes',
  available: 'Available',
  selected: 'Selected',
  flows: 'Flow Enablement',
  security: 'Security',
  create: 'Create',
  policies: 'Policies',
  settings: 'Settings',
  authorization: 'App Authorization',
  oauthSettings: 'OAuth Settings',
  appSettings: 'App Settings',
  keyAndSecret: 'Consumer Key and Secret',
};
