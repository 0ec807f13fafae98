import type {
  AuthenticationView,
  ConnectionRowView,
  EnvironmentView,
  ListFilter,
  OrgTypeView,
  PostureId,
} from '../../backend/generated';
import { endsSoon } from './expiry';
import { postureOf } from './posture';

/** What can be filtered by, and in which order its values stand in the menu. */
export const environmentOrder: EnvironmentView[] = [
  'production',
  'fullCopy',
  'uat',
  'integration',
  'development',
  'other',
];
export const orgTypeOrder: OrgTypeView[] = ['production', 'sandbox', 'developer', 'scratch'];
export const authenticationOrder: AuthenticationView[] = ['externalClientApp', 'connectedApp', 'standard'];

export const postureOrder: PostureId[] = ['risky', 'differs', 'sound', 'unchecked'];

/** A filter of which every part says something: one that was kept may be older than a part. */
type Criteria = Required<ListFilter>;

/** The parts of a filter in which values are chosen, with what a row has of each. */
export const facets = {
  statuses: (row: ConnectionRowView) => [row.health],
  orgTypes: (row: ConnectionRowView) => [row.orgType],
  authentications: (row: ConnectionRowView) => [row.authentication],
  environments: (row: ConnectionRowView) => [row.environment],
  postures: (row: ConnectionRowView) => [postureOf(row)],
  tags: (row: ConnectionRowView) => row.tags,
  owners: (row: ConnectionRowView) => (row.owner === '' ? [] : [row.owner]),
} satisfies { [Name in FacetName]: (row: ConnectionRowView) => Criteria[Name] };

export type FacetName = 'statuses' | 'orgTypes' | 'authentications' | 'environments' | 'postures' | 'tags' | 'owners';

const facetNames = Object.keys(facets) as FacetName[];

/** The filter that lets everything through. */
export const everything: Criteria = {
  search: '',
  statuses: [],
  orgTypes: [],
  authentications: [],
  environments: [],
  postures: [],
  tags: [],
  owners: [],
  favourites: false,
  ending: false,
};

/** Everything that the search looks at, in lower case. */
function haystack(row: ConnectionRowView): string {
  return `${row.name}\n${row.username}\n${row.orgId}\n${row.host}\n${row.owner}\n${row.tags.join('\n')}`.toLowerCase();
}

/** Whether a row has one of the chosen values. */
function allows(row: ConnectionRowView, name: FacetName, chosen: readonly string[]): boolean {
  const values: readonly string[] = facets[name](row);
  return values.some((value) => chosen.includes(value));
}

/** What a filter asks of a row, besides its words: only the parts that say something. */
function conditions(criteria: Criteria): ((row: ConnectionRowView) => boolean)[] {
  const chosen = facetNames.filter((name) => criteria[name].length > 0);
  const asked = chosen.map((name) => (row: ConnectionRowView) => allows(row, name, criteria[name]));
  const now = Date.now();
  if (criteria.favourites) asked.push((row) => row.favourite);
  if (criteria.ending) asked.push((row) => endsSoon(row.expiry, now));
  return asked;
}

/** Search and filters of the list. They outlive the page, so that going back finds the list as it was. */
export class Filter {
  criteria = $state.raw<Criteria>(everything);
  readonly #rows: () => ConnectionRowView[];

  constructor(rows: () => ConnectionRowView[]) {
    this.#rows = rows;
  }

  /** Made once for all keystrokes. */
  readonly #haystacks: string[] = $derived.by(() => this.#rows().map(haystack));

  get search(): string {
    return this.criteria.search;
  }

  set search(search: string) {
    this.criteria = { ...this.criteria, search };
  }

  /** The rows that pass, in their order. */
  readonly shown: ConnectionRowView[] = $derived.by(() => {
    const rows = this.#rows();
    const words = this.criteria.search.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = conditions(this.criteria);
    if (words.length + asked.length === 0) return rows;
    const haystacks = words.length > 0 ? this.#haystacks : [];
    return rows.filter(
      (row, index) =>
        words.every((word) => haystacks[index]?.includes(word)) && asked.every((condition) => condition(row)),
    );
  });

  readonly active: boolean = $derived(
    this.criteria.search.trim() !== '' ||
      this.criteria.favourites ||
      this.criteria.ending ||
      facetNames.some((name) => this.criteria[name].length > 0),
  );

  /** Makes ready for the first keystroke. Gives how many rows can be searched. */
  prepare(): number {
    return this.#haystacks.length;
  }

  /** Adds a value to what is chosen, or takes it out. */
  toggle(name: FacetName, value: string): void {
    const chosen: readonly string[] = this.criteria[name];
    const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
    this.criteria = { ...this.criteria, [name]: next };
  }

  /** Lets everything through that a part of the filter held back. */
  open(name: FacetName): void {
    this.criteria = { ...this.criteria, [name]: [] };
  }

  clear(): void {
    this.criteria = everything;
  }
}
