import { isApiError, type Backend } from '../../../backend';
import type { ApiError, ComparedRequest, ComparisonView } from '../../../backend/generated';

/** Where a comparison stands. */
export type Compared =
  { kind: 'nothing' } | { kind: 'refused'; error: ApiError } | { kind: 'told'; comparison: ComparisonView };

/** Two blueprints side by side. */
export class Comparison {
  readonly #backend: Backend;
  #turn = 0;

  compared = $state.raw<Compared>({ kind: 'nothing' });
  /** Whether lines on which both agree are shown too. */
  all = $state(false);

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Compares; what was compared before stays until the answer is there. */
  async look(left: ComparedRequest | null, right: ComparedRequest | null): Promise<void> {
    const turn = (this.#turn += 1);
    const compared = left && right ? await this.#answer(left, right) : ({ kind: 'nothing' } as const);
    if (turn === this.#turn) this.compared = compared;
  }

  async #answer(left: ComparedRequest, right: ComparedRequest): Promise<Compared> {
    try {
      return { kind: 'told', comparison: await this.#backend.call('compare_blueprints', { left, right }) };
    } catch (thrown) {
      return { kind: 'refused', error: isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) } };
    }
  }
}
