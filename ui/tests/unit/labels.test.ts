import { expect, test } from 'vitest';
import { fleet } from '../../src/backend/fake/fleet';
import { LabelForm } from '../../src/features/connections/label-form.svelte';
import { Selection } from '../../src/features/connections/selection.svelte';

const rows = fleet().map((connection) => connection.row);
const larkfield = rows.filter((row) => row.name.startsWith('Larkfield'));

test('what differs from row to row stays unless somebody chooses', () => {
  const form = new LabelForm(larkfield, rows);
  expect([form.environment, form.colour, form.owner]).toEqual([null, null, 'Release team']);
  expect(form.change).toMatchObject({ environment: null, colour: null, addTags: [], removeTags: [] });
});

test('a tag is given to all, taken from all, and both can be taken back', () => {
  const form = new LabelForm(larkfield, rows);
  expect(form.tags.find(({ tag }) => tag === 'ci')?.count).toBe(2);
  form.typed = 'EU,  Payroll,';
  form.take();
  form.toggle('ci');
  expect(form.change).toMatchObject({ addTags: ['EU', 'Payroll'], removeTags: ['ci'] });
  form.give('CI');
  form.toggle('EU');
  form.typed = 'late';
  expect(form.change).toMatchObject({ addTags: ['Payroll', 'CI', 'late'], removeTags: [] });
  expect(form.suggestions).toEqual(['packaging']);
});

test('a range goes from the last row that was chosen, and what is gone is not selected', () => {
  let there = rows;
  const selection = new Selection(() => there);
  selection.toggle(rows[2]?.id ?? '');
  selection.extend(rows[5]?.id ?? '', rows);
  selection.extend(rows[1]?.id ?? '', rows);
  expect(selection.rows).toEqual(rows.slice(1, 6));
  there = rows.slice(3);
  selection.toggle(rows[5]?.id ?? '');
  expect(selection.rows).toEqual(rows.slice(3, 5));
  selection.clear();
  expect(selection.rows).toEqual([]);
});
