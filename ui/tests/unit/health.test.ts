import { expect, test } from 'vitest';
import type { ConnectionRowView } from '../../src/backend/generated';
import { fleet } from '../../src/backend/fake/fleet';
import { healthOf, signedIn } from '../../src/backend/fake/verdicts';
import { Filter } from '../../src/features/connections/filter.svelte';
import { byHealth, healthOrder, troubleOrder } from '../../src/features/connections/health';
import { sorted } from '../../src/features/connections/order';
import { occurring } from '../../src/features/connections/tally';
import { healthNames } from '../../src/text/names';

const rows = fleet().map((connection) => connection.row);
const [sample] = rows;

function row(change: Partial<ConnectionRowView>): ConnectionRowView {
  if (!sample) throw new Error('There are samples.');
  return { ...sample, ...change };
}

test('every health has its place, and connected is the only one that is no trouble', () => {
  expect([...healthOrder].sort()).toEqual(Object.keys(healthNames).sort());
  expect(healthOrder.filter((health) => !troubleOrder.includes(health))).toEqual(['connected']);
});

test('the parts of the strip are what the filter leaves of each', () => {
  const parts = occurring(rows, healthOrder, ({ health }) => health);
  expect(parts.length).toBeGreaterThan(4);
  for (const [health, count] of parts) {
    const filter = new Filter(() => rows);
    filter.toggle('statuses', health);
    expect(filter.shown).toHaveLength(count);
    expect(filter.shown.every((shown) => shown.health === health)).toBe(true);
  }
});

test('sorted by status, what needs a person comes first', () => {
  const order = { sort: 'status', descending: false, favouritesFirst: false, grouped: false, folded: [] } as const;
  const healths = sorted(rows, { ...order, folded: [] }).map(({ health }) => health);
  expect(healths[0]).toBe('signInAgain');
  expect(healths.at(-1)).toBe('connected');
  expect(healths).toEqual([...rows].sort(byHealth).map(({ health }) => health));
});

test('the sample data says of health what Rust says', () => {
  const tested = (
    verdict: 'working' | 'timedOut' | 'userInactive',
    group: 'working' | 'unreachable' | 'userInactive',
  ) => row({ lastTest: sample?.lastTest ? { ...sample.lastTest, verdict, group } : null });
  expect(healthOf(tested('working', 'working'))).toBe('connected');
  expect(healthOf(tested('timedOut', 'unreachable'))).toBe('unreachable');
  expect(healthOf(signedIn(tested('timedOut', 'unreachable'), '2026-11-20T08:00:00Z'))).toBe('connected');
  expect(healthOf({ ...tested('timedOut', 'unreachable'), status: 'signInAgain' })).toBe('signInAgain');
  expect(healthOf({ ...tested('userInactive', 'userInactive'), status: 'signInAgain' })).toBe('userInactive');
  expect(healthOf({ status: 'untested', lastTest: null })).toBe('untested');
});
