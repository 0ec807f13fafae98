import type { SetupPageId } from '../backend/generated';
import { catalogue } from './catalogue';

/** When the same thing may be tried again. */
export type RetryPolicy = 'atOnce' | 'afterFix' | 'countdown' | 'later' | 'signInAgain' | 'refresh' | 'never';

/** What a button of a step does. */
export type CauseAction =
  | 'retry'
  | 'retryWithAllScopes'
  | 'backToCredentials'
  | 'copyCallback'
  | 'openSetupPage'
  | 'privateWindow'
  | 'wait'
  | 'editAddress';

/** One thing to do. */
export interface CauseStep {
  title: string;
  /** Where, or how. */
  note?: string;
  action?: CauseAction;
}

/** Why something failed, and what to do about it. */
export interface CauseCopy {
  /** What happened. */
  title: string;
  /** Why, in a few sentences. */
  why: string;
  /** What to do, in order. The last button is the one that ends the repair. */
  steps: readonly CauseStep[];
  /** When to try again. */
  retry: RetryPolicy;
  /** The page that `openSetupPage` opens. */
  setupPage?: SetupPageId;
}

const unknown: CauseCopy = {
  title: 'Salesforce refused',
  why: 'It gave a reason that this version of Orgkeep does not know.',
  steps: [{ title: 'Try again', action: 'retry' }],
  retry: 'afterFix',
};

function entry(id: string): CauseCopy | undefined {
  return Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
}

/** The words of a cause. One that the catalogue does not have is an unknown one. */
export function causeCopy(id: string): CauseCopy {
  return entry(id) ?? entry('unknown') ?? unknown;
}

/** When to try again, as a sentence. */
export const retryPolicies: Record<RetryPolicy, string> = {
  atOnce: 'Worth trying again at once.',
  afterFix: 'Trying again helps only after something has been changed.',
  countdown: 'Changes by itself within 30 minutes, if the key is new.',
  later: 'Worth trying again later. Nothing has to be changed.',
  signInAgain: 'A new sign-in in the browser is worth trying at once.',
  refresh: 'Worth trying again at once. Orgkeep renews the session first.',
  never: 'Trying again does not help.',
};

/** The buttons. */
export const causeActions: Record<CauseAction, string> = {
  retry: 'Retry',
  retryWithAllScopes: 'Retry with all scopes',
  backToCredentials: 'Back to Credentials',
  copyCallback: 'Copy the right callback',
  openSetupPage: 'Open in Setup',
  privateWindow: 'Retry in a private window',
  wait: 'Wait for the key',
  editAddress: 'Edit the Login URL',
};

/** Pages of Setup, as Salesforce calls them. */
export const setupPageNames: Record<SetupPageId, string> = {
  externalClientAppManager: 'External Client App Manager',
  externalClientAppSettings: 'External Client App Settings',
  externalClientAppUsage: 'External Client App OAuth Usage',
  connectedAppsUsage: 'Connected Apps OAuth Usage',
  connectedApps: 'Manage Connected Apps',
  appManager: 'App Manager',
  oauthSettings: 'OAuth and OpenID Connect Settings',
  customScopes: 'OAuth Custom Scopes',
  deploymentStatus: 'Deployment Status',
  myDomain: 'My Domain',
  devHub: 'Dev Hub',
  loginHistory: 'Login History',
};

/** Why a button cannot be pressed. */
export const blockedActions = {
  setupOfGeneric: 'The Login URL is a generic one, so it is not known which org to open. Enter the org’s My Domain.',
  setupOfUnknown: 'The Login URL does not tell where this org’s Setup is. Open it in the browser.',
  setupOfPractice: 'The practice org has no Setup.',
  privateWindow: 'The chosen browser cannot be opened in a private window from here. Copy link works in any window.',
};

export const causeText = {
  whatToDo: 'What to do',
  starting: 'Starting the sign-in',
};
