import type { ConnectionRowView, HealthView, VerdictGroupId } from '../../backend/generated';
import { healthLooks, type HealthLook } from '../../components/health';
import { verdictGroupNames } from '../../text/verdicts';

/** What asks for a person, the most first; then what passes by itself, and what nobody has tried. */
export const troubleOrder: HealthView[] = [
  'signInAgain',
  'appBlocked',
  'userInactive',
  'orgGone',
  'placeOrHours',
  'apiDisabled',
  'refused',
  'unreachable',
  'limitReached',
  'maintenance',
  'untested',
];

/** All there are, as strip and filter name them. */
export const healthOrder: HealthView[] = ['connected', ...troubleOrder];

const ranks = new Map([...troubleOrder, 'connected' as const].map((health, rank) => [health, rank]));

/** What needs a person comes first. */
export function byHealth(one: ConnectionRowView, other: ConnectionRowView): number {
  return (ranks.get(one.health) ?? 0) - (ranks.get(other.health) ?? 0);
}

/** How a group of verdicts looks, with its word. */
export function lookOf(group: VerdictGroupId): HealthLook & { name: string } {
  return { ...healthLooks[group === 'working' ? 'connected' : group], name: verdictGroupNames[group] };
}

/** The last test, if it says something about the connection as it is now. */
export function currentTest(row: ConnectionRowView): ConnectionRowView['lastTest'] {
  return row.lastTest?.inForce ? row.lastTest : null;
}
