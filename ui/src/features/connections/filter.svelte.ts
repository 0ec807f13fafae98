import type { AuthenticationView, ConnectionRowView, EnvironmentView, StatusView } from '../../backend/generated';

/** What can be filtered by, and in which order its values stand in the menu. */
export const statusOrder: StatusView[] = ['connected', 'signInAgain'];
export const environmentOrder: EnvironmentView[] = [
  'production',
  'fullCopy',
  'uat',
  'integration',
  'development',
  'other',
];
export const authenticationOrder: AuthenticationView[] = ['externalClientApp', 'connectedApp', 'standard'];

interface Entry {
  row: ConnectionRowView;
  /** Everything that the search looks at, in lower case. */
  haystack: string;
}

function entry(row: ConnectionRowView): Entry {
  return { row, haystack: `${row.name}\n${row.username}\n${row.orgId}\n${row.host}`.toLowerCase() };
}

function allows<Value>(chosen: Value[], value: Value): boolean {
  return chosen.length === 0 || chosen.includes(value);
}

/** Search and filters of the list. They outlive the page, so that going back finds the list as it was. */
export class Filter {
  search = $state('');
  statuses = $state.raw<StatusView[]>([]);
  environments = $state.raw<EnvironmentView[]>([]);
  authentications = $state.raw<AuthenticationView[]>([]);
  readonly #rows: () => ConnectionRowView[];

  constructor(rows: () => ConnectionRowView[]) {
    this.#rows = rows;
  }

  readonly #entries = $derived.by(() => this.#rows().map(entry));

  /** The rows that pass. */
  readonly shown: ConnectionRowView[] = $derived.by(() => {
    const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
    return this.#entries
      .filter(
        ({ row, haystack }) =>
          words.every((word) => haystack.includes(word)) &&
          allows(this.statuses, row.status) &&
          allows(this.environments, row.environment) &&
          allows(this.authentications, row.authentication),
      )
      .map(({ row }) => row);
  });

  readonly active: boolean = $derived(
    this.search.trim() !== '' || this.statuses.length + this.environments.length + this.authentications.length > 0,
  );

  clear(): void {
    this.search = '';
    this.statuses = [];
    this.environments = [];
    this.authentications = [];
  }
}
