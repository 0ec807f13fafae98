import type { FailureView } from '../backend/generated';
import { causeCopy, type CauseCopy, type CauseStep } from './causes';

/** What goes wrong in the flow itself. What Salesforce tells is in the catalogue. */
export type OwnFailure = Exclude<FailureView['kind'], 'told'>;

const retry: CauseStep = {
  title: 'Try again',
  note: 'The browser opens with the same values.',
  action: 'retry',
};

const checkTheNetwork: CauseStep = {
  title: 'Check the network',
  note: 'A VPN, a proxy or a sign-in page of the network may stand in between.',
};

const checkTheAddress: CauseStep = {
  title: 'Check the Login URL',
  note: 'My Domain is best: it leads to the one org that has the app.',
  action: 'editAddress',
};

export const failureCopy: Record<OwnFailure, CauseCopy> = {
  cancelled: {
    title: 'The sign-in was cancelled',
    why: 'You ended it before it was complete.',
    steps: [{ ...retry, title: 'Sign in when you are ready' }],
    retry: 'atOnce',
  },
  nothingCameBack: {
    title: 'No answer came back',
    why: 'The time for signing in is over, and the browser has sent nothing to this computer. Often the browser shows an error page of Salesforce, about which Orgkeep does not hear.',
    steps: [
      { title: 'Read what the browser shows', note: 'Paste its address or its text below.' },
      {
        title: 'Compare the callback',
        note: 'It must be one of the app’s, character by character.',
        action: 'copyCallback',
      },
      checkTheAddress,
      retry,
    ],
    retry: 'signInAgain',
  },
  portOccupied: {
    title: 'Port 33333 is in use',
    why: 'Another program listens where Salesforce sends the answer. The port cannot change: it is part of the callback URL.',
    steps: [{ title: 'Close that program', note: 'Orgkeep never ends a program of yours.' }, retry],
    retry: 'afterFix',
  },
  portReserved: {
    title: 'The system keeps port 33333 for itself',
    why: 'The port lies in a range that the system has reserved, so no program can listen on it. The port cannot change: it is part of the callback URL.',
    steps: [
      {
        title: 'Free the port',
        note: 'An administrator of this computer frees it: net stop winnat, then netsh int ipv4 add excludedportrange tcp 33333 1, then net start winnat.',
      },
      retry,
    ],
    retry: 'afterFix',
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
    retry: 'afterFix',
  },
  anotherSignIn: {
    title: 'Another sign-in is running',
    why: 'Another copy of Orgkeep is signing in, and only one can listen on port 33333.',
    steps: [{ title: 'Finish or cancel the sign-in there' }, retry],
    retry: 'later',
  },
  browserFailed: {
    title: 'No browser opened',
    why: 'The system did not open one, and the link was not used.',
    steps: [
      {
        title: 'Choose another browser',
        note: 'Or try again, choose Copy link, and open the link in any browser on this computer.',
        action: 'backToCredentials',
      },
      retry,
    ],
    retry: 'afterFix',
  },
  unreachable: {
    title: 'Salesforce cannot be reached',
    why: 'The Login URL does not answer from this computer.',
    steps: [checkTheNetwork, checkTheAddress, retry],
    retry: 'afterFix',
  },
  localAddress: {
    title: 'The address leads to this computer',
    why: 'The name of this login host belongs to this computer or its own network cable, where no Salesforce is. Nothing was sent there.',
    steps: [
      checkTheAddress,
      { title: 'Ask who runs the DNS', note: 'Or look for the name in the hosts file of this computer.' },
      retry,
    ],
    retry: 'afterFix',
  },
  privateAddress: {
    title: 'The address leads into a private network',
    why: 'The name of this login host leads to an address that every private network has, and you did not confirm it. Nothing was sent there.',
    steps: [
      {
        title: 'Connect again and confirm the address',
        note: 'If it is your company’s own way to Salesforce. Ask who runs the network.',
      },
      checkTheAddress,
      retry,
    ],
    retry: 'afterFix',
  },
  tlsFailed: {
    title: 'The connection is not secure',
    why: 'The certificate is not one of this address. Something between this computer and Salesforce may be reading along, so Orgkeep stopped.',
    steps: [
      checkTheNetwork,
      { title: 'Check the clock of this computer', note: 'A wrong date makes every certificate look wrong.' },
      retry,
    ],
    retry: 'afterFix',
  },
  timedOut: {
    title: 'Salesforce answered too slowly',
    why: 'There was no answer in time.',
    steps: [checkTheNetwork, retry],
    retry: 'later',
  },
  unexpectedAnswer: {
    title: 'The answer was not Salesforce’s',
    why: 'Something else answered in its place. That is usually the sign-in page of a network, or a proxy.',
    steps: [
      { title: 'Open any web page in the browser', note: 'If the network wants you to sign in, do that first.' },
      checkTheAddress,
      retry,
    ],
    retry: 'afterFix',
  },
  serverBusy: {
    title: 'Salesforce is busy',
    why: 'It asks to come back later. That is maintenance or overload, not a fault of your values.',
    steps: [{ title: 'Wait a little', note: 'trust.salesforce.com shows the state of your instance.' }, retry],
    retry: 'later',
  },
  issuerMismatch: {
    title: 'The answer came from another server',
    why: 'It names another server than the one that was asked. Orgkeep does not trust such an answer.',
    steps: [checkTheAddress, { ...retry, note: 'Use a new browser tab, and close the old one.' }],
    retry: 'signInAgain',
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
    retry: 'afterFix',
  },
  answerRefused: {
    title: 'The answer is not usable',
    why: 'It lacks what a connection needs, or points to a server that is not Salesforce’s. Orgkeep does not send tokens there.',
    steps: [checkTheAddress, retry],
    retry: 'signInAgain',
  },
  wrongOrg: {
    title: 'Another org answered',
    why: 'You signed in to another org than the one this connection is for.',
    steps: [
      {
        title: 'Sign out in the browser, or use a private window',
        note: 'A session of the other org was probably still open.',
        action: 'privateWindow',
      },
      { ...retry, note: 'Sign in as a user of the right org.' },
    ],
    retry: 'signInAgain',
  },
  devHubDeclined: {
    title: 'Nothing was registered',
    why: 'You chose not to register the org, after what was said about Dev Hub. Orgkeep has Salesforce revoke the tokens of that sign-in.',
    steps: [{ ...retry, note: 'Orgkeep asks again before anything is saved.' }],
    retry: 'signInAgain',
  },
  identityRefused: {
    title: 'Another user or a refreshed sandbox came back',
    why: 'It is not the one that the connection has, and nobody accepted it. Orgkeep has Salesforce revoke the tokens of that sign-in.',
    steps: [
      {
        title: 'Sign out in the browser, or use a private window',
        note: 'If it was another user, a session of theirs was probably still open.',
        action: 'privateWindow',
      },
      {
        ...retry,
        note: 'Sign in as the user whom the connection has. If the sandbox was refreshed, accept that when Orgkeep asks.',
      },
    ],
    retry: 'signInAgain',
  },
  alreadyRegistered: {
    title: 'This connection is there already',
    why: 'Org, user and app are those of a connection that you have, and you left it as it is. Nothing was changed.',
    steps: [
      {
        title: 'Sign in as another user',
        note: 'The same app may serve several users of the org, each as a connection of its own.',
        action: 'privateWindow',
      },
      { ...retry, note: 'Choose to update the connection when Orgkeep asks. Or discard this registration.' },
    ],
    retry: 'signInAgain',
  },
  anotherConnection: {
    title: 'Another connection has this app already',
    why: 'No two connections share org, user and app, and those of this sign-in belong to another one. Nothing was changed here or there.',
    steps: [
      {
        title: 'Keep one of the two',
        note: 'The other one signs in through this app already. List there what is listed here under Used by, then remove this one.',
      },
      { title: 'Enter the key of another app', action: 'backToCredentials' },
      { ...retry, note: 'Once the other connection is removed, or has another app.' },
    ],
    retry: 'afterFix',
  },
  notSaved: {
    title: 'The connection could not be saved',
    why: 'Salesforce accepted the sign-in, but the vault could not be written. The tokens were not kept.',
    steps: [{ title: 'Check the disk', note: 'It may be full or read-only. The cause is under Details.' }, retry],
    retry: 'afterFix',
  },
  vaultLocked: {
    title: 'The vault is locked',
    why: 'The key to the vault went away, so nothing could be kept safely.',
    steps: [{ title: 'Unlock the vault', note: 'Orgkeep shows how, in the list of orgs.' }, retry],
    retry: 'afterFix',
  },
};

