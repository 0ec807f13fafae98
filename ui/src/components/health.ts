import type { HealthView } from '../backend/generated';
import type { IconName } from './icons';

/** A shape and a colour. The word beside it stands in `text/names.ts`. */
export interface HealthLook {
  icon: IconName;
  tone: 'status--ok' | 'status--warn' | 'status--bad' | 'status--wait' | 'status--off';
}

/** What passes by itself, what is on the way there, and what somebody has to mend. */
export const healthLooks: Record<HealthView, HealthLook> = {
  connected: { icon: 's-ok', tone: 'status--ok' },
  // Nothing is shown as well that nobody has tried.
  untested: { icon: 's-off', tone: 'status--off' },
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
