import type { ConnectionRowView, ListOrder, ListSort } from '../../backend/generated';
import { authenticationOrder, environmentOrder } from './filter.svelte';
import { byHealth } from './health';
import { byPosture } from './posture';

/** What comes before what. Rows that are alike stay as they stand: by name, as the store gives them. */
const comparisons: Record<ListSort, ((one: ConnectionRowView, other: ConnectionRowView) => number) | null> = {
  name: null,
  environment: (one, other) => environmentOrder.indexOf(one.environment) - environmentOrder.indexOf(other.environment),
  authentication: (one, other) =>
    authenticationOrder.indexOf(other.authentication) - authenticationOrder.indexOf(one.authentication),
  status: byHealth,
  posture: byPosture,
  authenticated: (one, other) => Date.parse(other.authenticatedAt) - Date.parse(one.authenticatedAt),
};

/** The rows by a column, favourites first where that is wished. */
export function sorted(rows: ConnectionRowView[], order: ListOrder): ConnectionRowView[] {
  const compare = comparisons[order.sort];
  let result = rows;
  if (compare) result = [...rows].sort(order.descending ? (one, other) => compare(other, one) : compare);
  else if (order.descending) result = [...rows].reverse();
  if (!order.favouritesFirst) return result;
  return [...result.filter((row) => row.favourite), ...result.filter((row) => !row.favourite)];
}
