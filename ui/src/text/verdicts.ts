import type { OtherEndId, VerdictGroupId, VerdictId } from '../backend/generated';
import type { CauseStep } from './causes';
import { healthNames } from './names';

/** What a group of verdicts is called where there is room for two words. */
export const verdictGroupNames: Record<VerdictGroupId, string> = { ...healthNames, working: healthNames.connected };

/** What a test found, why, and what to do. */
export interface VerdictCopy {
  /** What happened. */
  title: string;
  /** The same inside a sentence: "the test before: …". */
  short: string;
  why: string;
  steps: readonly CauseStep[];
}

const signInAgain: CauseStep = {
  title: 'Reauthenticate',
  note: 'Sign in once more with the same user. The record, its name and its label stay.',
  action: 'retry',
};
/** The last step of whatever a new sign-in does not mend. */
export const testAgain: CauseStep = { title: 'Test again', action: 'retry' };

/** What else the same answer may mean, inside a sentence. */
export const otherEnds: Record<OtherEndId, string> = {
  replacedBySignIn: 'five newer sign-ins of the same user through the same app',
  passwordChanged: 'a changed password',
  expired: 'the age that the app’s policy allows',
};

/** Complete: a new verdict does not compile without its words. */
export const verdicts: Record<VerdictId, VerdictCopy> = {
  working: {
    title: 'The connection works',
    short: 'working',
    why: 'The API answered, to the right user of the right org.',
    steps: [],
  },
  revoked: {
    title: 'Salesforce ended the sign-in',
    short: 'sign-in revoked',
    why: 'The refresh token is not accepted any more. Somebody may have revoked it, or one of the reasons below applies.',
    steps: [signInAgain],
  },
  expired: {
    title: 'The sign-in is too old',
    short: 'sign-in expired',
    why: 'It reached the age that the app’s refresh token policy allows.',
    steps: [
      signInAgain,
      {
        title: 'Allow a longer time, if this comes too often',
        note: 'Setup, External Client App Manager, your app, Policies tab, Refresh Token Policy',
      },
    ],
  },
  rotatedElsewhere: {
    title: 'Another program used the token',
    short: 'rotated elsewhere',
    why: 'The app replaces its refresh token at every use. Another program or computer used this one, and Salesforce then ended the whole sign-in.',
    steps: [{ title: 'Let each program sign in for itself', note: 'A rotating token cannot be shared.' }, signInAgain],
  },
  passwordChanged: {
    title: 'The password was changed',
    short: 'password changed',
    why: 'A changed password ends the sign-ins of its user.',
    steps: [signInAgain],
  },
  answerLost: {
    title: 'The answer with the next token was lost',
    short: 'answer lost',
    why: 'The refresh token was used, and the network broke before its successor arrived. Nobody has that one.',
    steps: [signInAgain],
  },
  notRenewable: {
    title: 'The session is over',
    short: 'not renewable',
    why: 'No refresh token was granted, so the connection ends with its session.',
    steps: [
      {
        title: 'Add the scope refresh_token to the app',
        note: 'Setup, External Client App Manager, your app, Settings tab, OAuth Settings',
      },
      signInAgain,
    ],
  },
  appBlocked: {
    title: 'The app may not be used',
    short: 'app blocked',
    why: 'The org blocks the app, has not installed it, or has not approved it for this user.',
    steps: [
      {
        title: 'Unblock the app and approve the user',
        note: 'Setup, Connected Apps OAuth Usage, and the app’s Policies',
      },
      testAgain,
    ],
  },
  userInactive: {
    title: 'The user cannot sign in',
    short: 'user inactive',
    why: 'The user is inactive, frozen or locked out in this org.',
    steps: [{ title: 'Make the user active', note: 'Setup, Users. No new sign-in is needed then.' }, testAgain],
  },
  placeOrHours: {
    title: 'Not from here, or not now',
    short: 'IP or hours',
    why: 'The user’s profile or the app allows sign-in from other addresses or at other hours only.',
    steps: [
      { title: 'Add this address, or relax the app’s IP restrictions', note: 'Setup, Profiles and the app’s Policies' },
      testAgain,
    ],
  },
  apiDisabled: {
    title: 'The API is not available',
    short: 'API disabled',
    why: 'The org’s edition, the user’s permissions or the app’s scopes do not include the API.',
    steps: [{ title: 'Give the user the permission API Enabled' }, testAgain],
  },
  orgGone: {
    title: 'The org lets nobody in',
    short: 'org gone',
    why: 'The org is inactive or locked, or its trial is over.',
    steps: [{ title: 'Ask Salesforce, or remove the connection' }, testAgain],
  },
  orgRefreshed: {
    title: 'The sandbox was refreshed',
    short: 'org refreshed',
    why: 'Another org is behind the same address now. The tokens were for the one before.',
    steps: [
      {
        title: 'Reauthenticate',
        note: 'Orgkeep asks whether the refreshed sandbox takes this record’s place.',
        action: 'retry',
      },
    ],
  },
  nameNotFound: {
    title: 'The server’s name is not found',
    short: 'name not found',
    why: 'This computer is offline, its DNS does not answer, or the org’s My Domain was renamed.',
    steps: [{ title: 'Check the network, then the org’s My Domain' }, testAgain],
  },
  tlsFailed: {
    title: 'The server did not prove who it is',
    short: 'TLS failed',
    why: 'The certificate is not one that this computer trusts for this server. Nothing was sent.',
    steps: [
      { title: 'Ask who runs the network', note: 'A filter that reads TLS needs its certificate on this computer.' },
      testAgain,
    ],
  },
  proxyFailed: {
    title: 'The proxy does not lead there',
    short: 'proxy failed',
    why: 'The proxy of this computer did not connect to Salesforce: it does not answer, or it refuses.',
    steps: [
      {
        title: 'Start the VPN that leads to the proxy, or take the proxy out of the system settings',
        note: 'Settings, Diagnostics says which proxy is in use.',
      },
      testAgain,
    ],
  },
  proxyPassword: {
    title: 'The proxy wants a password',
    short: 'proxy wants a password',
    why: 'The proxy of this computer lets nothing through without a name and password, or not with those it got.',
    steps: [
      {
        title: 'Put name and password into the proxy of the system settings',
        note: 'Or into HTTPS_PROXY (http://user:password@host:port). Then start Orgkeep again.',
      },
      testAgain,
    ],
  },
  timedOut: {
    title: 'No answer within 10 seconds',
    short: 'timed out',
    why: 'The server, the network or a proxy is too slow, or swallows the request.',
    steps: [testAgain],
  },
  connectionFailed: {
    title: 'The connection broke',
    short: 'connection failed',
    why: 'It was refused or cut off before the answer was complete.',
    steps: [testAgain],
  },
  otherAnswer: {
    title: 'Something else answered',
    short: 'not Salesforce’s answer',
    why: 'The answer is not Salesforce’s: a sign-in page of the network, a filter, or a broken document.',
    steps: [{ title: 'Open a page in the browser, and sign in to the network' }, testAgain],
  },
  limitReached: {
    title: 'A limit is used up',
    short: 'limit reached',
    why: 'The org or the user has no requests left for now. The sign-in itself is in order.',
    steps: [{ title: 'Wait, or let other programs ask less' }, testAgain],
  },
  maintenance: {
    title: 'Salesforce asks to come back later',
    short: 'maintenance',
    why: 'The instance is under maintenance or too busy. The sign-in itself is in order.',
    steps: [{ title: 'Wait a few minutes', note: 'status.salesforce.com tells of maintenance.' }, testAgain],
  },
  refused: {
    title: 'Salesforce refused',
    short: 'refused',
    why: 'The reason stands below.',
    steps: [testAgain],
  },
};
