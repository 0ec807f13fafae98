import type {
  CheckStateView,
  CheckView,
  DraftView,
  FindingView,
  LoginUrlCheckView,
  PortView,
  SubjectView,
} from '../../backend/generated';
import { hostOf } from '../../text/address';

/** What Verify looks at, in its order: the lines stand there before it has looked. */
export const verified: readonly SubjectView[] = [
  'address',
  'network',
  'org',
  'key',
  'callback',
  'port',
  'keyring',
  'clock',
];

/** The lines of a sign-in with a password: it has no key, no browser, and no port. */
const withPassword = verified.filter((subject) => subject !== 'key' && subject !== 'callback' && subject !== 'port');

function line(
  subject: SubjectView,
  state: CheckStateView,
  finding: FindingView | null = null,
  detail: string | null = null,
): CheckView {
  return { subject, state, finding, detail, connection: null, cause: null };
}

/** The port as the page itself has looked at it. */
export function portCheck(port: PortView | null): CheckView {
  switch (port?.kind) {
    case undefined:
      return line('port', 'running');
    case 'free':
      return line('port', 'fine', 'portFree');
    case 'occupied':
      return line('port', 'broken', 'portOccupied', port.holder);
    case 'reserved':
      return line('port', 'broken', 'portReserved');
    case 'unavailable':
      return line('port', 'broken', 'portUnavailable', port.detail);
  }
}

/** The address as its field says. */
export function addressCheck(check: LoginUrlCheckView): CheckView {
  switch (check.kind) {
    case 'empty':
      return line('address', 'waiting');
    case 'myDomain':
      return line('address', 'fine', 'addressFine', hostOf(check.origin));
    case 'generic':
      return line('address', 'noted', 'addressGeneric', hostOf(check.origin));
    case 'custom':
      return check.confirmed
        ? line('address', 'noted', 'addressConfirmed', check.host)
        : line('address', 'broken', 'addressUnusable');
    case 'refused':
      return line('address', 'broken', 'addressUnusable');
  }
}

type LocallyChecked = Pick<DraftView, 'checks' | 'fields'>;

/** Every line before Verify has told anything. */
export function localChecks({ checks, fields }: LocallyChecked, port: PortView | null): CheckView[] {
  return (fields.authentication === 'standard' ? withPassword : verified).map((subject) => {
    if (subject === 'address') return addressCheck(checks.loginUrl);
    return subject === 'port' ? portCheck(port) : line(subject, 'waiting');
  });
}

/**
 * What Verify told, with the port as it is now: the page goes on looking at one that is not free, and a program
 * that was closed meanwhile is not in the way any more.
 */
export function withPort(checks: readonly CheckView[], port: PortView | null): CheckView[] {
  const now = portCheck(port);
  return checks.map((check) => {
    if (check.subject !== 'port' || port === null) return check;
    const agree = (check.state === 'broken') === (now.state === 'broken');
    return agree ? check : now;
  });
}
