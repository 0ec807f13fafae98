import type { DependentKindView, LineFaultView } from '../backend/generated';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** What depends on a connection. */
export const usedByText = {
  tab: 'Used by',
  title: 'Used by',
  lead: 'Pipelines, jobs and mappings of other tools that name this connection. They stay with the record when it is moved or renamed. Orgkeep does not look into those tools: what stands here was typed or imported.',
  none: 'Nothing is listed here yet',
  noneText: 'Add what uses this connection, and it is named before anybody removes it.',
  add: 'Add',
  import: 'Import a list…',
  choosing: 'Choosing a file',
  edit: (name: string) => `Edit ${name}`,
  remove: (name: string) => `Remove ${name}`,
  count: (count: number) => plural(count, 'thing depends on it', 'things depend on it'),
  more: (count: number) => `and ${count.toLocaleString()} more`,
  inRemoval: 'They stop working when it is removed, and their list goes with it.',
};

/** What it is. */
export const dependentKinds: Record<DependentKindView, string> = {
  pipeline: 'Pipeline',
  job: 'Job',
  mapping: 'Mapping',
};

/** The dialog that adds and edits. */
export const dependentText = {
  add: 'Add what uses it',
  edit: 'Edit what uses it',
  kind: 'Kind',
  name: 'Name',
  nameHint: 'As it is called in its own tool.',
  product: 'Tool',
  productAside: 'Optional',
  problem: 'This name cannot be used. It is empty or too long.',
  save: 'Save',
  saving: 'Saving',
  removeTitle: (name: string) => `Take “${name}” off the list?`,
  removeText: 'Only the entry here goes. Nothing changes in the tool that it belongs to.',
  remove: 'Take off',
  removing: 'Taking off',
  keep: 'Keep it',
};

/** Taking a list from a file. */
export const dependentImportText = {
  title: 'Import what uses connections',
  from: (place: string) => `From ${place}`,
  columns:
    'CSV or JSON with the columns connection, kind (pipeline, job or mapping), name, and product if there is one.',
  take: 'What is added',
  errors: (count: number) => plural(count, 'line cannot be taken', 'lines cannot be taken'),
  errorsText: 'They are left out. Mend the file and choose it again to take them too.',
  line: (line: number) => `Line ${line}`,
  nothing: 'No line can be taken.',
  columnsOf: { line: 'Line', connection: 'Connection', name: 'Name', kind: 'Kind', product: 'Tool' },
  go: (count: number) => `Add ${plural(count, 'entry', 'entries')}`,
  going: 'Adding',
  done: (added: number) => (added === 1 ? '1 entry added' : `${added.toLocaleString()} entries added`),
  known: (count: number) => (count === 1 ? '1 was listed already.' : `${count.toLocaleString()} were listed already.`),
};

/** What is wrong with a line. `field` is the column’s name. */
export const lineFaults: Record<LineFaultView, (field: string) => string> = {
  missing: (field) => `The column ${field} is empty.`,
  unknown: (field) => `The column ${field} has none of the known words.`,
  tooLong: (field) => `The column ${field} is too long.`,
  address: (field) => `The column ${field} is no address to sign in at.`,
  repeated: () => 'An earlier line says the same.',
  noConnection: () => 'No connection has this name.',
  severalConnections: () => 'Several connections have this name.',
};