/** Title, why and what to do, of whichever kind. */
export function copyOfFailure(failure: FailureView): CauseCopy {
  return failure.kind === 'told' ? causeCopy(failure.cause) : failureCopy[failure.kind];
}

/** What only this failure knows: a program, a time. */
export function failureFact(failure: FailureView, clock: (rfc3339: string) => string): string | null {
  if (failure.kind === 'portOccupied') return failure.holder === null ? null : `It is held by ${failure.holder}.`;
  // Empty when that copy has not written down yet who it is.
  if (failure.kind === 'anotherSignIn' && failure.who !== '')
    return `It is ${failure.who}, since ${clock(failure.since)}.`;
  if (failure.kind === 'anotherConnection') return `It is “${failure.name}”.`;
  if (failure.kind === 'serverBusy' && failure.retryAfter !== null) {
    return `Salesforce names ${waitingTime(failure.retryAfter)}.`;
  }
  return null;
}

function waitingTime(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

export const failureText = {
  nothingLost: 'Nothing was saved or changed, and everything you typed is still here.',
  details: 'Details',
  serverSays: 'Salesforce’s own words',
  serverSaysNothing: 'Salesforce sent no words with it.',
  serverCode: 'Code',
  noServerCode: 'None that can be read.',
  sent: 'Callback that Orgkeep sent',
  steps: 'How far it got',
  stepFailed: 'Failed here',
  sentLabel: 'Orgkeep sent',
  mustContain: 'The app’s list must contain this line, exactly.',
  browserShows: 'What does the browser show?',
  browserShowsLead: 'Paste the address or the text of its page. Orgkeep names the cause and what to do.',
  close: 'Close',
  backToCredentials: 'Back to Credentials',
};
