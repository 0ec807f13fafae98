import type { DeviationView } from '../backend/generated';

type Kind = DeviationView['kind'];

/** What is not as the app was meant to be. The rest is advice. */
const differing: ReadonlySet<Kind> = new Set<Kind>(['scopeMissing', 'scopeExtra', 'noRefreshToken']);

/** Something that was wanted does not work, until the app is changed and signed in to anew. */
const serious: ReadonlySet<Kind> = new Set<Kind>(['scopeMissing', 'noRefreshToken']);

export function isSerious({ kind }: DeviationView): boolean {
  return serious.has(kind);
}

/** What differs from the blueprint, and what is only good to know. */
export function sorted(deviations: readonly DeviationView[]): { differs: DeviationView[]; advice: DeviationView[] } {
  return {
    differs: deviations.filter(({ kind }) => differing.has(kind)),
    advice: deviations.filter(({ kind }) => !differing.has(kind)),
  };
}
