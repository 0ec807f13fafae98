import type {
  ChosenEntry,
  CommandMap,
  ConnectionView,
  ImportEntryView,
  ImportPreviewView,
  ImportResultView,
  ImportSource,
  NotGivenView,
} from '../generated';
import { connection } from './connections';
import { blankDraft, completed } from './drafts';
import { sampleSources } from './import-sources';
import { refuse } from './refuse';
import type { World } from './world';

type ImportCommand = 'import_sources' | 'preview_import' | 'run_import' | 'stop_import';

type Answers = {
  [Each in ImportCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const nothingChosen: ImportPreviewView = { id: null, place: '', entries: [], errors: [] };

/** The orgs whose tokens `sf` does not give. */
function refusal({ name, username }: ImportEntryView): NotGivenView[] {
  if (name === 'meridian-dev') return [{ name, username, reason: 'tooLate' }];
  return name === 'partner-de' ? [{ name, username, reason: 'refused' }] : [];
}

/** What other programs know of orgs, taken over into memory. */
export class TakingOver {
  readonly #world: World;
  readonly #query: URLSearchParams;
  #source: ImportSource = 'cliHome';
  #stopped = false;

  constructor(world: World, query: URLSearchParams) {
    this.#world = world;
    this.#query = query;
  }

  readonly answers: Answers = {
    import_sources: () => ({ throughCli: this.#query.get('sf') === 'installed' }),
    preview_import: ({ source }) => {
      const chosen = source === 'chosenCliHome' || source === 'chosenList';
      if (chosen && !this.#world.chooses) return nothingChosen;
      this.#source = source;
      return this.#preview(source);
    },
    run_import: ({ preview, chosen }) => {
      const stopped = this.#stopped;
      this.#stopped = false;
      if (stopped) return refuse('stopped', 'the import was stopped');
      return preview === 'sample' ? this.#run(chosen) : refuse('notFound', 'no such preview');
    },
    stop_import: () => {
      this.#stopped = true;
      return {};
    },
  };

  /** What stands at a source, beside what is here already. `import=…` asks for one that is out of the ordinary. */
  #preview(source: ImportSource): ImportPreviewView {
    const found = sampleSources(source, this.#query.get('import'));
    return { id: 'sample', ...found, entries: found.entries.map((entry) => this.#beside(entry)) };
  }

  #beside(entry: ImportEntryView): ImportEntryView {
    if (entry.state.kind === 'unusable') return entry;
    const { rows } = this.#world.connections.value;
    const known = [
      ...rows,
      ...this.#world.drafts.map(({ fields }) => ({ name: fields.name, username: fields.username })),
    ];
    const same = known.find(({ username }) => username === entry.username);
    return same ? { ...entry, state: { kind: 'matched', name: same.name } } : entry;
  }

  #run(chosen: ChosenEntry[]): ImportResultView {
    const wanted = new Map(chosen.map(({ key, withTokens }) => [key, withTokens]));
    const { entries } = this.#preview(this.#source);
    const open = entries.filter(({ key, state }) => wanted.has(key) && /ready|draft/.test(state.kind));
    const notGiven = this.#source === 'throughCli' ? open.flatMap((entry) => refusal(entry)) : [];
    const taken = open.filter(({ username }) => notGiven.every((not) => not.username !== username));
    const isConnection = ({ key, state }: ImportEntryView) => state.kind === 'ready' && wanted.get(key) === true;
    const made = taken.filter(isConnection).map((entry, index) => this.#connection(entry, index));
    this.#world.put(...made);
    const connections = made.map(({ row }) => row.id);
    const drafts = taken.filter((entry) => !isConnection(entry)).map((entry) => this.#draft(entry));
    return { connections, drafts, leftOut: chosen.length - open.length, notGiven };
  }

  #connection({ name, username, host, orgType }: ImportEntryView, index: number): ConnectionView {
    const number = this.#world.connections.value.rows.length + index + 500;
    const kind = orgType ?? 'production';
    const environment = kind === 'production' ? 'production' : 'development';
    const made = connection(
      { name, username, host, environment, orgType: kind, authentication: 'connectedApp', signedIn: 0 },
      number,
    );
    return { ...made, row: { ...made.row, status: 'untested', lastTest: null } };
  }

  #draft({ key, name, username, host, orgType, authentication }: ImportEntryView): string {
    const blank = blankDraft(`draft-${key}`);
    const loginUrl = `https://${host}`;
    const fields = { ...blank.fields, name, username, loginUrl, authentication, orgType: orgType ?? 'production' };
    this.#world.drafts = [...this.#world.drafts, completed(blank, fields)];
    return blank.id;
  }
}
