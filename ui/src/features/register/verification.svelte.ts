import type { Backend } from '../../backend';
import type { CheckView, DraftView, LoginUrlCheckView, PortView, VerificationView } from '../../backend/generated';
import type { Attempting } from '../../lib/attempting';
import { localChecks, withPort } from './local-checks';

/** A person who goes on to the next field may come back at once; the checks ask Salesforce. */
const pause = 400;

/** Whether Orgkeep can sign in there. */
function usable(check: LoginUrlCheckView): boolean {
  return check.kind === 'myDomain' || check.kind === 'generic' || (check.kind === 'custom' && check.confirmed);
}

/** What Verify depends on, to tell old findings from those of what stands there now. */
function subjectOf({ fields, checks }: DraftView): string {
  const confirmed = checks.loginUrl.kind === 'custom' && checks.loginUrl.confirmed;
  return JSON.stringify([fields.authentication, fields.loginUrl, fields.consumerKey, confirmed]);
}

/** Checks what can be checked without a browser, whenever address and key have changed. */
export class Verification {
  readonly #backend: Backend;
  readonly #draft: string;
  readonly #attempting: Attempting;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the last run was asked for. */
  #asked = $state<string | null>(null);
  #asking = $state(false);
  #view = $state.raw<VerificationView | null>(null);

  constructor(backend: Backend, draft: string, attempting: Attempting) {
    this.#backend = backend;
    this.#draft = draft;
    this.#attempting = attempting;
  }

  /** Follows the findings; returns what ends that. */
  watch(): () => void {
    const stop = this.#backend.watch('watch_verification', (view) => {
      // Only the newest draft's findings are kept; those of another one say nothing about this.
      this.#view = view.draft === this.#draft ? view : null;
    });
    return () => {
      stop();
      clearTimeout(this.#timer);
    };
  }

  /** Whether there is something to verify. */
  possible(draft: DraftView): boolean {
    const { checks, fields } = draft;
    return usable(checks.loginUrl) && (fields.authentication === 'standard' || checks.consumerKey === 'fine');
  }

  get running(): boolean {
    return this.#asking || (this.#view?.running ?? false);
  }

  /** The findings of a run that is over, whatever it was asked for. */
  get over(): VerificationView | null {
    return this.#view?.running === false ? this.#view : null;
  }

  /** Whether the findings are of what stands in the fields now. */
  told(draft: DraftView): boolean {
    return this.#view !== null && this.#asked === subjectOf(draft);
  }

  /** Every line, for what stands in the fields now. */
  checks(draft: DraftView, port: PortView | null): CheckView[] {
    const told = this.told(draft) ? this.#view : null;
    return told ? withPort(told.checks, port) : localChecks(draft, port);
  }

  /** Runs a moment later, unless what stands there was verified already. `kept` brings the draft as it is by then. */
  soon(kept: () => Promise<DraftView | null>): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void kept().then((draft) => (draft === null || this.#asked === subjectOf(draft) ? null : this.run(draft)));
    }, pause);
  }

  /** Runs now, if there is something to verify. */
  async run(draft: DraftView): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.possible(draft)) return;
    this.#asked = subjectOf(draft);
    // Findings of the run before are not those of this one.
    this.#view = null;
    this.#asking = true;
    await this.#attempting.done(() => this.#backend.call('verify', { id: this.#draft }));
    this.#asking = false;
  }
}
