import { isApiError, type Backend } from '../../../backend';
import type {
  ApiError,
  CheckSourceRequest,
  PatternId,
  SourceFindingView,
  SourceReportView,
} from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { sourceCheckText } from '../../../text/source-check';

/** Where a check stands. What was found before stays while it is checked again. */
export type CheckState =
  | { kind: 'nothing' }
  | { kind: 'running'; folder: string; before: SourceReportView | null }
  | { kind: 'refused'; error: ApiError }
  | { kind: 'told'; report: SourceReportView };

/** A finding with its file. */
export interface PlacedFinding {
  /** Names it within its report. */
  key: string;
  path: string;
  finding: SourceFindingView;
}

/** All findings of a report, from top to bottom. */
export function findingsOf(report: SourceReportView): PlacedFinding[] {
  return report.files.flatMap(({ path, findings }) =>
    findings.map((finding, index) => ({ key: `${path}:${finding.rule}:${index}`, path, finding })),
  );
}

/** Checks a folder of source files, and changes in it what the person agrees to. */
export class SourceCheck {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  #asked: CheckSourceRequest = { folder: '', pattern: null };
  #turn = 0;

  folder = $state('');
  pattern = $state<PatternId | null>(null);
  state = $state.raw<CheckState>({ kind: 'nothing' });
  /** The finding that is looked at. */
  selected = $state<string | null>(null);
  applying = $state(false);

  /** The report that is seen, if any. */
  readonly report: SourceReportView | null = $derived.by(() => {
    if (this.state.kind === 'told') return this.state.report;
    return this.state.kind === 'running' ? this.state.before : null;
  });
  readonly findings: PlacedFinding[] = $derived(this.report ? findingsOf(this.report) : []);
  readonly shown: PlacedFinding | null = $derived(
    this.findings.find(({ key }) => key === this.selected) ?? this.findings[0] ?? null,
  );

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Checks the folder as it stands in the field. */
  async run(): Promise<void> {
    const folder = this.folder.trim();
    if (folder === '') return;
    this.#asked = { folder, pattern: this.pattern };
    const turn = (this.#turn += 1);
    this.state = { kind: 'running', folder, before: this.report };
    const state = await this.#answer();
    // Another check may have begun meanwhile; its answer is the one that counts.
    if (turn === this.#turn) this.state = state;
  }

  /** Waits no longer. What was found before is seen again. */
  stop(): void {
    if (this.state.kind !== 'running') return;
    const { before } = this.state;
    this.#turn += 1;
    this.state = before ? { kind: 'told', report: before } : { kind: 'nothing' };
    this.#backend.call('stop_check', {}).catch((thrown: unknown) => {
      this.#toasts.failed(thrown);
    });
  }

  /** Checks a folder that was chosen or dropped. */
  async look(folder: string): Promise<void> {
    this.folder = folder;
    this.selected = null;
    if (this.state.kind === 'told') this.state = { kind: 'nothing' };
    await this.run();
  }

  /** Lets the person choose a folder in the system's own dialog, and checks it. */
  async choose(): Promise<void> {
    try {
      const { path } = await this.#backend.call('choose_folder', {});
      if (path !== null) await this.look(path);
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Checks for another pattern; `null` takes the one that the files tell. */
  async follow(pattern: PatternId | null): Promise<void> {
    this.pattern = pattern;
    if (this.state.kind !== 'nothing') await this.run();
  }

  /** Makes the change that is shown with a finding, and shows what is left. */
  async apply({ finding: { remedy } }: PlacedFinding): Promise<void> {
    if (remedy === null || this.applying) return;
    const at = this.findings.findIndex(({ key }) => key === this.shown?.key);
    this.applying = true;
    try {
      const report = await this.#backend.call('apply_remedy', { check: this.#asked, token: remedy.token });
      this.#turn += 1;
      this.state = { kind: 'told', report };
      this.selected = (this.findings[at] ?? this.findings.at(-1))?.key ?? null;
      this.#toasts.show({
        tone: 'success',
        title: sourceCheckText.applied(remedy.path),
        text: sourceCheckText.appliedText(this.findings.length),
      });
    } catch (thrown) {
      this.#toasts.failed(thrown);
      if (isApiError(thrown) && thrown.code === 'changed') await this.run();
    } finally {
      this.applying = false;
    }
  }

  async #answer(): Promise<CheckState> {
    try {
      return { kind: 'told', report: await this.#backend.call('check_source', this.#asked) };
    } catch (thrown) {
      return { kind: 'refused', error: isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) } };
    }
  }
}
