import { expect, test } from 'vitest';
import { fleet } from '../../src/backend/fake/fleet';
import { sampleConnections } from '../../src/backend/fake/connections';
import { everything, Filter } from '../../src/features/connections/filter.svelte';

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
  filter.toggle('environments', 'development');
  filter.toggle('environments', 'uat');
  filter.toggle('statuses', 'signInAgain');
  expect(names(filter)).toEqual(['Larkfield Dev Portal']);
  expect(filter.active).toBe(true);
  filter.clear();
  expect(filter.active).toBe(false);
  expect(filter.shown).toHaveLength(rows.length);
});

test('tags and owners are searched and filtered, and one of several tags is enough', () => {
  const many = fleet().map((connection) => connection.row);
  const filter = new Filter(() => many);
  filter.search = 'PACKAGING';
  expect(names(filter)).toEqual(['Packaging org']);
  filter.search = 'care team production';
  expect(names(filter)).toEqual(['Brightwater Production']);
  filter.clear();
  filter.toggle('tags', 'billing');
  filter.toggle('tags', 'packaging');
  expect(names(filter)).toEqual(
    [
      'Cobalt Energy Dev Billing',
      'Larkfield Dev Billing',
      'Fernhill Bank Dev Billing',
      'Brightwater Dev Billing',
      'Packaging org',
    ].sort(),
  );
  filter.toggle('owners', 'Care team');
  expect(names(filter)).toEqual(['Brightwater Dev Billing']);
});

test('what ends soon is what Salesforce ends, what has no refresh token, an org near its end, and the last month of a year', () => {
  const many = fleet().map((connection) => connection.row);
  const filter = new Filter(() => many);
  filter.criteria = { ...filter.criteria, ending: true };
  expect(names(filter)).toContain('Packaging org');
  const expected = (row: (typeof many)[number]) =>
    row.authentication === 'standard' || row.orgType === 'scratch' || row.name === 'Packaging org';
  expect(filter.shown).toEqual(many.filter(expected));
});

test('apps that were not checked can be found, and a filter that knows nothing of checks lets all through', () => {
  const filter = new Filter(() => rows);
  filter.toggle('postures', 'unchecked');
  expect(filter.shown).toHaveLength(rows.length - 4);
  filter.toggle('postures', 'differs');
  expect(names(filter)).toContain('Larkfield Hotfix');
  const { postures, ...older } = filter.criteria;
  expect(postures).toEqual(['unchecked', 'differs']);
  filter.criteria = { ...everything, ...older };
  expect(filter.shown).toHaveLength(rows.length);
});
