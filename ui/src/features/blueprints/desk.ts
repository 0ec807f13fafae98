import { createContext } from 'svelte';
import type { Blueprints } from './blueprints.svelte';
import type { Place } from './place';

/** What every page about blueprints works with. */
export interface Desk {
  readonly blueprints: Blueprints;
  /** Goes to another of the pages. */
  readonly go: (place: Place) => void;
}

/** The desk of this page. Set once, by BlueprintsPage. */
export const [useDesk, provideDesk] = createContext<Desk>();
