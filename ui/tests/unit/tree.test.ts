import { expect, test } from 'vitest';
import type { PlannedFileView } from '../../src/backend/generated';
import { parentOf, treeRows } from '../../src/features/blueprints/source/tree';

const file = (path: string): PlannedFileView => ({ path, change: { kind: 'new' }, text: '' });
const files = [
  'README.md',
  'app/externalClientApps/A.eca',
  'app/extlClntAppOauthSettings/A.ecaOauth',
  'policies/uat/one/P',
].map(file);

const drawn = (closed: string[]) =>
  treeRows(files, closed).map(({ name, level }) => `${'  '.repeat(level - 1)}${name}`);

test('folders stand first, and one that holds only a folder is one row with it', () => {
  expect(drawn([])).toEqual([
    'app',
    '  externalClientApps',
    '    A.eca',
    '  extlClntAppOauthSettings',
    '    A.ecaOauth',
    'policies/uat/one',
    '  P',
    'README.md',
  ]);
});

test('a closed folder keeps what is in it', () => {
  expect(drawn(['app', 'policies/uat/one'])).toEqual(['app', 'policies/uat/one', 'README.md']);
});

test('a row knows the folder that it stands in, and the outermost stands in none', () => {
  const rows = treeRows(files, []);
  expect(parentOf(rows, 4)).toBe(3);
  expect(parentOf(rows, 3)).toBe(0);
  expect(parentOf(rows, 7)).toBe(7);
});

test('a folder that holds a file beside a folder keeps its own row', () => {
  const rows = treeRows([file('config/orgs/uat.json'), file('config/blueprint.toml')], []);
  expect(rows.map(({ name }) => name)).toEqual(['config', 'orgs', 'uat.json', 'blueprint.toml']);
});
