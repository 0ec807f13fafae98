import { expect, test } from 'vitest';
import { rowsOf } from '../../src/backend/table';

test('each value gets the name of its column', () => {
  const table = {
    columns: ['name', 'tags', 'family'],
    rows: [
      ['ACME', ['a'], null],
      ['Larkfield', [], 'larkfield.my.salesforce.com'],
    ],
  };
  expect(rowsOf(table)).toEqual([
    { name: 'ACME', tags: ['a'], family: null },
    { name: 'Larkfield', tags: [], family: 'larkfield.my.salesforce.com' },
  ]);
  expect(rowsOf({ columns: ['name'], rows: [] })).toEqual([]);
});
