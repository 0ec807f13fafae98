import type {
  ConnectionRowView,
  HealthView,
  OtherEndId,
  TestView,
  VerdictGroupId,
  VerdictId,
  VerdictView,
} from '../generated';

/** What each verdict asks of a person. */
export const groupOf: Record<VerdictId, VerdictGroupId> = {
  working: 'working',
  revoked: 'signInAgain',
  expired: 'signInAgain',
  rotatedElsewhere: 'signInAgain',
  passwordChanged: 'signInAgain',
  answerLost: 'signInAgain',
  notRenewable: 'signInAgain',
  appBlocked: 'appBlocked',
  userInactive: 'userInactive',
  placeOrHours: 'placeOrHours',
  apiDisabled: 'apiDisabled',
  orgGone: 'orgGone',
  orgRefreshed: 'orgGone',
  nameNotFound: 'unreachable',
  tlsFailed: 'unreachable',
  proxyFailed: 'unreachable',
  proxyPassword: 'unreachable',
  timedOut: 'unreachable',
  connectionFailed: 'unreachable',
  otherAnswer: 'unreachable',
  limitReached: 'limitReached',
  maintenance: 'maintenance',
  refused: 'refused',
};

/** What Salesforce says, where it is Salesforce that refuses. */
const told: Partial<Record<VerdictId, Pick<VerdictView, 'cause' | 'code' | 'description'>>> = {
  revoked: { cause: 'tokenExpired', code: 'invalid_grant', description: 'expired access/refresh token' },
  rotatedElsewhere: { cause: 'tokenExpired', code: 'invalid_grant', description: 'expired access/refresh token' },
  appBlocked: { cause: 'appBlocked', code: 'app_blocked', description: 'this app is blocked by admin' },
  userInactive: { cause: 'userInactive', code: 'invalid_grant', description: 'inactive user' },
  placeOrHours: {
    cause: 'loginRestricted',
    code: 'invalid_grant',
    description: 'ip restricted or invalid login hours',
  },
  apiDisabled: {
    cause: 'apiDisabled',
    code: 'API_DISABLED_FOR_ORG',
    description: 'API is not enabled for this Organization or Partner',
  },
  limitReached: {
    cause: 'limitReached',
    code: 'REQUEST_LIMIT_EXCEEDED',
    description: 'TotalRequests Limit exceeded.',
  },
  refused: { cause: 'secretWrong', code: 'invalid_client', description: 'invalid client credentials' },
};

/** A verdict with everything that stands beside it. */
export function found(verdict: VerdictId): VerdictView {
  const open: OtherEndId[] =
    verdict === 'revoked' || verdict === 'rotatedElsewhere' ? ['replacedBySignIn', 'passwordChanged', 'expired'] : [];
  const words = told[verdict] ?? { cause: null, code: null, description: null };
  return { verdict, group: groupOf[verdict], mayAlsoBe: open, ...words };
}

/** How long a test takes that comes to this, in milliseconds. */
export function took(verdict: VerdictId, number: number): number {
  if (verdict === 'timedOut') return 10_000;
  return verdict === 'working' ? 170 + ((number * 37) % 120) : 340 + ((number * 53) % 90);
}

/** The row's part of a test. */
export function lastTest({ found: { verdict, group }, at, milliseconds, credentials }: TestView) {
  return { verdict, group, at, milliseconds, authorizedAt: credentials.authorizedAt, inForce: credentials.inForce };
}

/** How a connection is, as Rust says it of what is stored. */
export function healthOf({ status, lastTest }: Pick<ConnectionRowView, 'status' | 'lastTest'>): HealthView {
  const group = lastTest?.inForce ? lastTest.group : null;
  if (status === 'signInAgain') return group === 'userInactive' || group === 'orgGone' ? group : status;
  if (group === null) return status;
  return group === 'working' ? 'connected' : group;
}

/** A row that says how the connection is, and since when that is known. */
export function withHealth<Row extends Omit<ConnectionRowView, 'health' | 'healthAt'>>(
  row: Row,
): Row & Pick<ConnectionRowView, 'health' | 'healthAt'> {
  const found = row.lastTest?.inForce && row.status !== 'signInAgain' ? row.lastTest.at : '';
  return { ...row, health: healthOf(row), healthAt: found > row.statusAt ? found : row.statusAt };
}

/** A row after a sign-in: the test before it is history. */
export function signedIn(row: ConnectionRowView, now: string): ConnectionRowView {
  const lastTest = row.lastTest && { ...row.lastTest, inForce: false };
  return { ...row, status: 'connected', statusAt: now, authenticatedAt: now, lastTest };
}
