import type {
  AttemptView,
  ConnectionView,
  DevHubRuleView,
  DoubtView,
  FailureView,
  HubMatterView,
  HubQuestionView,
  IdentityQuestionView,
  IdentityView,
  KeyEvidenceView,
  RunningView,
  StageView,
  StepId,
  StepStateView,
  StepView,
  TargetView,
} from '../generated';
import { minutesAgo, secondsAhead } from './moments';

const passwordOrder: StepId[] = ['loggedIn', 'identified', 'saved'];

const order: StepId[] = [
  'keyKnown',
  'listening',
  'browserOpened',
  'answerReceived',
  'exchanged',
  'identified',
  'saved',
];

/** The step that each stage is at. */
const stepOf: Record<StageView['kind'], StepId> = {
  checkingKey: 'keyKnown',
  loggingIn: 'loggedIn',
  waitingForKey: 'keyKnown',
  keyActive: 'listening',
  listening: 'listening',
  awaitingConsent: 'answerReceived',
  exchanging: 'exchanged',
  identifying: 'identified',
  confirmingIdentity: 'identified',
  confirmingAddress: 'keyKnown',
  confirmingDevHub: 'identified',
  saving: 'saved',
};

function steps(at: StepId, mark: StepStateView, all: readonly StepId[] = order): StepView[] {
  const place = all.indexOf(at);
  return all.map((id, index) => {
    if (index < place) return { id, state: 'done', at: minutesAgo((place - index) * 0.05) };
    if (index === place) return { id, state: mark, at: mark === 'done' ? minutesAgo(0) : null };
    return { id, state: 'later', at: null };
  });
}

/** The evidence for each verdict. */
export const evidences: Record<KeyEvidenceView['verdict'], KeyEvidenceView> = {
  notActiveYet: { verdict: 'notActiveYet', wellFormed: true, typedAt: minutesAgo(7.1), workedBefore: false },
  probablyWrong: { verdict: 'probablyWrong', wellFormed: false, typedAt: minutesAgo(190), workedBefore: true },
};

const expected: IdentityView = {
  orgId: '00D8E000000Brwt4UAC',
  orgName: 'Brightwater',
  host: 'brightwater--partial.sandbox.my.salesforce.com',
  userId: '0055g00000AdmNWAA2',
  username: 'orgkeep@brightwater.org.partial',
  displayName: 'Release Bot',
};

/** Who came back instead, for each doubt. */
const found: Record<DoubtView, IdentityView> = {
  otherUser: {
    ...expected,
    userId: '0055g00000AdmQ7AA6',
    username: 'ana.reyes@brightwater.org.partial',
    displayName: 'Ana Reyes',
  },
  alreadyRegistered: expected,
  refreshedSandbox: { ...expected, orgId: '00DO300000Uat8kMAB' },
  otherUserOfRefreshedSandbox: {
    ...expected,
    orgId: '00DO300000Uat8kMAB',
    userId: '005O300000AdmN2IAJ',
    username: 'ana.reyes@brightwater.org.partial',
    displayName: 'Ana Reyes',
  },
};

/** The question about somebody who is not as the connection has it. */
export function question(doubt: DoubtView): IdentityQuestionView {
  return { since: minutesAgo(0.3), deadline: secondsAhead(582), doubt, expected, found: found[doubt] };
}

/** The question about Dev Hub. */
export function hubQuestion(matter: HubMatterView): HubQuestionView {
  const rule: DevHubRuleView = {
    authentication: 'externalClientApp',
    allowed: true,
    reason: 'signUpFails',
    seen: '2026-08',
    source: 'forcedotcom/sfdx-core, messages/scratchOrgErrorCodes.md, C-1016',
  };
  return {
    since: minutesAgo(0.3),
    deadline: secondsAhead(582),
    matter,
    orgName: 'Brightwater',
    rule: matter === 'orgIsDevHub' ? rule : null,
  };
}

