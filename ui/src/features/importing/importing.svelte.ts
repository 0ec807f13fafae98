import { isApiError, type Backend } from '../../backend';
import type {
  ApiError,
  ChosenEntry,
  ImportEntryView,
  ImportPreviewView,
  ImportResultView,
  ImportSource,
} from '../../backend/generated';
import { setOf, toggled } from '../../lib/sets';
import { chosenEntries, firstChoice, isOpen, linesOf, mayRotate, type Line } from './entries';

/** How far an import is. */
export type Stage =
  | { kind: 'source'; failed: { source: ImportSource; error: ApiError } | null }
  | { kind: 'preview'; source: ImportSource; preview: ImportPreviewView }
  | { kind: 'done'; result: ImportResultView; names: DraftName[]; rotating: string[] };

/** A draft that came in. */
export interface DraftName {
  id: string;
  name: string;
}

function errorOf(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
}

/** One import: where to look, what to take of what is there, and what came in. */
export class Importing {
  readonly #backend: Backend;

  stage = $state.raw<Stage>({ kind: 'source', failed: null });
  chosen = $state.raw<ReadonlySet<string>>(setOf());
  /** The entries whose tokens come along, if they are chosen. */
  tokens = $state.raw<ReadonlySet<string>>(setOf());
  /** Whether the Salesforce CLI itself can be asked. */
  throughCli = $state(false);
  /** Whether somebody is choosing a file or folder, or it is being read. */
  looking = $state(false);
  running = $state(false);
  /** Why the last import was not carried out. */
  refused = $state.raw<ApiError | null>(null);

  readonly entries: ImportEntryView[] = $derived(this.stage.kind === 'preview' ? this.stage.preview.entries : []);
  readonly lines: Line[] = $derived(this.stage.kind === 'preview' ? linesOf(this.stage.preview) : []);
  readonly open: ImportEntryView[] = $derived(this.entries.filter(isOpen));
  readonly wanted: ChosenEntry[] = $derived(chosenEntries(this.entries, this.chosen, this.tokens));

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks where else than in files there is something to look at. Not knowing it is no failure: then there is nothing. */
  async load(): Promise<void> {
    try {
      this.throughCli = (await this.#backend.call('import_sources', {})).throughCli;
    } catch {
      this.throughCli = false;
    }
  }

  /** Looks at a source. Where the person chooses no file or folder, everything stays as it is. */
  async look(source: ImportSource): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const preview = await this.#backend.call('preview_import', { source });
      if (preview.id !== null) this.#show(source, preview);
    } catch (thrown) {
      this.stage = { kind: 'source', failed: { source, error: errorOf(thrown) } };
    }
    this.looking = false;
  }

  #show(source: ImportSource, preview: ImportPreviewView): void {
    const { chosen, tokens } = firstChoice(preview.entries);
    this.chosen = setOf(chosen);
    this.tokens = setOf(tokens);
    this.refused = null;
    this.stage = { kind: 'preview', source, preview };
  }

  toggle(key: string): void {
    this.chosen = toggled(this.chosen, key);
  }

  /** Takes the tokens of an entry along, or no longer. Whoever wants its tokens wants the entry. */
  toggleTokens(key: string): void {
    this.tokens = toggled(this.tokens, key);
    if (this.tokens.has(key)) this.chosen = setOf(this.chosen, [key]);
  }

  /** Chooses everything that can be imported; where that is chosen, nothing. */
  toggleAll(): void {
    const keys = this.open.map(({ key }) => key);
    this.chosen = setOf(this.wanted.length === keys.length ? [] : keys);
  }

  /** Imports what is chosen, all of it or nothing. */
  async run(): Promise<void> {
    if (this.stage.kind !== 'preview' || this.stage.preview.id === null || this.running) return;
    const { id } = this.stage.preview;
    const wanted = this.wanted;
    const taken = setOf(wanted.flatMap(({ key, withTokens }) => (withTokens ? [key] : [])));
    this.running = true;
    this.refused = null;
    try {
      const result = await this.#backend.call('run_import', { preview: id, chosen: wanted });
      const left = setOf(result.notGiven.map(({ username }) => username));
      const rotating = this.entries
        .filter((entry) => mayRotate(entry) && taken.has(entry.key) && !left.has(entry.username))
        .map(({ name }) => name);
      this.stage = { kind: 'done', result, names: await this.#names(result.drafts), rotating };
    } catch (thrown) {
      this.refused = errorOf(thrown);
    }
    this.running = false;
  }

  /** Ends the import that runs; it says so itself. */
  stop(): void {
    this.#backend.call('stop_import', {}).catch((thrown: unknown) => {
      this.refused = errorOf(thrown);
    });
  }

  /** Back to where the source is chosen. */
  begin(): void {
    this.stage = { kind: 'source', failed: null };
    this.refused = null;
  }

  /** What the drafts are called. That this is not known is no failure of the import. */
  async #names(ids: string[]): Promise<DraftName[]> {
    if (ids.length === 0) return [];
    try {
      const { drafts } = await this.#backend.call('drafts', {});
      return ids.map((id) => ({ id, name: drafts.find((draft) => draft.id === id)?.fields.name ?? '' }));
    } catch {
      return ids.map((id) => ({ id, name: '' }));
    }
  }
}
