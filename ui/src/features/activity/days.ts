import type { ActivityEntryView } from '../../backend/generated';
import { date } from '../../lib/time';
import { activityText } from '../../text/activity';

/** The entries of one day. */
export interface Day {
  /** Tells days apart. */
  key: string;
  title: string;
  entries: ActivityEntryView[];
}

function dayOf(moment: Date): string {
  return [moment.getFullYear(), moment.getMonth(), moment.getDate()].join('-');
}

function titleOf(at: string, now: number): string {
  const [today, yesterday] = [new Date(now), new Date(now)];
  yesterday.setDate(yesterday.getDate() - 1);
  const day = dayOf(new Date(at));
  if (day === dayOf(today)) return activityText.today;
  return day === dayOf(yesterday) ? activityText.yesterday : date(at);
}

/** Entries in their order, under the day on which each happened. A clock that was set back begins a day again. */
export function byDay(entries: readonly ActivityEntryView[], now: number): Day[] {
  const days: Day[] = [];
  let current = '';
  for (const entry of entries) {
    const day = dayOf(new Date(entry.at));
    if (day !== current) {
      days.push({ key: `${day} ${entry.number}`, title: titleOf(entry.at, now), entries: [] });
      current = day;
    }
    days.at(-1)?.entries.push(entry);
  }
  return days;
}
