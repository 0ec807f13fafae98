import { createContext } from 'svelte';
import { isApiError } from '../backend';
import { errors } from '../text/errors';

/** A message that stays a while in the corner. */
export interface Toast {
  id: number;
  tone: 'success' | 'warn' | 'danger';
  title: string;
  text?: string | undefined;
  /** For a fold, in English. */
  details?: string | undefined;
}

const shortTime = 6000;

/** The messages on the screen. Good news leaves by itself; the rest waits to be dismissed. */
export class Toasts {
  #last = 0;
  list = $state<Toast[]>([]);

  show(toast: Omit<Toast, 'id'>): void {
    const id = (this.#last += 1);
    this.list.push({ ...toast, id });
    if (toast.tone === 'success') {
      setTimeout(() => {
        this.dismiss(id);
      }, shortTime);
    }
  }

  /** Tells why a command was not carried out. */
  failed(thrown: unknown): void {
    const { code, message } = isApiError(thrown) ? thrown : ({ code: 'internal', message: String(thrown) } as const);
    const copy = errors[code];
    this.show({ tone: 'danger', title: copy.title, text: `${copy.happened} ${copy.toDo}`, details: message });
  }

  /** What a command answers. `null` when it was not carried out, which the person is told. */
  async told<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
    try {
      return await asked;
    } catch (thrown) {
      this.failed(thrown);
      return null;
    }
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

/** The messages of this page. Set once, by App. */
export const [useToasts, provideToasts] = createContext<Toasts>();
