import type { AppFields, AppGoalRequest, AppGoalView, ConnectionRowView, PresetView } from '../../../backend/generated';
import { makersFor } from '../../../lib/makers';
import { loginHost } from '../../../text/address';
import type { Attempting } from '../../../lib/attempting';
import { viewOf, type DraftEditor } from '../draft.svelte';
import type { Goal } from './creation.svelte';

/** An app for a registration: its key goes into the draft. */
export class DraftGoal implements Goal {
  readonly #draft: DraftEditor;
  readonly #attempting: Attempting;

  constructor(draft: DraftEditor, attempting: Attempting) {
    this.#draft = draft;
    this.#attempting = attempting;
  }

  get app(): AppFields {
    return this.#draft.fields.app;
  }

  get presets(): readonly PresetView[] {
    return viewOf(this.#draft.found)?.presets ?? [];
  }

  makersAmong(rows: readonly ConnectionRowView[]): ConnectionRowView[] {
    const check = viewOf(this.#draft.found)?.checks.loginUrl;
    // Any other address may lead to several orgs.
    return makersFor(rows, check?.kind === 'myDomain' ? loginHost(check) : null);
  }

  isFor(goal: AppGoalView): boolean {
    return goal.kind === 'draft' && goal.id === this.#draft.id;
  }

  type(app: AppFields): void {
    this.#draft.edit({ app });
  }

  async request(): Promise<AppGoalRequest | null> {
    await this.#draft.flush();
    return this.#draft.unkept === null ? { kind: 'draft', id: this.#draft.id } : null;
  }

  async reload(): Promise<void> {
    await this.#attempting.done(() => this.#draft.load());
  }
}
