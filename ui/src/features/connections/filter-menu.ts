import type { FacetName } from './filter.svelte';

/** One group of values in a filter's menu. */
export interface Section {
  label: string;
  facet: FacetName;
  /** The values there are, with the number of rows that have each. Counted when somebody opens the menu. */
  values: () => [string, number][];
  /** Whether there is something to choose from. */
  offered: boolean;
  /** How a value is called; a tag or an owner is called what it is. */
  name: (value: string) => string;
}
