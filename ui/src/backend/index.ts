import { createContext } from 'svelte';
import type { Backend } from './backend';

export { isApiError, type Backend } from './backend';

/** The backend of this page. Set once, by App. */
export const [useBackend, provideBackend] = createContext<Backend>();
