import type { FailureView } from '../backend/generated';

export type FailureKind = FailureView['kind'];

/** What a button on the failure page does. Each has its words in {@link failureActions}. */
export type FailureAction =
  'retry' | 'retryWithAllScopes' | 'backToCredentials' | 'copyCallback' | 'openApps' | 'openAppSettings';

/** One numbered thing to do. */
export interface FailureStep {
  title: string;
  note?: string;
  action?: FailureAction;
}

/** Why a sign-in failed, and what to do about it. */
export interface FailureCopy {
  /** What happened. */
  title: string;
  /** Why, in one or two sentences. */
  why: string;
  /** What to do, in order. The last button is the one that ends the repair. */
  steps: readonly FailureStep[];
}

const oauthSettings = 'Setup, External Client App Manager, your app, Settings tab, OAuth Settings';
const policies = 'Setup, External Client App Manager, your app, Policies tab, OAuth Policies';

const retry: FailureStep = {
  title: 'Try again',
  note: 'The browser opens with the same values.',
  action: 'retry',
};

const checkTheKey: FailureStep = {
  title: 'Compare the Consumer ID',
  note: 'Copy it again from Salesforce. The first and last characters must agree.',
  action: 'backToCredentials',
};

const checkTheNetwork: FailureStep = {
  title: 'Check the network',
  note: 'A VPN, a proxy or a sign-in page of the network may stand in between.',
};

const checkTheAddress: FailureStep = {
  title: 'Check the Login URL',
  note: 'My Domain is best: it leads to the one org that has the app.',
  action: 'backToCredentials',
};

