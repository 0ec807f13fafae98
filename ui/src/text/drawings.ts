import type { ChecklistStepId } from '../backend/generated';

/** What a drawing shows, for those who do not see it. */
export const drawingLabels: Record<ChecklistStepId, string> = {
  openManager:
    'Salesforce Setup: the Quick Find box with the words typed into it, and External Client App Manager below it.',
  basicInformation:
    'New External Client App, section Basic Information: the fields, and Distribution State set to Local.',
  callback: 'Section API: Enable OAuth is ticked, and the callback URLs stand in the Callback URL box.',
  scopes: 'OAuth Scopes: two lists side by side. The scopes stand in the list Selected OAuth Scopes.',
  flows: 'Section Flow Enablement: the boxes, ticked or not as the values say.',
  security: 'Section Security: the boxes, ticked or not as the values say, and the button Create below them.',
  policies: 'Tab Policies, section App Authorization: the values to choose.',
  credentials: 'Tab Settings, section OAuth Settings: the button Consumer Key and Secret.',
};

/** The words in the drawings, as they stand on Salesforce's pages. */
export const drawingText = {
  setup: 'Setup',
  setupHome: 'Setup',
  manager: 'External Client App Manager',
  managerSettings: 'Settings',
  externalApps: 'External Client Apps',
  newApp: 'New External Client App',
  basicInformation: 'Basic Information',
  contactEmail: 'Contact Email',
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
