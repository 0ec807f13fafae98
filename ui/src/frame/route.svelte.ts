import type { PurposeView } from '../backend/generated';
import { formatPlace, parsePlace, type Place } from '../features/blueprints/place';

/** The pages of a connection's sign-in. */
const signInPages = ['reauthenticate', 'migrate', 'go-back'] as const;
export type SignInPage = (typeof signInPages)[number];

/** The page that is shown. */
export type Route =
  | { page: 'list' }
  | { page: 'details'; id: string }
  | { page: 'register'; draft: string }
  | { page: SignInPage; id: string }
  | { page: 'blueprints'; place: Place }
  | { page: 'activity' }
  | { page: 'board' }
  | { page: 'import' }
  | { page: 'help' }
  | { page: 'settings'; section?: string };

/** The page of what a connection signs in for. */
export const pageOfPurpose: Record<PurposeView, SignInPage> = {
  reauthenticate: 'reauthenticate',
  migrate: 'migrate',
  goBack: 'go-back',
};

/** The pages of many connections, from which one is opened. */
const overviews = ['list', 'board', 'activity'] as const;
export type Overview = (typeof overviews)[number];

/** The route, if it is a page of a connection's sign-in. */
export function signInRoute(route: Route): Extract<Route, { page: SignInPage }> | null {
  return signInPages.some((page) => page === route.page) ? (route as Extract<Route, { page: SignInPage }>) : null;
}

/** Text that is no valid encoding names nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Reads the part after `#`. What is not known is the list. */
export function parseRoute(hash: string): Route {
  const [page, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  const [id] = rest;
  if (page === 'orgs' && id) return { page: 'details', id };
  const signIn = signInPages.find((each) => each === page);
  if (signIn && id) return { page: signIn, id };
  if (page === 'register' && id) return { page: 'register', draft: id };
  if (page === 'blueprints') return { page, place: parsePlace(rest) };
  if (page === 'activity' || page === 'board' || page === 'help' || page === 'import') return { page };
  if (page === 'settings') return id ? { page, section: id } : { page };
  return { page: 'list' };
}

/** The part after `#` for a route. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'list':
      return '#/';
    case 'details':
      return `#/orgs/${encodeURIComponent(route.id)}`;
    case 'reauthenticate':
    case 'migrate':
    case 'go-back':
      return `#/${route.page}/${encodeURIComponent(route.id)}`;
    case 'register':
      return `#/register/${encodeURIComponent(route.draft)}`;
    case 'blueprints':
      return `#/blueprints/${formatPlace(route.place).map(encodeURIComponent).join('/')}`;
    case 'activity':
    case 'board':
    case 'help':
    case 'import':
      return `#/${route.page}`;
    case 'settings':
      return route.section ? `#/settings/${encodeURIComponent(route.section)}` : '#/settings';
  }
}

/** Where the person is. It lives in the address, so Back and a reload keep it. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));
  /** Where a connection was opened last: the way back from it leads there. */
  overview = $state.raw<Overview>('list');

  /** Follows the address; returns what ends that. */
  listen(): () => void {
    const follow = () => {
      this.#show(parseRoute(location.hash));
    };
    follow();
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }

  go(route: Route): void {
    // Shown at once; the event that follows says the same again.
    this.#show(route);
    location.hash = formatRoute(route);
  }

  #show(route: Route): void {
    this.route = route;
    this.overview = overviews.find((page) => page === route.page) ?? this.overview;
  }
}
