import { expect, test } from 'vitest';
import type { ConnectionRowView, ExpiryView, MoveView, VerdictGroupId } from '../../src/backend/generated';
import { fleet } from '../../src/backend/fake/fleet';
import {
  boardItems,
  boardLines,
  sortedLines,
  stageCounts,
  type BoardSort,
  type KnownChecks,
  type KnownMoves,
} from '../../src/features/connections/board/board';

const noMoves: KnownMoves = { of: () => undefined, ready: new Set(), waiting: new Set() };
const noChecks: KnownChecks = { of: () => undefined };
const [sample] = fleet().map(({ row }) => row);

function row(name: string, more: Partial<ConnectionRowView> = {}): ConnectionRowView {
  if (!sample) throw new Error('There are samples.');
  return {
    ...sample,
    id: name,
    name,
    authentication: 'connectedApp',
    owner: '',
    expiry: null,
    lastTest: null,
    ...more,
  };
}

function tested(group: VerdictGroupId, inForce = true): ConnectionRowView['lastTest'] {
  return {
    verdict: 'refused',
    group,
    at: '2026-11-20T08:00:00Z',
    milliseconds: 90,
    authorizedAt: '2026-11-01T08:00:00Z',
    inForce,
  };
}

function order(rows: ConnectionRowView[], sort: BoardSort, descending = false): string[] {
  return sortedLines(boardLines(rows, new Set(), noMoves, noChecks), { sort, descending }).map(({ key }) => key);
}

test('what is on an External Client App is not on the board', () => {
  const rows = [row('A', { authentication: 'externalClientApp' }), row('B'), row('C', { authentication: 'standard' })];
  expect(boardLines(rows, new Set(['B']), noMoves, noChecks).map(({ key, isHub }) => [key, isHub])).toEqual([
    ['B', true],
    ['C', false],
  ]);
});

test('the nearest end comes first, and what has none last, either way by name among equals', () => {
  const june: ExpiryView = { kind: 'signInEnds', release: 'Summer ’27', month: '2027-06' };
  const rows = [
    row('none 1'),
    row('none 2'),
    row('release', { expiry: { ...june, month: null } }),
    row('June', { expiry: june }),
    row('policy', { expiry: { kind: 'byDefaultPolicy', at: '2027-01-01T00:00:00Z' } }),
    row('session', { expiry: { kind: 'withSession' } }),
  ];
  const near = ['session', 'policy', 'June', 'release'];
  expect(order(rows, 'deadline')).toEqual([...near, 'none 1', 'none 2']);
  expect(order(rows, 'deadline', true)).toEqual(['none 1', 'none 2', ...near.reverse()]);
});

test('a test tells what is in the way, unless a new app mends it or the test is history', () => {
  const rows = [
    row('gone', { lastTest: tested('orgGone') }),
    row('app', { lastTest: tested('appBlocked') }),
    row('before', { lastTest: tested('orgGone', false) }),
  ];
  const blockers = boardLines(rows, new Set(), noMoves, noChecks).map(({ blocker }) => blocker);
  expect(blockers).toEqual(['The org lets nobody in', null, null]);
  expect(order(rows, 'blocker')).toEqual(['gone', 'app', 'before']);
});

test('who looks after it is by the alphabet, and nobody comes last', () => {
  const rows = [row('A'), row('B', { owner: 'Release' }), row('C', { owner: 'Care' })];
  expect(order(rows, 'owner')).toEqual(['C', 'B', 'A']);
});

test('by status, what needs a person comes first and what works comes last', () => {
  const healths = ['connected', 'untested', 'unreachable', 'appBlocked', 'signInAgain'] as const;
  const rows = healths.map((health) => row(health, { health }));
  expect(order(rows, 'status')).toEqual([...healths].reverse());
  expect(order(rows, 'status', true)).toEqual([...healths]);
});

test('what the queue knows comes first, then what is ready, then what is in the way', () => {
  const rows = [row('A'), row('B', { lastTest: tested('orgGone') }), row('C'), row('D'), row('E')];
  const move = (connection: string): MoveView => ({
    connection,
    cameFrom: 'connectedApp',
    state: { kind: 'waiting' },
    changedAt: '2026-11-20T08:00:00Z',
  });
  const moves: KnownMoves = {
    of: (id) => (id === 'D' ? move(id) : undefined),
    ready: new Set(['C', 'D', 'E']),
    waiting: new Set(['E']),
  };
  const lines = sortedLines(boardLines(rows, new Set(), moves, noChecks), { sort: 'blocker', descending: false });
  expect(lines.map(({ key }) => key)).toEqual(['D', 'C', 'E', 'B', 'A']);
  expect(lines.map(({ stage }) => stage)).toEqual(['ready', 'ready', 'waiting', 'toMove', 'toMove']);
});

test('names go by the alphabet, whatever their case, and by the value of their numbers', () => {
  const rows = ['acme 10', 'ACME 2', 'Zeta', 'ACME 1', 'éclair'].map((name) => row(name));
  expect(order(rows, 'name')).toEqual(['ACME 1', 'ACME 2', 'acme 10', 'éclair', 'Zeta']);
});

test('what the queue has moved stays below, under a heading of its own, and is counted', () => {
  const moved = (connection: string): MoveView => ({
    connection,
    cameFrom: 'connectedApp',
    state: { kind: 'moved' },
    changedAt: '2026-11-20T08:00:00Z',
  });
  const eca = { authentication: 'externalClientApp' } as const;
  const rows = [row('A', eca), row('B'), row('C', eca), row('D'), row('E'), row('gone back')];
  const moves: KnownMoves = {
    of: (id) => (['C', 'gone back'].includes(id) ? moved(id) : undefined),
    ready: new Set(['D']),
    waiting: new Set(),
  };
  const lines = boardLines(rows, new Set(['E']), moves, noChecks);
  const items = boardItems(lines, { sort: 'name', descending: false });
  expect(items.map(({ key }) => key)).toEqual(['B', 'D', 'E', 'gone back', 'group moved', 'C']);
  expect(stageCounts(lines)).toEqual({ toMove: 2, waiting: 0, ready: 1, moved: 1 });
});