export const failureCopy: Record<FailureKind, FailureCopy> = {
  cancelled: {
    title: 'The sign-in was cancelled',
    why: 'You ended it before it was complete.',
    steps: [{ ...retry, title: 'Sign in when you are ready' }],
  },
  nothingCameBack: {
    title: 'No answer came back',
    why: 'The time for signing in is over, and the browser has sent nothing to this computer. Often the browser shows an error page of Salesforce, about which Orgkeep does not hear.',
    steps: [
      {
        title: 'Look at the browser',
        note: 'An error page says redirect_uri_mismatch, invalid_client_id or similar. The callback must be exactly the one of the app.',
        action: 'copyCallback',
      },
      checkTheAddress,
      retry,
    ],
  },
  portOccupied: {
    title: 'Port 33333 is in use',
    why: 'Another program listens where Salesforce sends the answer. The port cannot change: it is part of the callback URL.',
    steps: [{ title: 'Close that program', note: 'Orgkeep never ends a program of yours.' }, retry],
  },
  portReserved: {
    title: 'The system keeps port 33333 for itself',
    why: 'The port lies in a range that the system has reserved, so no program can listen on it. The port cannot change: it is part of the callback URL.',
    steps: [
      {
        title: 'Free the port',
        note: 'On Windows, an administrator frees it: stop the winnat service, exclude port 33333 from the dynamic range, start winnat again.',
      },
      retry,
    ],
  },
  portUnavailable: {
    title: 'Port 33333 cannot be used',
    why: 'The system refused to let Orgkeep listen on it. A firewall or a security program is the usual cause.',
    steps: [
      {
        title: 'Allow Orgkeep to listen on localhost',
        note: 'Only this computer can reach it. Nothing is opened to the network.',
      },
      retry,
    ],
  },
  anotherSignIn: {
    title: 'Another sign-in is running',
    why: 'Another copy of Orgkeep is signing in, and only one can listen on port 33333.',
    steps: [{ title: 'Finish or cancel the sign-in there' }, retry],
  },
  browserFailed: {
    title: 'No browser opened',
    why: 'The system did not open one, and the link was not used.',
    steps: [
      {
        title: 'Set a default browser',
        note: 'Or try again, choose Copy link, and open the link in any browser on this computer.',
      },
      retry,
    ],
  },
  unreachable: {
    title: 'Salesforce cannot be reached',
    why: 'The Login URL does not answer from this computer.',
    steps: [checkTheNetwork, checkTheAddress, retry],
  },
  tlsFailed: {
    title: 'The connection is not secure',
    why: 'The certificate is not one of this address. Something between this computer and Salesforce may be reading along, so Orgkeep stopped.',
    steps: [
      checkTheNetwork,
      { title: 'Check the clock of this computer', note: 'A wrong date makes every certificate look wrong.' },
      retry,
    ],
  },
  timedOut: {
    title: 'Salesforce answered too slowly',
    why: 'There was no answer in time.',
    steps: [checkTheNetwork, retry],
  },
  unexpectedAnswer: {
    title: 'The answer was not Salesforce’s',
    why: 'Something else answered in its place. That is usually the sign-in page of a network, or a proxy.',
    steps: [
      { title: 'Open any web page in the browser', note: 'If the network wants you to sign in, do that first.' },
      checkTheAddress,
      retry,
    ],
  },
  serverBusy: {
    title: 'Salesforce is busy',
    why: 'It asks to come back later. That is maintenance or overload, not a fault of your values.',
    steps: [{ title: 'Wait a little', note: 'trust.salesforce.com shows the state of your instance.' }, retry],
  },
  keyUnknown: {
    title: 'Salesforce does not know the key',
    why: 'The Consumer ID is wrong, or the app is in another org than the Login URL leads to. A new key needs 10 minutes as a rule, at most 30.',
    steps: [
      checkTheKey,
      {
        ...checkTheAddress,
        action: 'openApps',
        title: 'Check that the app exists and is activated',
        note: oauthSettings,
      },
      retry,
    ],
  },
  callbackMismatch: {
    title: 'Salesforce refused the callback URL',
    why: 'The address Orgkeep sent is not in the app’s list. Salesforce compares every character.',
    steps: [
      { title: 'Open the app’s OAuth settings', note: oauthSettings, action: 'openApps' },
      {
        title: 'Replace the callback URL and save',
        note: 'http, not https. No slash at the end. A change can need up to 10 minutes.',
        action: 'copyCallback',
      },
      retry,
    ],
  },
  denied: {
    title: 'Access was denied',
    why: 'Deny was chosen at Salesforce, or the org denied it for this user.',
    steps: [
      { title: 'Choose Allow next time', note: 'Salesforce shows what Orgkeep may do before you decide.' },
      retry,
    ],
  },
  secretWrong: {
    title: 'The consumer secret is wrong',
    why: 'Salesforce knows the key and refused the secret. It may have been rotated, or belong to another app.',
    steps: [
      { title: 'Copy the secret again', note: `${oauthSettings}, Consumer Key and Secret`, action: 'openApps' },
      { title: 'Replace it', note: 'Then choose Connect. Everything else is kept.', action: 'backToCredentials' },
    ],
  },
  secretMissing: {
    title: 'The app requires a consumer secret',
    why: 'None was entered, and this app does not do without.',
    steps: [
      { title: 'Copy the secret', note: `${oauthSettings}, Consumer Key and Secret`, action: 'openApps' },
      { title: 'Enter it', note: 'Then choose Connect. Everything else is kept.', action: 'backToCredentials' },
    ],
  },
  scopeNotAllowed: {
    title: 'A scope is missing in the app',
    why: 'Orgkeep asked for a scope that the app does not have.',
    steps: [
      {
        title: 'Add the missing scopes',
        note: `${oauthSettings}. The checklist shows which ones.`,
        action: 'openApps',
      },
      {
        title: 'Or take what the app has',
        note: 'Orgkeep then asks for all scopes of the app and shows what is missing.',
        action: 'retryWithAllScopes',
      },
      { ...retry, title: 'Or try again with the added scopes' },
    ],
  },
  appBlocked: {
    title: 'This user may not use the app',
    why: 'The app is blocked or not activated, or this user is not among those it is approved for.',
    steps: [
      {
        title: 'Allow the user',
        note: `${policies}. Either all users may self-authorize, or the user’s profile or permission set is added.`,
        action: 'openApps',
      },
      retry,
    ],
  },
  appOfAnotherOrg: {
    title: 'The app belongs to another org',
    why: 'The browser was signed in to an org that does not have this app. A Local app works in its own org only.',
    steps: [
      {
        title: 'Use the My Domain of the app’s org',
        note: 'The generic addresses lead to whichever org you sign in to.',
        action: 'backToCredentials',
      },
      {
        title: 'Try again in a private window',
        note: 'Choose Copy link there, so that no older session answers.',
        action: 'retry',
      },
    ],
  },
  userInactive: {
    title: 'This user cannot sign in',
    why: 'The user is inactive, frozen or locked.',
    steps: [{ title: 'Unlock or activate the user', note: 'Setup, Users. Or sign in as another user.' }, retry],
  },
  loginRestricted: {
    title: 'Not from here, or not at this hour',
    why: 'The profile’s login hours or IP ranges, or the app’s IP Relaxation, do not allow this sign-in.',
    steps: [
      { title: 'Use an allowed network', note: 'Or change the login ranges of the profile.' },
      { title: 'Or relax the app’s IP restrictions', note: policies, action: 'openApps' },
      retry,
    ],
  },
  codeExpired: {
    title: 'The answer was too old',
    why: 'The code in it works once and for 15 minutes. A reloaded page or a long pause uses it up.',
    steps: [retry],
  },
  flowDisabled: {
    title: 'The sign-in flow is switched off',
    why: 'The app or the org does not allow the web server flow.',
    steps: [
      { title: 'Check that OAuth is enabled for the app', note: oauthSettings, action: 'openApps' },
      {
        title: 'Check the org’s switch for External Client Apps',
        note: 'Setup, External Client App Settings',
        action: 'openAppSettings',
      },
      retry,
    ],
  },
  limitReached: {
    title: 'Too many sign-ins',
    why: 'Salesforce limits how often a user may sign in within an hour.',
    steps: [
      { title: 'Wait a while', note: 'Another program that signs in as the same user may use up the limit.' },
      retry,
    ],
  },
  refusedByServer: {
    title: 'Salesforce refused the sign-in',
    why: 'It gave a reason that Orgkeep does not know. Its own words are under Details.',
    steps: [
      { title: 'Look at the login history', note: 'Setup, Login History shows the reason for each refused sign-in.' },
      checkTheKey,
      retry,
    ],
  },
  issuerMismatch: {
    title: 'The answer came from another server',
    why: 'It names another server than the one that was asked. Orgkeep does not trust such an answer.',
    steps: [checkTheAddress, { ...retry, note: 'Use a new browser tab, and close the old one.' }],
  },
  signatureMismatch: {
    title: 'The answer’s signature does not fit',
    why: 'Salesforce signs the answer with the consumer secret, and this signature was made with another one.',
    steps: [
      {
        title: 'Enter the current secret',
        note: 'It may have been rotated a moment ago.',
        action: 'backToCredentials',
      },
      retry,
    ],
  },
  answerRefused: {
    title: 'The answer is not usable',
    why: 'It lacks what a connection needs, or points to a server that is not Salesforce’s. Orgkeep does not send tokens there.',
    steps: [checkTheAddress, retry],
  },
  wrongOrg: {
    title: 'Another org answered',
    why: 'You signed in to another org than the one this connection is for.',
    steps: [
      {
        title: 'Sign out in the browser, or use a private window',
        note: 'A session of the other org was probably still open.',
      },
      { ...retry, note: 'Sign in as a user of the right org.' },
    ],
  },
  notSaved: {
    title: 'The connection could not be saved',
    why: 'Salesforce accepted the sign-in, but the vault could not be written. The tokens were not kept.',
    steps: [{ title: 'Check the disk', note: 'It may be full or read-only. The cause is under Details.' }, retry],
  },
  vaultLocked: {
    title: 'The vault is locked',
    why: 'The key to the vault went away, so nothing could be kept safely.',
    steps: [{ title: 'Unlock the vault', note: 'Orgkeep shows how, in the list of orgs.' }, retry],
  },
};

