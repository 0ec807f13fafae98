import type { ConnectionRowView, VerdictGroupId } from '../../backend/generated';
import type { IconName } from '../../components/icons';
import { statusNames } from '../../text/names';
import { verdictGroupNames } from '../../text/verdicts';

/** A shape, a colour and a word. */
export interface Health {
  icon: IconName;
  tone: 'status--ok' | 'status--warn' | 'status--bad' | 'status--wait' | 'status--off';
  name: string;
}

/** What passes by itself, what is on the way there, and what somebody has to mend. */
const looks: Record<VerdictGroupId, Pick<Health, 'icon' | 'tone'>> = {
  working: { icon: 's-ok', tone: 'status--ok' },
  signInAgain: { icon: 's-warn', tone: 'status--warn' },
  appBlocked: { icon: 's-bad', tone: 'status--bad' },
  userInactive: { icon: 's-bad', tone: 'status--bad' },
  placeOrHours: { icon: 's-bad', tone: 'status--bad' },
  apiDisabled: { icon: 's-bad', tone: 'status--bad' },
  orgGone: { icon: 's-bad', tone: 'status--bad' },
  refused: { icon: 's-bad', tone: 'status--bad' },
  unreachable: { icon: 's-off', tone: 'status--off' },
  limitReached: { icon: 's-wait', tone: 'status--wait' },
  maintenance: { icon: 's-wait', tone: 'status--wait' },
};

/** How a group of verdicts looks. */
export function lookOf(group: VerdictGroupId): Health {
  return { ...looks[group], name: verdictGroupNames[group] };
}

/** The last test, if it says something about the connection as it is now. */
export function currentTest(row: ConnectionRowView): ConnectionRowView['lastTest'] {
  return row.lastTest?.inForce ? row.lastTest : null;
}

/** How a connection is: as its last test found it, or as its sign-in left it. */
export function healthOf(row: ConnectionRowView): Health {
  const test = currentTest(row);
  if (row.status === 'signInAgain') {
    return test && test.group !== 'working' ? lookOf(test.group) : lookOf('signInAgain');
  }
  if (test && test.group !== 'working') return lookOf(test.group);
  // Nothing is shown as well that nobody has tried.
  if (row.status === 'untested' && !test) return { icon: 's-off', tone: 'status--off', name: statusNames.untested };
  return { ...lookOf('working'), name: statusNames.connected };
}
