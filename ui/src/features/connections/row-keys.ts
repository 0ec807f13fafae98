import type { ConnectionRowView } from '../../backend/generated';
import type { Connections } from './connections.svelte';
import type { OrgGrid } from './grid.svelte';

interface Keys {
  connections: Connections;
  grid: OrgGrid;
  /** Whether the vault is open. */
  writable: boolean;
  open: (id: string) => void;
}

/** What a key does to the whole list. Says whether it did something. */
function onList({ connections, grid }: Keys, event: KeyboardEvent): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'a') connections.selection.all(grid.rows);
  else if (event.key === 'Escape' && connections.selection.ids.size > 0) connections.selection.clear();
  else return false;
  return true;
}

/** The rows that a key is meant for: those that are selected, or the one it was pressed at. */
function meant(connections: Connections, row: ConnectionRowView): ConnectionRowView[] {
  return connections.selection.ids.has(row.id) ? connections.selection.rows : [row];
}

function onRow({ connections, grid, writable, open }: Keys, row: ConnectionRowView, key: string): boolean {
  if (key === 'Enter') open(row.id);
  else if (key === ' ') connections.selection.toggle(row.id);
  else if (key === 'ContextMenu') grid.element(row.id)?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
  else if (!writable) return false;
  else if (key === 'F2') connections.edit(meant(connections, row));
  else if (key === 'Delete') connections.askToRemove(meant(connections, row));
  else if (key.toLowerCase() === 'f') void connections.toggleFavourite(meant(connections, row));
  else return false;
  return true;
}

/** Moves, and takes the rows along into the selection. */
function onExtending({ connections, grid }: Keys, key: string): boolean {
  const { active } = grid;
  if (active?.kind === 'row') connections.selection.begin(active.row.id);
  if (!grid.move(key)) return false;
  const reached = grid.active;
  if (reached?.kind === 'row') connections.selection.extend(reached.row.id, grid.rows);
  return true;
}

/** What a key does in the list. Says whether it did something. */
export function listKey(keys: Keys, event: KeyboardEvent): boolean {
  const { connections, grid } = keys;
  if (onList(keys, event)) return true;
  const item = grid.active;
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return false;
  const onButton = event.target instanceof HTMLElement && event.target.closest('button, input') !== null;
  if (onButton && (event.key === 'Enter' || event.key === ' ')) return false;
  if (event.key === 'F10' && event.shiftKey) return item.kind === 'row' && onRow(keys, item.row, 'ContextMenu');
  if (event.shiftKey) return onExtending(keys, event.key);
  if (item.kind === 'row') return onRow(keys, item.row, event.key) || grid.move(event.key);
  const folds = { ArrowLeft: !item.folded, ArrowRight: item.folded, Enter: true, ' ': true }[event.key];
  if (folds) void connections.fold(item.family.key);
  return folds ?? grid.move(event.key);
}
