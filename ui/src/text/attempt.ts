import type { HintView, PasteVerdictView, StageView, StepId } from '../backend/generated';

/** One step of a sign-in: before, during and after. */
export interface StepCopy {
  later: string;
  now: string;
  done: string;
  /** A few words beside it. */
  note?: string;
}

export const stepCopy: Record<StepId, StepCopy> = {
  keyKnown: {
    later: 'Check the key',
    now: 'Asking whether Salesforce knows the key',
    done: 'Salesforce knows the key',
  },
  listening: {
    later: 'Listen for the answer',
    now: 'Taking the callback port',
    done: 'Listening',
    note: 'localhost:33333',
  },
  browserOpened: { later: 'Open the browser', now: 'Opening the browser', done: 'Browser opened' },
  answerReceived: { later: 'Receive the answer', now: 'Waiting for your answer', done: 'Answer received' },
  exchanged: { later: 'Exchange it for tokens', now: 'Exchanging it for tokens', done: 'Exchanged for tokens' },
  identified: { later: 'Identify org and user', now: 'Identifying org and user', done: 'Org and user known' },
  saved: { later: 'Save', now: 'Saving', done: 'Saved' },
};

/** What a screen reader says when the stage changes. */
export const stageAnnouncements: Record<StageView['kind'], string> = {
  checkingKey: 'Checking with Salesforce whether it knows the key.',
  waitingForKey: 'Salesforce does not know the key yet. Orgkeep looks again by itself.',
  listening: 'Taking the callback port.',
  awaitingConsent: 'Waiting for you to sign in with the browser and choose Allow.',
  exchanging: 'The answer is here. Exchanging it for tokens.',
  identifying: 'Identifying org and user.',
  saving: 'Saving.',
};

export const stageTitles: Record<StageView['kind'], string> = {
  checkingKey: 'Checking the key',
  waitingForKey: 'Waiting for the key to work',
  listening: 'Sign in with your browser',
  awaitingConsent: 'Sign in with your browser',
  exchanging: 'Completing the sign-in',
  identifying: 'Completing the sign-in',
  saving: 'Completing the sign-in',
};

export const hintTexts: Record<HintView, { title: string; text: string }> = {
  oldAnswer: {
    title: 'An answer for an older sign-in arrived',
    text: 'Orgkeep ignored it. Close the older browser tab and use the newest one.',
  },
  browserForcesHttps: {
    title: 'Your browser asks for https on localhost',
    text: 'The callback is http. In the address bar, change https://localhost:33333 to http://localhost:33333, or copy the link into another browser.',
  },
};

export const pasteVerdicts: Record<PasteVerdictView, { title: string; text: string }> = {
  accepted: { title: 'That is the answer', text: 'The sign-in goes on.' },
  otherSignIn: {
    title: 'That answer belongs to another sign-in',
    text: 'Choose Open again, sign in there, and paste the address of that tab.',
  },
  notACallback: {
    title: 'That is not the callback address',
    text: 'It must start with http://localhost:33333. If the browser shows a Salesforce error page, see the causes below.',
  },
  incomplete: {
    title: 'The address has no answer in it',
    text: 'Copy the whole address, with everything after the question mark.',
  },
};

/** Why Salesforce shows an error page of its own, about which no program on this computer hears. */
export const errorPageCauses: readonly { code: string; text: string; withCallback?: boolean }[] = [
  {
    code: 'invalid_client_id',
    text: 'The Consumer ID is wrong, belongs to another org, or is younger than 30 minutes.',
  },
  {
    code: 'redirect_uri_mismatch',
    text: 'The app’s callback URL differs. It must be exactly:',
    withCallback: true,
  },
  {
    code: 'OAUTH_EC_APP_NOT_FOUND',
    text: 'You are signed in to another org than the one that has the app. Use a private window.',
  },
];

/** The callback of every app that Orgkeep signs in with, exactly. */
export const callback = 'http://localhost:33333';

/** What happens in the stages in which nothing is asked of the person. */
export function completingText(
  stage: Exclude<StageView['kind'], 'waitingForKey' | 'awaitingConsent'>,
  host: string,
): string {
  switch (stage) {
    case 'checkingKey':
      return `Asking ${host} whether it knows the key. No browser is needed for that.`;
    case 'listening':
      return 'Taking the callback port, before the browser opens.';
    case 'exchanging':
      return 'The answer is here, and the browser tab can be closed. Exchanging it for tokens.';
    case 'identifying':
      return 'Asking Salesforce which org and user the tokens belong to.';
    case 'saving':
      return 'Sealing everything in the vault.';
  }
}

export const attemptText = {
  sayBefore: 'Sign in to ',
  sayAt: ' at ',
  sayAfter: ', then choose Allow.',
  left: 'left',
  timeLeft: (time: string) => `${time} left`,
  untilNextCheck: 'until the next check',
  nextCheck: (time: string) => `Next check in ${time}`,
  checkingNow: 'Checking now',
  waitingLead: 'Salesforce does not know this key yet.',
  waitingUsual: 'Usually 10, up to 30 minutes.',
  waitingGoesOn: 'Nothing to do. The browser opens by itself as soon as the key works.',
  waitingLeave: 'Counting goes on if you leave this page.',
  waitingSince: 'Waiting since',
  waitingChecks: 'Checks so far',
  waitingUntil: 'Looks until',
  waitingRecheckKey: 'If the key was copied wrong, waiting does not help. Compare the first and last characters.',
  stepCount: (done: number, all: number) => `${done}/${all}`,
  stepUnit: 'steps',
  stepLabel: (done: number, all: number) => `${done} of ${all} steps done`,
  callback: 'callback URL',
  waitsFor: 'Salesforce sends it here after you choose Allow.',
  openAgain: 'Open again',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  noBrowserTitle: 'No browser opened',
  noBrowserText: 'Copy the link and open it in any browser on this computer.',
  nothingCameBack: 'Nothing came back?',
  pasteLead: 'Paste the address that your browser shows now. The callback address starts with',
  pasteLabel: 'Address from the browser',
  pastePlaceholder: 'http://localhost:33333/?code=',
  paste: 'Read it',
  causesHeading: 'Or does the browser show an error page of Salesforce?',
  cancel: 'Cancel',
  cancelling: 'Cancelling',
  tooLate: 'Saving can no longer be cancelled.',
  nothingSaved: 'Nothing is saved until the last step.',
  steps: 'Steps of the sign-in',
  announceLeft: (minutes: number) => (minutes === 1 ? '1 minute left.' : `${minutes} minutes left.`),
};
