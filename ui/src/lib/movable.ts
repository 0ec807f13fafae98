import type { ConnectionView } from '../backend/generated';

/** Whether a connection can be moved to an External Client App. A Dev Hub stays as it was registered. */
export function isMovable({ row, notMoved }: ConnectionView): boolean {
  return row.authentication !== 'externalClientApp' && notMoved === null;
}