/** A stage of each kind, with times around now. */
export function stage(kind: StageView['kind']): StageView {
  switch (kind) {
    case 'waitingForKey':
      return {
        kind,
        since: minutesAgo(6.3),
        nextCheckAt: secondsAhead(21),
        until: secondsAhead(1420),
        checks: 17,
        evidence: evidences.notActiveYet,
        opensBrowser: false,
      };
    case 'keyActive':
      return { kind, since: minutesAgo(1.2) };
    case 'awaitingConsent':
      return {
        kind,
        since: minutesAgo(0.7),
        deadline: secondsAhead(558),
        callback: 'http://localhost:33333',
        browserOpened: true,
        nothingCameBack: false,
      };
    case 'confirmingIdentity':
      return { kind, question: question('otherUser') };
    case 'confirmingAddress':
      return {
        kind,
        question: {
          since: minutesAgo(0.1),
          deadline: secondsAhead(594),
          host: 'crm.larkfield.example',
          addresses: ['10.20.30.40'],
        },
      };
    case 'confirmingDevHub':
      return { kind, question: hubQuestion('orgIsDevHub') };
    case 'checkingKey':
    case 'loggingIn':
    case 'listening':
    case 'exchanging':
    case 'identifying':
    case 'saving':
      return { kind };
  }
}

export interface Subject {
  target: TargetView;
  name: string;
  host: string;
  /** Without a browser. */
  password?: boolean;
}

/** A running attempt at a stage. */
export function running(subject: Subject, at: StageView, revision = 1): AttemptView {
  const attempt: RunningView = {
    id: 'attempt-1',
    revision,
    target: subject.target,
    name: subject.name,
    host: subject.host,
    stage: at,
    // Once the key is active, nothing is done before the person says so.
    steps: steps(
      stepOf[at.kind],
      at.kind === 'keyActive' ? 'later' : 'now',
      subject.password || at.kind === 'loggingIn' ? passwordOrder : order,
    ),
    canCancel: at.kind !== 'saving',
    hints: [],
  };
  return { kind: 'running', attempt };
}

/** Where each failure strikes; the rest strikes while waiting for the answer. */
const failedAt: Record<string, StepId> = {
  keyUnknown: 'keyKnown',
  unreachable: 'keyKnown',
  portOccupied: 'listening',
  portReserved: 'listening',
  portUnavailable: 'listening',
  anotherSignIn: 'listening',
  browserFailed: 'browserOpened',
  secretWrong: 'exchanged',
  secretMissing: 'exchanged',
  codeExpired: 'exchanged',
  answerRefused: 'exchanged',
  unexpectedAnswer: 'exchanged',
  signatureMismatch: 'exchanged',
  wrongOrg: 'identified',
  identityRefused: 'identified',
  alreadyRegistered: 'identified',
  anotherConnection: 'keyKnown',
  devHubDeclined: 'identified',
  loginWrong: 'loggedIn',
  notSaved: 'saved',
  vaultLocked: 'saved',
};

const serverSays: Record<string, [string, string]> = {
  loginWrong: ['INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.'],
  denied: ['access_denied', 'end-user denied authorization'],
  secretWrong: ['invalid_client', 'invalid client credentials'],
  keyUnknown: ['invalid_client_id', 'client identifier invalid'],
  callbackMismatch: ['redirect_uri_mismatch', 'redirect_uri must match configuration'],
  scopeNotAllowed: ['invalid_scope', 'the requested scope is not allowed'],
  unknown: ['SOMETHING_NEW', 'a reason of next year'],
};

/** The failure of a kind, with sample particulars. */
export function failure(kind: string, cause = 'denied'): FailureView {
  switch (kind) {
    case 'told':
      return { kind, cause };
    case 'portOccupied':
      return { kind, holder: 'node (process 4127)' };
    case 'anotherSignIn':
      return { kind, who: 'Orgkeep (process 3120)', since: minutesAgo(3) };
    case 'serverBusy':
      return { kind, retryAfter: 90 };
    case 'anotherConnection':
      return { kind, name: 'Brightwater Partial ECA' };
    default:
      // The scene names it; a name that is no failure shows at once as a page without words.
      return { kind } as FailureView;
  }
}

/** A failed attempt. */
export function failed(subject: Subject, reason: FailureView): AttemptView {
  const what = reason.kind === 'told' ? reason.cause : reason.kind;
  const [code, words] = serverSays[what] ?? [null, null];
  return {
    kind: 'failed',
    failed: {
      id: 'attempt-1',
      target: subject.target,
      name: subject.name,
      reason,
      serverCode: code,
      serverWords: words,
      steps: subject.password
        ? steps('loggedIn', 'failed', passwordOrder)
        : steps(failedAt[what] ?? 'answerReceived', 'failed'),
      callback: subject.password ? null : 'http://localhost:33333',
    },
  };
}

/** An attempt that ended with a connection. */
export function connected(target: TargetView, connection: ConnectionView, renewed = false): AttemptView {
  return { kind: 'connected', connected: { id: 'attempt-1', target, connection, renewed } };
}
