import type { CommandMap, DependentView, DependentsView } from '../generated';
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
  readonly #dependents = new Map<string, DependentView[]>();
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
    preview_dependents: () => ({ id: null, place: '', lines: [], errors: [] }),
    import_dependents: () => refuse('notFound', 'no such preview'),
  };

  #of(connection: string): DependentsView {
    if (!this.#world.detail(connection)) return refuse('notFound', 'no such connection');
    return { dependents: this.#dependents.get(connection) ?? [] };
  }

  #put(connection: string, dependents: DependentView[]): DependentsView {
    this.#dependents.set(connection, dependents);
    return { dependents };
  }
}
