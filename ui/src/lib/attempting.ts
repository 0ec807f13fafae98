/** Carries out commands that may be refused, and tells the person why one was. */
export class Attempting {
  readonly #failed: (thrown: unknown) => void;

  constructor(failed: (thrown: unknown) => void) {
    this.#failed = failed;
  }

  /** The answer; `null` when there is none. */
  async answer<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
    try {
      return await ask();
    } catch (thrown) {
      this.#failed(thrown);
      return null;
    }
  }

  /** Whether it was done. */
  async done(action: () => Promise<unknown>): Promise<boolean> {
    return (await this.answer(async () => ({ done: await action() }))) !== null;
  }
}
