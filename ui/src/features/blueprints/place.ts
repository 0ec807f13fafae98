import type { ComparedRequest } from '../../backend/generated';

/** The tabs, in their order. */
export const tabs = ['presets', 'mine', 'source', 'check'] as const;

export type Tab = (typeof tabs)[number];

/** Where a person is among the blueprints. */
export type Place =
  | { kind: 'tab'; tab: Tab }
  | { kind: 'own'; id: string }
  | { kind: 'compare'; left: ComparedRequest | null; right: ComparedRequest | null };

/** One side of a comparison as one word. */
export function formatSide(side: ComparedRequest | null): string {
  return side === null ? '' : `${side.kind}:${side.id}`;
}

/** Reads {@link formatSide}. What is not known is nothing chosen. */
export function parseSide(text: string | undefined): ComparedRequest | null {
  const [, kind, id] = /^(preset|own):(.+)$/.exec(text ?? '') ?? [];
  if (id === undefined) return null;
  return { kind: kind === 'own' ? 'own' : 'preset', id };
}

/** Reads the decoded parts of an address after `blueprints`. What is not known is the first tab. */
export function parsePlace([word, first, second]: readonly string[]): Place {
  if (word === 'own' && first) return { kind: 'own', id: first };
  if (word === 'compare') return { kind: 'compare', left: parseSide(first), right: parseSide(second) };
  return { kind: 'tab', tab: tabs.find((tab) => tab === word) ?? 'presets' };
}

/** The parts of the address for a place. */
export function formatPlace(place: Place): string[] {
  switch (place.kind) {
    case 'tab':
      return [place.tab];
    case 'own':
      return ['own', place.id];
    case 'compare':
      return ['compare', formatSide(place.left), formatSide(place.right)];
  }
}
