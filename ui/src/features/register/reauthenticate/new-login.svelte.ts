import { loginText } from '../../../text/authentication';

/** A secret that stands in an input until it is taken, and then nowhere. */
export class TypedOnce {
  #input: HTMLInputElement | null = null;
  /** Whether anything was typed. */
  filled = $state(false);

  /** The input that it is typed into. The returned function empties it. */
  lend(input: HTMLInputElement): () => void {
    this.#input = input;
    return () => {
      input.value = '';
      this.#input = null;
      this.filled = false;
    };
  }

  look(): void {
    this.filled = (this.#input?.value ?? '') !== '';
  }

  take(): string {
    const text = this.#input?.value ?? '';
    if (this.#input) this.#input.value = '';
    this.filled = false;
    return text;
  }
}

/** A user name with another password, while it is typed. */
export class NewLogin {
  readonly password = new TypedOnce();
  readonly token = new TypedOnce();
  username = $state('');
  problem = $state<string | null>(null);
  /** Whether it is typed anew, instead of the one that waits. */
  typing = $state(false);

  /** Why there is nothing to sign in with yet, or nothing. */
  missing(waiting: boolean): string | null {
    if (waiting && !this.typing) return null;
    if (this.username.trim() === '') return loginText.missing.username;
    return this.password.filled ? null : loginText.missing.password;
  }

  /** What was typed, taken out of the page. `null` where nothing was. */
  take(): { username: string; password: string; securityToken: string | null } | null {
    const [password, token] = [this.password.take(), this.token.take().trim()];
    if (password === '') return null;
    return { username: this.username.trim(), password, securityToken: token === '' ? null : token };
  }
}
