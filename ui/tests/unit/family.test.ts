import { expect, test } from 'vitest';
import { fleet } from '../../src/backend/fake/fleet';
import type { ListOrder } from '../../src/backend/generated';
import { families, grouped, inFamilies, lines } from '../../src/features/connections/family';
import { sorted } from '../../src/features/connections/order';

const rows = fleet()
  .map((connection) => connection.row)
  .sort((one, other) => one.name.localeCompare(other.name));
const usual: ListOrder = { sort: 'name', descending: false, favouritesFirst: false, grouped: true, folded: [] };

test('a production org stands before its sandboxes, and what belongs to no family stands last', () => {
  const known = families(rows);
  const groups = grouped(inFamilies(rows, known), known);
  const heads = groups.map(({ key }) => key.split('.')[0]);
  expect(heads).toEqual([
    'brightwater',
    'cobaltenergy',
    'fernhillbank',
    'larkfield',
    'mossgate',
    'single',
    'developer',
    'scratch',
  ]);
  const [brightwater] = groups;
  expect(brightwater?.rows.map((row) => row.name)).toEqual([
    'Brightwater Production',
    'Brightwater Dev Billing',
    'Brightwater Full Copy',
    'Brightwater Integration',
    'Brightwater UAT',
  ]);
  expect(groups.flatMap((group) => group.rows)).toHaveLength(rows.length);
});

test('an org alone is no family, and a filter does not break one up', () => {
  const known = families(rows);
  expect(known.has('oldtown.my.salesforce.com')).toBe(false);
  const [only] = grouped(
    rows.filter((row) => row.name === 'Mossgate UAT'),
    known,
  );
  expect(only).toMatchObject({ key: 'mossgate.my.salesforce.com', rest: null });
});

test('what is folded shows its head alone', () => {
  const known = families(rows);
  const groups = grouped(inFamilies(rows, known), known);
  const items = lines(groups, new Set(['larkfield.my.salesforce.com']));
  expect(items).toHaveLength(rows.length + groups.length - 7);
  expect(items.filter((item) => item.kind === 'row' && item.row.name.startsWith('Larkfield'))).toEqual([]);
});

test('rows stand by a column, those that are alike by name, and favourites first where that is wished', () => {
  const needing = sorted(rows, { ...usual, sort: 'status' });
  const troubled = rows.filter((row) => row.status === 'signInAgain').map((row) => row.name);
  expect(needing.slice(0, troubled.length).map((row) => row.name)).toEqual(troubled);
  expect(sorted(rows, { ...usual, descending: true })[0]?.name).toBe(rows.at(-1)?.name);
  const starred = rows.filter((row) => row.favourite).map((row) => row.name);
  const first = sorted(rows, { ...usual, favouritesFirst: true }).slice(0, starred.length);
  expect(first.map((row) => row.name)).toEqual(starred);
  const worst = sorted(rows, { ...usual, sort: 'posture' })[0]?.posture;
  expect(worst?.risks).toBe(Math.max(...rows.map(({ posture }) => posture?.risks ?? 0)));
  expect(sorted(rows, { ...usual, sort: 'authenticated' })[0]?.orgType).toBe('scratch');
});
