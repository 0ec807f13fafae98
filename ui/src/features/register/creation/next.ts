import type { Snippet } from 'svelte';

/** What comes after an app that is there. */
export interface Next {
  label: string;
  /** Why it cannot begin. */
  blocked: string | null;
  busy: boolean;
  /** What has to be confirmed first. */
  confirm?: Snippet;
  /** How many characters the secret has that was sealed; none without one. */
  secret: number | null;
  /** Goes there. `app` is left behind. */
  go: (app: string) => unknown;
}
