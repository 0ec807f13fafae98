import { timeText } from '../text/time';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const month = 30.44 * day;
const year = 365.25 * day;

const steps = [
  { from: year, size: year, unit: timeText.units.year },
  { from: 8 * week, size: month, unit: timeText.units.month },
  { from: 2 * week, size: week, unit: timeText.units.week },
  { from: day, size: day, unit: timeText.units.day },
  { from: hour, size: hour, unit: timeText.units.hour },
  { from: minute, size: minute, unit: timeText.units.minute },
  { from: 0, size: second, unit: timeText.units.second },
];

function stepOf(length: number) {
  return steps.find(({ from }) => length >= from) ?? { size: second, unit: timeText.units.second };
}

/** A duration in milliseconds as one number and one unit: "4 min", "5 wk". */
export function duration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  const { size, unit } = stepOf(length);
  return `${Math.floor(length / size)} ${unit}`;
}

/** How far ahead something is, to the nearest unit: 14 days less a second are not 13 days. */
function ahead(milliseconds: number): string {
  const { size, unit } = stepOf(milliseconds);
  return `${Math.round(milliseconds / size)} ${unit}`;
}

/** The age of a moment: "4 min". Under a minute it is "just now": seconds in a list would only flicker. */
export function age(moment: string, now: number): string {
  const passed = now - Date.parse(moment);
  return passed < minute ? timeText.justNow : duration(passed);
}

/** A moment as seen from now: "4 min ago", "in 2 h". */
export function relative(moment: string, now: number): string {
  const passed = now - Date.parse(moment);
  if (Math.abs(passed) < minute) return timeText.justNow;
  return passed > 0 ? timeText.ago(duration(passed)) : timeText.in(ahead(-passed));
}

/** A format in the system's manner, made when it is needed first: making one takes a while, and the start needs none. */
export function format(options: Intl.DateTimeFormatOptions): (moment: string) => string {
  let made: Intl.DateTimeFormat | undefined;
  return (moment) => (made ??= new Intl.DateTimeFormat(undefined, options)).format(new Date(moment));
}

/** A moment to the second, in the system's manner, for hovering. */
export const exact = format({ dateStyle: 'medium', timeStyle: 'medium' });

/** A moment of today to the minute, in the system's manner. */
export const clockMinute = format({ timeStyle: 'short' });

/** The day of a moment, in the system's manner. */
export const date = format({ dateStyle: 'medium' });

/** A countdown in seconds as "4:05". */
export function minutesAndSeconds(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
