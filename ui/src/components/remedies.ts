import type { CauseAction } from '../text/causes';

/** What a button of a step does here. */
export interface Remedy {
  /** For `copyCallback`: whether it is on the clipboard. */
  run: () => unknown;
  /** Why it cannot be pressed now. */
  blocked?: string | null;
  /** It is being done already. */
  busy?: boolean;
  /** What the button says here, instead of its action’s usual words. */
  label?: string;
}

/** The buttons that make sense at one place. A step with another action has none. */
export type Remedies = Partial<Record<CauseAction, Remedy>>;
