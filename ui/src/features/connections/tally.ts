import type { ConnectionRowView } from '../../backend/generated';
import { byAlphabet } from '../../lib/alphabet';

/** How many rows have each value. */
export function tally<Value>(rows: ConnectionRowView[], value: (row: ConnectionRowView) => Value): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const row of rows) {
    const each = value(row);
    counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  return counts;
}

/** Whether not all rows have the same value. */
export function differ(rows: ConnectionRowView[], value: (row: ConnectionRowView) => string): boolean {
  const [first] = rows;
  return first !== undefined && rows.some((row) => value(row) !== value(first));
}

/** The values that occur, with their numbers, in a given order. */
export function occurring<Value>(
  rows: ConnectionRowView[],
  order: Value[],
  value: (row: ConnectionRowView) => Value,
): [Value, number][] {
  const counts = tally(rows, value);
  return order.flatMap((each): [Value, number][] => (counts.has(each) ? [[each, counts.get(each) ?? 0]] : []));
}

/** The texts that occur, with their numbers, by the alphabet. */
export function occurringTexts(
  rows: ConnectionRowView[],
  texts: (row: ConnectionRowView) => readonly string[],
): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const text of texts(row)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => byAlphabet(one, other));
}
