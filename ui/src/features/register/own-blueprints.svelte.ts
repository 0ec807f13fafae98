import type { Backend } from '../../backend';
import type { AppFields, BlueprintSummaryView } from '../../backend/generated';
import type { Attempting } from '../../lib/attempting';
import type { DraftEditor } from './draft.svelte';

/** The app of a draft and the person's own blueprints: one is taken, or a new one made. */
export class OwnBlueprints {
  readonly #backend: Backend;
  readonly #draft: DraftEditor;
  readonly #attempting: Attempting;

  all = $state.raw<BlueprintSummaryView[]>([]);
  #last = $state.raw<{ name: string; app: AppFields; before: AppFields } | null>(null);
  /** The one that was taken last, as long as nothing of the app was changed since. */
  readonly taken = $derived.by(() => (this.#last?.app === this.#draft.fields.app ? this.#last : null));

  constructor(backend: Backend, draft: DraftEditor, attempting: Attempting) {
    this.#backend = backend;
    this.#draft = draft;
    this.#attempting = attempting;
  }

  async load(): Promise<void> {
    const view = await this.#attempting.answer(() => this.#backend.call('blueprints', {}));
    if (view !== null) this.all = view.own;
  }

  /** Makes a blueprint of the draft's app; its name, if that was possible. */
  async save(): Promise<string | null> {
    const { app } = this.#draft.fields;
    const made = await this.#attempting.answer(() => this.#backend.call('new_blueprint', { name: '', app }));
    await this.load();
    return made?.name ?? null;
  }

  /** Gives the draft the app of a blueprint. */
  async take(id: string): Promise<void> {
    const before = this.#draft.fields.app;
    const blueprint = await this.#attempting.answer(() => this.#backend.call('blueprint', { id }));
    if (blueprint === null) return;
    this.#draft.choose({ app: blueprint.app });
    this.#last = { name: blueprint.name, app: blueprint.app, before };
  }

  /** Gives the draft the app back that it had before. */
  giveBack(): void {
    if (this.taken) this.#draft.choose({ app: this.taken.before });
    this.#last = null;
  }
}
