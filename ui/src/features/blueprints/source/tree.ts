import type { PlannedFileView } from '../../../backend/generated';

/** One row of a tree of files. */
export type TreeRow =
  | { kind: 'folder'; path: string; name: string; level: number; open: boolean }
  | { kind: 'file'; path: string; name: string; level: number; file: PlannedFileView };

interface Folder {
  path: string;
  name: string;
  folders: Map<string, Folder>;
  files: { name: string; file: PlannedFileView }[];
}

function folder(path: string, name: string): Folder {
  return { path, name, folders: new Map(), files: [] };
}

function gather(files: readonly PlannedFileView[]): Folder {
  const root = folder('', '');
  for (const file of files) {
    const steps = file.path.split('/');
    const name = steps.pop() ?? file.path;
    let at = root;
    for (const step of steps) {
      const next = at.folders.get(step) ?? folder(at.path === '' ? step : `${at.path}/${step}`, step);
      at.folders.set(step, next);
      at = next;
    }
    at.files.push({ name, file });
  }
  return root;
}

/** A folder with nothing in it but another folder is one row with it. */
function joined(one: Folder): Folder {
  const [only, ...more] = one.folders.values();
  if (only === undefined || more.length > 0 || one.files.length > 0) return one;
  const inner = joined(only);
  return { ...inner, name: `${one.name}/${inner.name}` };
}

function rows(parent: Folder, level: number, closed: readonly string[]): TreeRow[] {
  const folders = [...parent.folders.values()].map(joined).flatMap((each): TreeRow[] => {
    const open = !closed.includes(each.path);
    const row: TreeRow = { kind: 'folder', path: each.path, name: each.name, level, open };
    return open ? [row, ...rows(each, level + 1, closed)] : [row];
  });
  const files = parent.files.map(({ name, file }): TreeRow => ({ kind: 'file', path: file.path, name, level, file }));
  return [...folders, ...files];
}

/** The rows of a tree: folders first, those in `closed` without what is in them. */
export function treeRows(files: readonly PlannedFileView[], closed: readonly string[]): TreeRow[] {
  return rows(gather(files), 1, closed);
}

/** The row of the folder that a row stands in. */
export function parentOf(all: readonly TreeRow[], at: number): number {
  const level = all[at]?.level ?? 1;
  for (let index = at - 1; index >= 0; index -= 1) {
    if ((all[index]?.level ?? level) < level) return index;
  }
  return at;
}
