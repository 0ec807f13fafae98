import type { IconName } from './icons';

/** One line of a menu. */
export interface Action {
  icon: IconName;
  label: string;
  key?: string;
  danger?: boolean;
  /** Needs the vault open. */
  writes?: boolean;
  /** Why it cannot be done; it stands there with its reason, and cannot be chosen. */
  hindrance?: string | null;
  run: () => void;
}
