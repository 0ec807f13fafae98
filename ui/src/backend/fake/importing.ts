import type { CommandMap, ConnectionRowView, DependentsPreviewView, DependentView, DependentsView } from '../generated';
import { refuse } from './refuse';
import type { World } from './world';

type ImportCommand =
  'dependents' | 'add_dependent' | 'change_dependent' | 'remove_dependent' | 'preview_dependents' | 'import_dependents';

type Answers = {
  [Each in ImportCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

/** Lists of dependents, in memory. */
export class Importing {
  readonly #world: World;
  #next = 1;

  constructor(world: World) {
    this.#world = world;
  }

  readonly answers: Answers = {
    dependents: ({ id }) => this.#of(id),
    add_dependent: ({ connection, fields }) => {
      if (fields.name.trim() === '') return refuse('invalid', 'the name is empty');
      const added = { id: `dependent-${String(this.#next++)}`, fields };
      return this.#put(connection, [...this.#of(connection).dependents, added]);
    },
    change_dependent: ({ connection, id, fields }) => {
      const changed = this.#of(connection).dependents.map((one) => (one.id === id ? { id, fields } : one));
      return this.#put(connection, changed);
    },
    remove_dependent: ({ connection, id }) => {
      const kept = this.#of(connection).dependents.filter((one) => one.id !== id);
      return this.#put(connection, kept);
    },
    preview_dependents: () =>
      this.#world.chooses
        ? { id: 'dependents', place: '/Documents/uses.csv', ...this.#list() }
        : { id: null, place: '', lines: [], errors: [] },
    import_dependents: ({ preview }) => {
      if (preview !== 'dependents') return refuse('notFound', 'no such preview');
      const first = this.#first();
      const known = this.#of(first.id).dependents;
      const added = this.#list().lines.filter(({ fields }) => known.every((one) => one.fields.name !== fields.name));
      this.#put(first.id, [
        ...known,
        ...added.map(({ fields }) => ({ id: `dependent-${String(this.#next++)}`, fields })),
      ]);
      return { added: added.length };
    },
  };

  #first(): ConnectionRowView {
    return this.#world.connections.value.rows[0] ?? refuse('notFound', 'no connection');
  }

  /** A file of six lines, three of which can be taken; they name the first connection. */
  #list(): Pick<DependentsPreviewView, 'lines' | 'errors'> {
    const connection = this.#first().name;
    return {
      lines: [
        { line: 2, connection, fields: { kind: 'pipeline', name: 'Nightly validation', product: 'ARM' } },
        { line: 3, connection, fields: { kind: 'job', name: 'Weekly backup', product: 'Vault' } },
        { line: 6, connection, fields: { kind: 'mapping', name: 'Accounts to warehouse', product: '' } },
      ],
      errors: [
        { line: 4, field: 'kind', fault: 'unknown' },
        { line: 5, field: 'connection', fault: 'noConnection' },
        { line: 7, field: 'name', fault: 'missing' },
      ],
    };
  }

  #of(connection: string): DependentsView {
    if (!this.#world.detail(connection)) return refuse('notFound', 'no such connection');
    return { dependents: this.#world.dependents.get(connection) ?? [] };
  }

  #put(connection: string, dependents: DependentView[]): DependentsView {
    this.#world.dependents.set(connection, dependents);
    return { dependents };
  }
}
