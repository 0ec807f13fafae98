import { expect, test } from 'vitest';
import { sampleConnections } from '../../src/backend/fake/connections';
import { Filter } from '../../src/features/connections/filter.svelte';

const rows = sampleConnections().map((connection) => connection.row);

function names(filter: Filter): string[] {
  return filter.shown.map((row) => row.name);
}

test('every word must occur, in any field and any order', () => {
  const filter = new Filter(() => rows);
  filter.search = 'com.uat LARKFIELD';
  expect(names(filter)).toEqual(['Larkfield UAT']);
  filter.search = 'larkfield nowhere';
  expect(names(filter)).toEqual([]);
});

test('an org id is found by its middle', () => {
  const filter = new Filter(() => rows);
  filter.search = rows[3]?.orgId.slice(4, 16) ?? '';
  expect(names(filter)).toContain(rows[3]?.name);
});

test('filters narrow together, and clearing brings all back', () => {
  const filter = new Filter(() => rows);
  filter.environments = ['development', 'uat'];
  filter.statuses = ['signInAgain'];
  expect(names(filter)).toEqual(['Larkfield Dev Portal']);
  expect(filter.active).toBe(true);
  filter.clear();
  expect(filter.active).toBe(false);
  expect(filter.shown).toHaveLength(rows.length);
});
