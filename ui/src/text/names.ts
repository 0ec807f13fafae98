import type { AuthenticationView, EnvironmentView, HealthView, OrgTypeView, PostureId } from '../backend/generated';

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

/** How a connection is, where there is room for two words. */
export const healthNames: Record<HealthView, string> = {
  connected: 'Connected',
  untested: 'Not tested yet',
  signInAgain: 'Sign in again',
  appBlocked: 'App blocked',
  userInactive: 'User inactive',
  placeOrHours: 'IP or hours',
  apiDisabled: 'No API access',
  orgGone: 'Org gone',
  refused: 'Refused',
  unreachable: 'Unreachable',
  limitReached: 'Limit reached',
  maintenance: 'Maintenance',
};

/** What a look at an app comes to. */
export const postureNames: Record<PostureId, string> = {
  risky: 'Risks',
  differs: 'Differences',
  sound: 'No risks',
  unchecked: 'Not checked',
};
