const minute = 60_000;

/** The moment so many minutes ago, RFC 3339. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * minute).toISOString();
}

/** The moment so many seconds ahead, RFC 3339. */
export function secondsAhead(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

export const hours = 60;
export const days = 24 * hours;
export const weeks = 7 * days;
