const seconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** A moment of today to the second, in the system's manner. */
export function clockTime(moment: string): string {
  return seconds.format(new Date(moment));
}

/** A moment of today to the minute, in the system's manner. */
export function clockMinute(moment: string): string {
  return minutes.format(new Date(moment));
}

/** Whole seconds from now until a moment, never below zero. */
export function secondsUntil(moment: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));
}
