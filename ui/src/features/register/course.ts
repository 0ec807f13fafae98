import { createContext } from 'svelte';
import type { SetupPageId } from '../../backend/generated';
import type { Remedies } from '../../components/remedies';
import type { Way } from './remedies';
import type { SignIn } from './sign-in.svelte';

/** A sign-in as its screens see it, whatever it is for. */
export interface Course {
  readonly signIn: SignIn;
  /** Whether the person chooses the browser here. */
  readonly choosesBrowser: boolean;
  /** Starts it. */
  connect(allScopes?: boolean): Promise<void>;
  /** Gives a running one up and begins another one with what is typed now. */
  beginAgain(id: string, allScopes?: boolean): Promise<void>;
  /** Opens the browser once more. */
  openAgain(id: string): Promise<void>;
  /** Looks once which browsers there are, where one can be chosen. */
  lookForBrowsers(): Promise<boolean>;
  /** Goes back to where the key is typed, leaving the sign-in behind. */
  toCredentials(): Promise<void>;
  /** What the buttons of a cause do here. */
  remedies(way: Way, callback: string, page: SetupPageId | undefined): Remedies;
}

/** The sign-in of this page. */
export const [useCourse, provideCourse] = createContext<Course>();
