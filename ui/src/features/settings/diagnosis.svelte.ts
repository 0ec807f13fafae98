import type { Backend } from '../../backend';
import type { CheckView, DiagnosisView, SubjectView } from '../../backend/generated';

/** What Diagnostics looks at: the lines stand there before the first answer. */
const looked: readonly SubjectView[] = [
  'port',
  'keyring',
  'store',
  'database',
  'proxy',
  'certificates',
  'clock',
  'browser',
  'versions',
];

const running: readonly CheckView[] = looked.map((subject) => ({
  subject,
  state: 'running',
  finding: null,
  detail: null,
  connection: null,
  cause: null,
}));

/** What Orgkeep needs from this computer, and whether it is there. */
export class Diagnosis {
  readonly #backend: Backend;
  readonly #failed: (thrown: unknown) => void;

  view = $state.raw<DiagnosisView | null>(null);
  checking = $state(false);

  readonly checks: readonly CheckView[] = $derived(this.view?.checks ?? running);
  readonly toFix: number = $derived(this.checks.filter((check) => check.state === 'broken').length);

  /** `failed` tells the person why nothing was checked. */
  constructor(backend: Backend, failed: (thrown: unknown) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  /** Checks; what was found before stays until there is something newer. */
  async take(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      this.view = await this.#backend.call('diagnose', {});
    } catch (thrown) {
      this.#failed(thrown);
    }
    this.checking = false;
  }
}
