import type {
  HintView,
  KeyEvidenceView,
  KeyVerdictView,
  PasteVerdictView,
  StageView,
  StepId,
} from '../backend/generated';

/** One step of a sign-in: before, during and after. */
export interface StepCopy {
  later: string;
  now: string;
  done: string;
  /** A few words beside it. */
  note?: string;
}

export const stepCopy: Record<StepId, StepCopy> = {
  loggedIn: {
    later: 'Send user name and password',
    now: 'Sending user name and password, once',
    done: 'Salesforce accepted them',
  },
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
  keyActive: 'The key is active now. Continue in the browser.',
  loggingIn: 'Sending user name and password.',
  listening: 'Taking the callback port.',
  awaitingConsent: 'Waiting for you to sign in with the browser and choose Allow.',
  exchanging: 'The answer is here. Exchanging it for tokens.',
  identifying: 'Identifying org and user.',
  confirmingIdentity: 'Somebody else came back than the connection has. Your answer is needed.',
  confirmingAddress: 'The login host leads into a private network. Your answer is needed.',
  confirmingDevHub: 'There is something to know about Dev Hub. Your answer is needed.',
  saving: 'Saving.',
};

export const stageTitles: Record<StageView['kind'], string> = {
  checkingKey: 'Checking the key',
  waitingForKey: 'Waiting for the key to work',
  keyActive: 'The key is active now',
  loggingIn: 'Signing in',
  listening: 'Sign in with your browser',
  awaitingConsent: 'Sign in with your browser',
  exchanging: 'Completing the sign-in',
  identifying: 'Completing the sign-in',
  confirmingIdentity: 'Is this who you mean?',
  confirmingAddress: 'Is this address in your network?',
  confirmingDevHub: 'Before it is registered',
  saving: 'Completing the sign-in',
};

export const hintTexts: Record<HintView, { title: string; text: string }> = {
  oldAnswer: {
    title: 'An answer for an older sign-in arrived',
    text: 'Orgkeep ignored it. Close the older browser tab and use the newest one.',
  },
  browserForcesHttps: {
    title: 'Your browser asks for https on localhost',
    text: 'The callback is http. In the address bar, change https to http, or copy the link into another browser.',
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
    text: 'An error page of Salesforce can be pasted too.',
  },
  incomplete: {
    title: 'The address has no answer in it',
    text: 'Copy the whole address, with everything after the question mark.',
  },
};

/** The callback of every app that is made for Orgkeep, exactly. */
export const callback = 'http://localhost:33333';

/** A stage in which nothing is asked of the person. */
export type QuietStage = Exclude<
  StageView['kind'],
  'waitingForKey' | 'keyActive' | 'awaitingConsent' | 'confirmingIdentity' | 'confirmingAddress' | 'confirmingDevHub'
>;

/** What happens in the stages in which nothing is asked of the person. */
export function completingText(stage: QuietStage, host: string): string {
  switch (stage) {
    case 'checkingKey':
      return `Asking ${host} whether it knows the key. No browser is needed for that.`;
    case 'loggingIn':
      return `Sending user name and password to ${host}, once. No browser opens.`;
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
  waitingSuspect: (time: string) => `Salesforce does not know this key. Orgkeep keeps asking until ${time}.`,
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
  waitingGoesOn:
    'Orgkeep asks again by itself. It goes on if you leave this page, and closing Orgkeep keeps the wait: it resumes at the next start.',
  waitingSince: 'Waiting since',
  waitingChecks: 'Checks so far',
  waitingUntil: 'Looks until',
  openWhenActive: 'Open the browser as soon as the key is active',
  openWhenActiveOff: 'If not, Orgkeep notifies you and waits for you here.',
  editKey: 'Edit the key',
  editingKey: 'Going back',
  keyActiveSay: 'Salesforce knows the key. Sign in when you are ready; nothing else has to be done.',
  keyActiveSince: 'Active since',
  keyActiveLabel: 'The key is active',
  active: 'Active',
  ready: 'ready to sign in',
  goOn: 'Continue in the browser',
  stepCount: (done: number, all: number) => `${done}/${all}`,
  stepUnit: 'steps',
  stepLabel: (done: number, all: number) => `${done} of ${all} steps done`,
  waitsFor: 'Salesforce sends it here after you choose Allow.',
  openAgain: 'Open again',
  copyLink: 'Copy link',
  linkCopied: 'Copied for 30 s',
  noBrowserTitle: 'No browser opened',
  noBrowserText: 'Copy the link and open it in any browser on this computer, or choose another browser.',
  noBrowserLink: 'Copy the link and open it in any browser on this computer, or open one again.',
  nothingCameBack: 'Nothing came back?',
  pageSays: [
    {
      code: 'invalid_client_id',
      means:
        'Salesforce does not know the Consumer ID. A new one takes up to 30 minutes; otherwise compare it with the app.',
    },
    { code: 'redirect_uri_mismatch', means: 'The app lacks the callback URL, which is exactly' },
  ],
  pasteLead:
    'Paste the address or the text that your browser shows now: an error page of Salesforce, or the callback address, which starts with',
  cancel: 'Cancel',
  cancelling: 'Cancelling',
  tooLate: 'Saving can no longer be cancelled.',
  nothingSaved: 'Nothing is saved until the last step.',
  steps: 'Steps of the sign-in',
  announceLeft: (minutes: number) => (minutes === 1 ? '1 minute left.' : `${minutes} minutes left.`),
};

/** What the evidence amounts to. */
export const keyVerdicts: Record<KeyVerdictView, { title: string; text: string }> = {
  notActiveYet: {
    title: 'Everything speaks for a new key',
    text: 'Waiting is all that is to do.',
  },
  probablyWrong: {
    title: 'This key may be wrong',
    text: 'Waiting may not help. Compare the whole key with Salesforce.',
  },
};

/** One piece of the evidence. */
export interface KeyEvidence {
  text: string;
  /** Whether it speaks for a key that is new. */
  speaksForNew: boolean;
}

/** A new key is active after half an hour at most. */
const longest = 30;

/** What speaks for a new key, and what against it. */
export function keyEvidence(evidence: KeyEvidenceView, since: string, now: number): KeyEvidence[] {
  const { wellFormed, typedAt, workedBefore } = evidence;
  const minutes = minutesBetween(typedAt, now);
  // As it was when the wait began: waiting does not make a key older than it was.
  const young = minutesBetween(typedAt, Date.parse(since)) < longest;
  const typed = minutes === 0 ? 'just now' : minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
  return [
    {
      text: wellFormed ? 'It has the form of a consumer key.' : 'It does not have the form of a consumer key (3MVG9…).',
      speaksForNew: wellFormed,
    },
    {
      text: young
        ? `You entered it ${typed}; a new key needs up to ${longest} minutes.`
        : `You entered it ${typed}; a new key needs ${longest} minutes at most.`,
      speaksForNew: young,
    },
    {
      text: workedBefore
        ? 'Salesforce knew it before, so it is not new. The app may have been deleted or deactivated.'
        : 'Salesforce has never known it, as it is with a new key.',
      speaksForNew: !workedBefore,
    },
  ];
}

function minutesBetween(earlier: string, later: number): number {
  return Math.max(0, Math.floor((later - Date.parse(earlier)) / 60_000));
}
