import type { ConnectionRowView } from '../../backend/generated';

/** How many rows have each value. */
export function tally<Value>(rows: ConnectionRowView[], value: (row: ConnectionRowView) => Value): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const row of rows) counts.set(value(row), (counts.get(value(row)) ?? 0) + 1);
  return counts;
}
