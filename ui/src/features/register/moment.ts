import { format } from '../../lib/time';

/** A moment of today to the second, in the system's manner. */
export const clockTime = format({ timeStyle: 'medium' });

/** Whole seconds from now until a moment, never below zero. */
export function secondsUntil(moment: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));
}
