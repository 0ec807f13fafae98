import { formatPlace, parsePlace, type Place } from '../features/blueprints/place';

/** The page that is shown. */
export type Route =
  | { page: 'list' }
  | { page: 'details'; id: string }
  | { page: 'register'; draft: string }
  | { page: 'reauthenticate'; id: string }
  | { page: 'blueprints'; place: Place }
  | { page: 'activity' }
  | { page: 'board' }
  | { page: 'import' }
  | { page: 'help' }
  | { page: 'settings'; section?: string };

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
  if (page === 'reauthenticate' && id) return { page, id };
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
      return `#/reauthenticate/${encodeURIComponent(route.id)}`;
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

  /** Follows the address; returns what ends that. */
  listen(): () => void {
    const follow = () => {
      this.route = parseRoute(location.hash);
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }

  go(route: Route): void {
    // Shown at once; the event that follows says the same again.
    this.route = route;
    location.hash = formatRoute(route);
  }
}
