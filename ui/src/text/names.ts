import type { AuthenticationView, EnvironmentView, OrgTypeView, PostureId, StatusView } from '../backend/generated';

/** The admin's labels. */
export const environmentNames: Record<EnvironmentView, string> = {
  development: 'Development',
  integration: 'Integration',
  uat: 'UAT',
  fullCopy: 'Full copy',
  production: 'Production',
  other: 'Other',
};

/** Kinds of org. */
export const orgTypeNames: Record<OrgTypeView, string> = {
  production: 'Production',
  sandbox: 'Sandbox',
  developer: 'Developer Edition',
  scratch: 'Scratch org',
};

/** How Orgkeep signs in, in full. */
export const authenticationNames: Record<AuthenticationView, string> = {
  standard: 'Standard (user name and password)',
  connectedApp: 'OAuth via Connected App',
  externalClientApp: 'OAuth via External Client App',
};

/** How Orgkeep signs in, for a column. */
export const authenticationShort: Record<AuthenticationView, string> = {
  standard: 'Standard',
  connectedApp: 'Connected App',
  externalClientApp: 'ECA',
};

/** Health, as last proven. */
export const statusNames: Record<StatusView, string> = {
  connected: 'Connected',
  signInAgain: 'Sign in again',
  untested: 'Not tested yet',
};

/** What a look at an app comes to. */
export const postureNames: Record<PostureId, string> = {
  risky: 'Risks',
  differs: 'Differences',
  sound: 'No risks',
  unchecked: 'Not checked',
};
