import type { ConnectionRowView, OrgTypeView } from '../../backend/generated';

/** Where rows go that belong to no family: by what their org is. */
export type Rest = 'single' | 'developer' | 'scratch';

/** A line of the list: a row, or the head of the rows below it. */
export type Item =
  | { kind: 'row'; key: string; row: ConnectionRowView }
  | { kind: 'family'; key: string; family: Family; folded: boolean };

/** Rows that stand together. */
export interface Family {
  /** The production org's host, or which of the rest it is. */
  key: string;
  rest: Rest | null;
  rows: ConnectionRowView[];
}

const rests: Record<OrgTypeView, Rest> = {
  production: 'single',
  sandbox: 'single',
  developer: 'developer',
  scratch: 'scratch',
};
const restOrder: Rest[] = ['single', 'developer', 'scratch'];
const ranks: Record<OrgTypeView, number> = { production: 0, sandbox: 1, developer: 2, scratch: 3 };

/** The families that have more than one member. One org alone needs no head. */
export function families(rows: ConnectionRowView[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const { family } of rows) {
    if (family === null) continue;
    if (seen.has(family)) several.add(family);
    else seen.add(family);
  }
  return several;
}

/** Which of the rest a row belongs to; `null` for one that stands in a family. */
function restOf(row: ConnectionRowView, known: ReadonlySet<string>): Rest | null {
  return row.family !== null && known.has(row.family) ? null : rests[row.orgType];
}

/** Rows that belong together, in the order in which they come. */
export function grouped(rows: ConnectionRowView[], known: ReadonlySet<string>): Family[] {
  const found = new Map<string, Family>();
  for (const row of rows) {
    const rest = restOf(row, known);
    const key = rest ?? row.family ?? '';
    const family = found.get(key);
    if (family) family.rows.push(row);
    else found.set(key, { key, rest, rows: [row] });
  }
  return [...found.values()];
}

/**
 * Rows in the order of their families: families as the first of each comes, in each the production org first, and what
 * belongs to none last. Done once; what a filter leaves of it is in the same order.
 */
export function inFamilies(rows: ConnectionRowView[], known: ReadonlySet<string>): ConnectionRowView[] {
  const all = grouped(rows, known);
  const first = all.filter((family) => family.rest === null);
  for (const family of first) family.rows.sort((one, other) => ranks[one.orgType] - ranks[other.orgType]);
  const last = restOrder.flatMap((rest) => all.filter((family) => family.rest === rest));
  return [...first, ...last].flatMap((family) => family.rows);
}

/** The lines of the list. What is folded shows its head alone. */
export function lines(groups: Family[], folded: ReadonlySet<string>): Item[] {
  const items: Item[] = [];
  for (const family of groups) {
    const isFolded = folded.has(family.key);
    items.push({ kind: 'family', key: `family ${family.key}`, family, folded: isFolded });
    if (!isFolded) for (const row of family.rows) items.push(line(row));
  }
  return items;
}

const known = new WeakMap<ConnectionRowView, Item>();

/** A row as a line, always the same one: ten thousand new ones for each key that is typed would be felt. */
export function line(row: ConnectionRowView): Item {
  const there = known.get(row);
  if (there) return there;
  const made: Item = { kind: 'row', key: row.id, row };
  known.set(row, made);
  return made;
}
