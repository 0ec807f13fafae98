import type { ExpiryView } from '../../backend/generated';

/** How long before its end a connection is said to end. */
const notice = 30 * 24 * 60 * 60 * 1000;

/** Whether the end is near enough to be told in the list. */
export function endsSoon(expiry: ExpiryView | null, now: number): boolean {
  switch (expiry?.kind) {
    case undefined:
      return false;
    case 'signInEnds':
    case 'withSession':
    case 'withKey':
      return true;
    case 'orgEnds':
    case 'byDefaultPolicy':
      return Date.parse(expiry.at) - now < notice;
  }
}
