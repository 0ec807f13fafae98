import type { Backend } from '../../../backend';
import type { QuestionView, RecommendationView } from '../../../backend/generated';

/** Which pattern fits: a few questions, and what their answers speak for. */
export class Chooser {
  readonly #backend: Backend;
  #turn = 0;

  questions = $state.raw<readonly QuestionView[]>([]);
  /** Keys of the questions that are answered with yes. */
  yes = $state.raw<readonly string[]>([]);
  /** What the answers speak for; nothing before the first yes. */
  recommendation = $state.raw<RecommendationView | null>(null);

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    if (this.questions.length === 0) this.questions = (await this.#backend.call('pattern_questions', {})).questions;
  }

  /** Takes an answer, and asks what all of them speak for. */
  async answer(key: string, yes: boolean): Promise<void> {
    this.yes = yes ? [...this.yes, key] : this.yes.filter((other) => other !== key);
    const turn = (this.#turn += 1);
    const recommendation = await this.#backend.call('recommend_pattern', { yes: [...this.yes] });
    if (turn === this.#turn) this.recommendation = recommendation;
  }
}
