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

/** Puts rows into their families, in the order in which the first of each comes; the rest comes last. */
export function grouped(rows: ConnectionRowView[], known: ReadonlySet<string>): Family[] {
  const found = new Map<string, Family>();
  for (const row of rows) {
    const rest = row.family !== null && known.has(row.family) ? null : rests[row.orgType];
    const key = rest ?? row.family ?? '';
    const family = found.get(key);
    if (family) family.rows.push(row);
    else found.set(key, { key, rest, rows: [row] });
  }
  const all = [...found.values()];
  for (const family of all) {
    if (family.rest === null) family.rows.sort((one, other) => ranks[one.orgType] - ranks[other.orgType]);
  }
  const last = restOrder.flatMap((rest) => all.filter((family) => family.rest === rest));
  return [...all.filter((family) => family.rest === null), ...last];
}

/** The lines of the list. What is folded shows its head alone. */
export function lines(groups: Family[], folded: ReadonlySet<string>): Item[] {
  return groups.flatMap((family): Item[] => {
    const isFolded = folded.has(family.key);
    const head: Item = { kind: 'family', key: `family ${family.key}`, family, folded: isFolded };
    return isFolded ? [head] : [head, ...family.rows.map(line)];
  });
}

/** A row as a line. */
export function line(row: ConnectionRowView): Item {
  return { kind: 'row', key: row.id, row };
}
