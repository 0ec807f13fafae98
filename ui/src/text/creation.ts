import type { AftermathId, AppOriginId, AppRiskId, CreationFailureView, CreationStepId } from '../backend/generated';
import type { ErrorCopy } from './errors';

/** How far an app is, as it lights up. */
export const creationSteps: Record<CreationStepId, string> = {
  planned: 'Deciding what is sent',
  sending: 'Salesforce creates the app',
  readingKey: 'Reading the consumer key',
  securing: 'Reading the consumer secret, if the app has one',
  policies: 'Writing the policies',
  done: 'The app is there',
};

/** Where an app comes from. */
export const appOrigins: Record<AppOriginId, string> = {
  made: 'Orgkeep created the app.',
  adopted: 'The org had this app already, as it should be. Orgkeep uses it.',
  updated: 'The org had an app of this name. Orgkeep changed it to what you asked for.',
};

/** What a failure leaves. */
export const aftermaths: Record<AftermathId, string> = {
  nothing: 'Nothing was left in the org.',
  unfinished: 'A part of the app may be in the org. Continue, or undo it.',
};

/** Why an app was not planned, created, undone or checked. */
export const creationFailures: Record<CreationFailureView['kind'], ErrorCopy> = {
  hindered: {
    title: 'The connection cannot be used for this',
    happened: 'Salesforce refused the call, or could not be reached. The connection is as it was.',
    toDo: 'Read the cause below. Test the connection, then try again.',
  },
  connectionGone: {
    title: 'The connection is no longer there',
    happened: 'It was removed meanwhile, and nothing else may change apps in its org.',
    toDo: 'Choose another connection to this org.',
  },
  vaultLocked: {
    title: 'The vault is locked',
    happened: 'The connection’s session is in the vault, and the vault is not open.',
    toDo: 'Unlock the vault, then try again.',
  },
  notKept: {
    title: 'The store did not answer',
    happened: 'Orgkeep writes each step down before it takes it, and could not. It went no further.',
    toDo: 'Check that the disk has room and the folder can be written, then continue or undo.',
  },
  busy: {
    title: 'Another program works on apps of this org',
    happened: 'Another program of Orgkeep’s changes an app of this org, or reads its secret.',
    toDo: 'Wait until it is through, then try again.',
  },
  jwtToken: {
    title: 'This connection’s tokens do not fit',
    happened: 'Its app issues JWT-based access tokens, which the Metadata API does not take.',
    toDo: 'Use another connection to this org, or create the app in Setup.',
  },
  notConfirmed: {
    title: 'This is a production org',
    happened: 'Nothing is changed in production before you confirm it once more.',
    toDo: 'Check the org’s name, then confirm.',
  },
  nameOfConnectedApp: {
    title: 'A Connected App has this name',
    happened: 'Salesforce keeps one list of names for Connected Apps and External Client Apps.',
    toDo: 'Give the new app another API name.',
  },
  differs: {
    title: 'The org has another app of this name',
    happened: 'It is not what you asked for. The differences are listed. Nothing was changed.',
    toDo: 'Change that app to the values shown, or give the new one another name.',
  },
  notCarried: {
    title: 'The app in the org has parts that would be lost',
    happened:
      'It has lists or settings that Orgkeep does not write. Changing the app without them could take them away, so nothing was changed.',
    toDo: 'Give the new app another name, or change this one in Setup.',
  },
  refused: {
    title: 'Salesforce does not take the app',
    happened: 'The app is created whole or not at all. Salesforce’s reasons are listed.',
    toDo: 'Change what they name, then try again.',
  },
  tooSlow: {
    title: 'Salesforce takes too long',
    happened: 'The deployment, or the org’s setting, had not taken effect when Orgkeep stopped waiting. It may still.',
    toDo: 'Continue in a few minutes, or undo.',
  },
  unexpected: {
    title: 'The org answers with something else',
    happened: 'What the org has is not what was sent. Somebody may have changed it meanwhile.',
    toDo: 'Look at the app in Setup. Then continue or undo.',
  },
  nothingKnown: {
    title: 'Nothing says what the app should be',
    happened: 'Orgkeep did not create this app, and no blueprint was chosen to compare it with.',
    toDo: 'Choose a blueprint.',
  },
  notOurs: {
    title: 'The app in the org is not the one that was created',
    happened: 'Somebody has replaced it, so nothing was removed.',
    toDo: 'Look at the app in Setup. When it is right, dismiss this.',
  },
  noApp: {
    title: 'This app cannot be read',
    happened:
      'The org has no External Client App with this connection’s key. It was installed with a package, or is gone.',
    toDo: 'Change its key and secret where it comes from.',
  },
  noSecret: {
    title: 'This connection has no consumer secret',
    happened: 'Its app waives the secret, so there is none to replace.',
    toDo: 'There is nothing to do.',
  },
  orgTooOld: {
    title: 'This org cannot replace the secret yet',
    happened:
      'Salesforce stages a second key and secret since Winter ’26 (API version 65), and this org is of an older release. Nothing was changed, and the key and secret in force go on working.',
    toDo: 'Wait until the org has Winter ’26 or later, then try again.',
  },
  spareThere: {
    title: 'The app has a second key and secret already',
    happened: 'Somebody has staged a pair, or replaced one in the last 30 days. Salesforce keeps two at most.',
    toDo: 'Finish or discard that one in Setup, or wait until the pair before has ended.',
  },
  othersPending: {
    title: 'Other credentials wait for a sign-in',
    happened: 'They were typed for this connection and would be lost. Nothing was changed in the org.',
    toDo: 'Authenticate with them or discard them, then try again.',
  },
  stopped: {
    title: 'It was stopped',
    happened: 'Orgkeep was closing. How far it came is written down.',
    toDo: 'Continue or undo.',
  },
};

/** What is risky about an app. */
export const appRisks: Record<AppRiskId, { title: string; why: string }> = {
  ipRelaxed: {
    title: 'IP restrictions are relaxed',
    why: 'The network ranges of profiles do not bind whoever has a token of this app.',
  },
  everyoneMayAuthorize: {
    title: 'Every user may authorize it',
    why: 'A user who is tricked into signing in grants access, and no administrator is asked.',
  },
  noPkce: {
    title: 'PKCE is not required',
    why: 'Whoever intercepts an authorization code can redeem it.',
  },
  fullAccess: {
    title: 'The scope Full access',
    why: 'A stolen token can do whatever its user can do.',
  },
  refreshTokenForever: {
    title: 'Refresh tokens never expire',
    why: 'A stolen one works until somebody revokes it.',
  },
  noRotation: {
    title: 'Refresh tokens are not replaced',
    why: 'A copy of one stays unnoticed: the original works on.',
  },
  oldSecret: {
    title: 'The consumer secret is more than a year old',
    why: 'Nobody knows any more who has seen it, and whoever has can use it. Replace it on this page.',
  },
};