/** What only this failure knows: a program, a time. */
export function failureFact(failure: FailureView, clock: (rfc3339: string) => string): string | null {
  if (failure.kind === 'portOccupied') return failure.holder === null ? null : `It is held by ${failure.holder}.`;
  // Empty when that copy has not written down yet who it is.
  if (failure.kind === 'anotherSignIn' && failure.who !== '')
    return `It is ${failure.who}, since ${clock(failure.since)}.`;
  if (failure.kind === 'serverBusy' && failure.retryAfter !== null) {
    return `Salesforce names ${waitingTime(failure.retryAfter)}.`;
  }
  return null;
}

function waitingTime(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

export const failureActions: Record<FailureAction, string> = {
  retry: 'Retry',
  retryWithAllScopes: 'Retry with all scopes of the app',
  backToCredentials: 'Back to Credentials',
  copyCallback: 'Copy the right callback',
  openApps: 'Open app settings',
  openAppSettings: 'Open the org’s settings',
};

export const failureText = {
  nothingLost: 'Nothing was saved or changed, and everything you typed is still here.',
  whatToDo: 'What to do',
  details: 'Details',
  serverSays: 'Salesforce’s own words',
  serverSaysNothing: 'Salesforce sent no words with it.',
  serverCode: 'Code',
  sent: 'Callback that Orgkeep sent',
  steps: 'How far it got',
  stepFailed: 'Failed here',
  sentLabel: 'Orgkeep sent',
  mustContain: 'The app’s list must contain this line, exactly.',
  close: 'Close',
  backToCredentials: 'Back to Credentials',
  starting: 'Starting the sign-in',
};
