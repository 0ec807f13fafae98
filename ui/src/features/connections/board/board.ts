import type { ConnectionRowView, MoveCheckView, MoveView } from '../../../backend/generated';
import { byAlphabet } from '../../../lib/alphabet';
import { blockerText, type boardText } from '../../../text/board';
import { byHealth, currentTest } from '../health';

/** What the board can be sorted by. */
export type BoardSort = 'name' | 'authentication' | 'status' | 'blocker' | 'deadline' | 'owner';

export interface BoardOrder {
  sort: BoardSort;
  descending: boolean;
}

/** How far a connection is. */
export type BoardStage = keyof typeof boardText.states;

/** A connection that is not on an External Client App, or was moved to one by the queue. */
export interface BoardLine {
  key: string;
  stops: true;
  row: ConnectionRowView;
  /** Registered as a Dev Hub: it cannot be moved. */
  isHub: boolean;
  /** What the queue says of it, if it is there. */
  move: MoveView | undefined;
  /** How far its app is. */
  stage: BoardStage;
  /** What a dry run found of it. */
  check: MoveCheckView | undefined;
  /** What would stop a move, as far as that is known. */
  blocker: string | null;
}

function blockerOf(row: ConnectionRowView): string | null {
  const test = currentTest(row);
  return test ? (blockerText[test.group] ?? null) : null;
}

/** When it ends, in milliseconds since 1970: what ends with its session may end at any moment, what has no end comes last. */
function endOf({ expiry }: ConnectionRowView): number {
  switch (expiry?.kind) {
    case undefined:
      return Infinity;
    case 'withSession':
      return 0;
    case 'withKey':
    case 'orgEnds':
    case 'byDefaultPolicy':
      return Date.parse(expiry.at);
    case 'signInEnds':
      // A release without a month is still an end.
      return expiry.month === null ? Number.MAX_SAFE_INTEGER : Date.parse(expiry.month);
  }
}

function compareTexts(one: string, other: string): number {
  // Who has nobody and nothing comes last.
  if (one === '' || other === '') return Number(one === '') - Number(other === '');
  return byAlphabet(one, other);
}

/** Infinity less Infinity is no number. */
function compareNumbers(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** The queue first, then what is ready or will be, then what is in the way; what nothing is known of comes last. */
function rankOf({ isHub, blocker, move, stage }: BoardLine): number {
  return [move !== undefined, stage === 'ready', stage === 'waiting', isHub, blocker !== null, true].indexOf(true);
}

function compareObstacles(one: BoardLine, other: BoardLine): number {
  return rankOf(one) - rankOf(other) || compareTexts(one.blocker ?? '', other.blocker ?? '');
}

const comparisons: Record<BoardSort, (one: BoardLine, other: BoardLine) => number> = {
  name: ({ row: one }, { row: other }) => byAlphabet(one.name, other.name),
  authentication: ({ row: one }, { row: other }) => other.authentication.localeCompare(one.authentication),
  status: ({ row: one }, { row: other }) => byHealth(one, other),
  blocker: compareObstacles,
  deadline: ({ row: one }, { row: other }) => compareNumbers(endOf(one), endOf(other)),
  owner: ({ row: one }, { row: other }) => compareTexts(one.owner, other.owner),
};

/** What is known of moves. */
export interface KnownMoves {
  of: (id: string) => MoveView | undefined;
  ready: ReadonlySet<string>;
  waiting: ReadonlySet<string>;
}

function stageOf({ authentication, id }: ConnectionRowView, { ready, waiting }: KnownMoves): BoardStage {
  if (authentication === 'externalClientApp') return 'moved';
  if (waiting.has(id)) return 'waiting';
  return ready.has(id) ? 'ready' : 'toMove';
}

/** What dry runs found. */
export interface KnownChecks {
  of: (id: string) => MoveCheckView | undefined;
}

/** Whether a connection has its place on the board: it is to be moved, or the queue has moved it. */
function isOnBoard({ authentication, id }: ConnectionRowView, moves: KnownMoves): boolean {
  return authentication !== 'externalClientApp' || moves.of(id)?.state.kind === 'moved';
}

/** The connections that are not on an External Client App, and those that the queue has moved to one. */
export function boardLines(
  rows: ConnectionRowView[],
  hubs: ReadonlySet<string>,
  moves: KnownMoves,
  checks: KnownChecks,
): BoardLine[] {
  return rows
    .filter((row) => isOnBoard(row, moves))
    .map((row) => ({
      key: row.id,
      stops: true,
      row,
      isHub: hubs.has(row.id),
      move: moves.of(row.id),
      stage: stageOf(row, moves),
      check: checks.of(row.id),
      blocker: blockerOf(row),
    }));
}

/** How many are how far. A Dev Hub goes nowhere. */
export function stageCounts(lines: BoardLine[]): Record<BoardStage, number> {
  const counts = { toMove: 0, waiting: 0, ready: 0, moved: 0 };
  for (const { isHub, stage } of lines) if (!isHub) counts[stage] += 1;
  return counts;
}

/** The heading above those that are moved. */
export interface BoardGroup {
  key: 'group moved';
  stops: false;
  count: number;
}

/** What the table shows: what is still to do by a column, and below a heading what is moved. */
export function boardItems(lines: BoardLine[], order: BoardOrder): (BoardLine | BoardGroup)[] {
  const isMoved = ({ stage }: BoardLine) => stage === 'moved';
  const moved = sortedLines(lines.filter(isMoved), order);
  const rest = sortedLines(
    lines.filter((line) => !isMoved(line)),
    order,
  );
  if (moved.length === 0) return rest;
  return [...rest, { key: 'group moved', stops: false, count: moved.length }, ...moved];
}

/** The lines by a column; those that are alike by name. */
export function sortedLines(lines: BoardLine[], { sort, descending }: BoardOrder): BoardLine[] {
  const compare = comparisons[sort];
  const turn = descending ? -1 : 1;
  return [...lines].sort((one, other) => turn * compare(one, other) || comparisons.name(one, other));
}
