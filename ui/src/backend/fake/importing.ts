import type { CommandMap, DependentView, DependentsView, ImportEntryView } from '../generated';
import { refuse } from './refuse';
import type { World } from './world';

type ImportCommand =
  | 'preview_import'
  | 'run_import'
  | 'dependents'
  | 'add_dependent'
  | 'change_dependent'
  | 'remove_dependent'
  | 'preview_dependents'
  | 'import_dependents';

type Answers = {
  [Each in ImportCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const entry = (key: string, name: string, more: Partial<ImportEntryView> = {}): ImportEntryView => ({
  key: `${key}.json`,
  name,
  username: key,
  host: 'meridian.my.salesforce.com',
  orgType: 'production',
  authentication: 'connectedApp',
  isDevHub: false,
  state: { kind: 'ready', mayRotate: false },
  ...more,
});

/** What a home of the Salesforce CLI looks like, one sample of each kind. */
const home: ImportEntryView[] = [
  entry('release@meridian.example', 'meridian', { isDevHub: true }),
  entry('release@meridian.example.uat', 'meridian-uat', {
    orgType: 'sandbox',
    host: 'meridian--uat.sandbox.my.salesforce.com',
    state: { kind: 'ready', mayRotate: true },
  }),
  entry('ci@meridian.example', 'ci', { state: { kind: 'draft', reason: 'absent' } }),
  entry('test-abc@meridian.example', 'scratch', {
    host: '',
    orgType: null,
    state: { kind: 'unusable', reason: 'expired', day: '2026-11-02' },
  }),
];

/** Lists of dependents, and what other tools know of orgs, in memory. */
export class Importing {
  readonly #world: World;
  readonly #dependents = new Map<string, DependentView[]>();
  #next = 1;

  constructor(world: World) {
    this.#world = world;
  }

  readonly answers: Answers = {
    preview_import: ({ source }) =>
      source === 'cliHome'
        ? { id: 'sample', place: '~/.sfdx', entries: home, errors: [] }
        : { id: null, place: '', entries: [], errors: [] },
    run_import: ({ preview, chosen }) => {
      if (preview !== 'sample') return refuse('notFound', 'no such preview');
      const usable = chosen.filter(({ key }) => home.some((one) => one.key === key && one.state.kind !== 'unusable'));
      const [connections, drafts] = [true, false].map((wanted) =>
        usable.filter(({ withTokens }) => withTokens === wanted).map(({ key }) => key),
      );
      return { connections: connections ?? [], drafts: drafts ?? [], leftOut: chosen.length - usable.length };
    },
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
