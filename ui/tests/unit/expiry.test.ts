import { expect, test } from 'vitest';
import type { ExpiryView } from '../../src/backend/generated';
import { endsSoon } from '../../src/features/connections/expiry';
import { endingText } from '../../src/text/list';

const now = Date.parse('2026-11-20T12:00:00Z');
const orgEnds = (at: string): ExpiryView => ({ kind: 'orgEnds', at });

test('the end of an org is told in its last month, and when it is over', () => {
  expect(endsSoon(orgEnds('2026-12-01T12:00:00Z'), now)).toBe(true);
  expect(endsSoon(orgEnds('2026-11-19T12:00:00Z'), now)).toBe(true);
  expect(endsSoon(orgEnds('2027-01-20T12:00:00Z'), now)).toBe(false);
  expect(endsSoon(null, now)).toBe(false);
});

test('the words say that the org ends, and not the sign-in alone', () => {
  expect(endingText(orgEnds('2026-12-01T12:00:00Z'), now)).toMatchObject({
    short: 'Org ends in 11 d',
    why: expect.stringContaining('The org itself comes to its end on') as string,
  });
  expect(endingText(orgEnds('2026-11-18T12:00:00Z'), now).short).toBe('Org has ended');
});
