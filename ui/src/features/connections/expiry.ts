import type { ExpiryView } from '../../backend/generated';

/** How long before its end a connection is said to end. */
const notice = 30 * 24 * 60 * 60 * 1000;

/** Whether the end is near enough to be told in the list. */
export function endsSoon(expiry: ExpiryView | null, now: number): boolean {
  if (expiry === null) return false;
  return expiry.kind !== 'byDefaultPolicy' || Date.parse(expiry.at) - now < notice;
}
