import { isApiError, type Backend } from '../../backend';
import type {
  ApiError,
  AppFields,
  BlueprintsView,
  BlueprintSummaryView,
  PresetView,
  SavedFileView,
} from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';
import { blankApp } from '../../lib/app';
import { blueprintsText, mineText } from '../../text/blueprints';
import { SourceCheck } from './check/check.svelte';
import type { Tab } from './place';
import { Presets } from './presets/presets.svelte';
import { SourceTree } from './source/source.svelte';

/** All blueprints, and what can be done with them. What its pages hold stays while a person is elsewhere. */
export class Blueprints {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  view = $state.raw<BlueprintsView | null>(null);
  /** Why they could not be read. */
  error = $state.raw<ApiError | null>(null);
  /** The tab that was open last. */
  tab = $state<Tab>('presets');
  /** What is being made or read, so that a second click does not do it twice. */
  busy = $state<'new' | 'import' | 'file' | null>(null);

  readonly presets: PresetView[] = $derived(this.view?.presets ?? []);
  readonly own: BlueprintSummaryView[] = $derived(this.view?.own ?? []);

  readonly known: Presets;
  readonly source: SourceTree;
  readonly check: SourceCheck;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.known = new Presets(backend);
    this.source = new SourceTree(backend, toasts);
    this.check = new SourceCheck(backend, toasts);
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#backend.call('blueprints', {});
      this.error = null;
    } catch (thrown) {
      this.error = isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
    }
  }

  /** Makes a new one, for a product or for none; its id. */
  begin(change: Partial<AppFields> = {}): Promise<string | null> {
    return this.#once('new', async () => {
      const request = { name: '', app: { ...blankApp, ...change } };
      return (await this.#backend.call('new_blueprint', request)).id;
    });
  }

  /** Makes one like it; its id. */
  duplicate(id: string): Promise<string | null> {
    return this.#once('new', async () => {
      const { id: copy } = await this.#backend.call('duplicate_blueprint', { id });
      await this.load();
      return copy;
    });
  }

  /** Lets the person choose a file, and takes the blueprint in it; its id, if there is one. */
  import(): Promise<string | null> {
    return this.#once('import', async () => {
      const { blueprint } = await this.#backend.call('import_blueprint', {});
      if (blueprint === null) return null;
      this.#toasts.show({
        tone: 'success',
        title: blueprintsText.imported(blueprint.name),
        text: blueprintsText.importedText,
      });
      await this.load();
      return blueprint.id;
    });
  }

  /** Says whether it is gone. */
  async remove({ id, name }: BlueprintSummaryView): Promise<boolean> {
    const removed = await this.#once('file', async () => {
      await this.#backend.call('remove_blueprint', { id });
      this.#toasts.show({ tone: 'success', title: mineText.removed(name) });
      return true;
    });
    await this.load();
    return removed ?? false;
  }

  export(id: string): Promise<void> {
    return this.#save(blueprintsText.exported, () => this.#backend.call('export_blueprint', { id }));
  }

  saveChecklist(id: string): Promise<void> {
    return this.#save(blueprintsText.checklistSaved, () => this.#backend.call('save_blueprint_checklist', { id }));
  }

  async #save(title: string, save: () => Promise<SavedFileView>): Promise<void> {
    const saved = await this.#once('file', save);
    if (saved?.path) this.#toasts.show({ tone: 'success', title, text: saved.path });
  }

  /** One after the other, and each told where it fails. */
  async #once<Outcome>(what: NonNullable<typeof this.busy>, run: () => Promise<Outcome>): Promise<Outcome | null> {
    if (this.busy !== null) return null;
    this.busy = what;
    try {
      return await run();
    } catch (thrown) {
      this.#toasts.failed(thrown);
      return null;
    } finally {
      this.busy = null;
    }
  }
}
