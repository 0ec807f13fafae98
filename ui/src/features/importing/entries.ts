import type { ChosenEntry, ImportEntryView, ImportPreviewView, LineErrorView } from '../../backend/generated';

/** Entries that share what can be done with them. */
export type Group = 'open' | 'matched' | 'unusable';

/** A row of the preview. */
export type Line = { key: string; stops: boolean } & (
  | { kind: 'group'; group: Group; count: number }
  | { kind: 'entry'; entry: ImportEntryView }
  | { kind: 'fault'; fault: LineErrorView }
);

const groupOf: Record<ImportEntryView['state']['kind'], Group> = {
  ready: 'open',
  draft: 'open',
  matched: 'matched',
  unusable: 'unusable',
};

/** Whether something can be made of an entry. */
export function isOpen({ state }: ImportEntryView): boolean {
  return groupOf[state.kind] === 'open';
}

/** Whether its tokens may serve one program only. */
export function mayRotate({ state }: ImportEntryView): boolean {
  return state.kind === 'ready' && state.mayRotate;
}

/** Everything that was found, by what can be done with it: that first which can be imported. */
export function linesOf({ entries, errors }: Pick<ImportPreviewView, 'entries' | 'errors'>): Line[] {
  return (['open', 'matched', 'unusable'] as const).flatMap((group): Line[] => {
    const found = entries.filter(({ state }) => groupOf[state.kind] === group);
    const faults = group === 'unusable' ? errors : [];
    const count = found.length + faults.length;
    if (count === 0) return [];
    return [
      { key: `group ${group}`, stops: false, kind: 'group', group, count },
      ...found.map((entry): Line => ({ key: `entry ${entry.key}`, stops: group === 'open', kind: 'entry', entry })),
      ...faults.map((fault, index): Line => ({ key: `fault ${index}`, stops: false, kind: 'fault', fault })),
    ];
  });
}

/** What is chosen to begin with: everything, but no tokens that another program may need. */
export function firstChoice(entries: ImportEntryView[]): { chosen: string[]; tokens: string[] } {
  const ready = entries.filter((entry) => entry.state.kind === 'ready' && !mayRotate(entry));
  return { chosen: entries.filter(isOpen).map(({ key }) => key), tokens: ready.map(({ key }) => key) };
}

/** What is asked for. Tokens come only from entries that have some. */
export function chosenEntries(
  entries: ImportEntryView[],
  chosen: ReadonlySet<string>,
  tokens: ReadonlySet<string>,
): ChosenEntry[] {
  return entries
    .filter((entry) => isOpen(entry) && chosen.has(entry.key))
    .map(({ key, state }) => ({ key, withTokens: state.kind === 'ready' && tokens.has(key) }));
}
