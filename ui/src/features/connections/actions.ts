import type { ConnectionRowView, ConnectionView } from '../../backend/generated';
import type { Action } from '../../components/action';
import type { Toasts } from '../../components/toasts.svelte';
import { copyText } from '../../lib/copy';
import { common } from '../../text/common';
import { actionText } from '../../text/connections';
import { moveText } from '../../text/migrate';
import type { Connections } from './connections.svelte';

/** Copies and says so, because the menu that was pressed is gone by then. */
function copyAction(toasts: Toasts, label: string, what: string, value: string): Action {
  return {
    icon: 'copy',
    label,
    run: () => {
      void copyText(value).then((arrived) => {
        toasts.show(
          arrived
            ? { tone: 'success', title: actionText.copied(what), text: value }
            : { tone: 'warn', title: common.notCopied },
        );
      });
    },
  };
}

/** What of a connection can be copied. `loaded` is all that is known of it, once it is. */
export function copies(toasts: Toasts, row: ConnectionRowView, loaded: ConnectionView | null = null): Action[] {
  const known = [
    copyAction(toasts, actionText.copyOrgId, actionText.orgId, row.orgId),
    copyAction(toasts, actionText.copyUsername, actionText.username, row.username),
  ];
  if (loaded) known.push(copyAction(toasts, actionText.copyUserId, actionText.userId, loaded.userId));
  return known;
}

/** What can be done with a row, in groups that a line separates. */
export function rowActions(
  connections: Connections,
  toasts: Toasts,
  row: ConnectionRowView,
  open: () => void,
  migrate: (() => void) | null,
): Action[][] {
  return [
    [
      { icon: 'right', label: actionText.open, key: 'Enter', run: open },
      favourite(connections, row),
      selecting(connections, row),
    ],
    ...(migrate ? [[moveAction(migrate)]] : []),
    copies(toasts, row),
    changes(connections, row),
  ];
}

function favourite(connections: Connections, row: ConnectionRowView): Action {
  return {
    icon: 'star',
    label: row.favourite ? actionText.unfavourite : actionText.favourite,
    key: 'F',
    writes: true,
    run: () => void connections.toggleFavourite([row]),
  };
}

function selecting(connections: Connections, row: ConnectionRowView): Action {
  const selected = connections.selection.ids.has(row.id);
  return {
    icon: 'check',
    label: selected ? actionText.unselect : actionText.select,
    key: actionText.space,
    run: () => {
      connections.selection.toggle(row.id);
    },
  };
}

/** Moving to an External Client App. */
export function moveAction(run: () => void): Action {
  return { icon: 'swap', label: `${moveText.action}…`, writes: true, run };
}

/** Renaming and removing. */
export function changes(connections: Connections, row: ConnectionRowView): Action[] {
  return [
    {
      icon: 'pen',
      label: `${actionText.relabel}…`,
      key: 'F2',
      writes: true,
      run: () => (connections.dialog = { kind: 'relabel', row }),
    },
    {
      icon: 'trash',
      label: `${actionText.remove}…`,
      key: 'Del',
      danger: true,
      writes: true,
      run: () => (connections.dialog = { kind: 'remove', row }),
    },
  ];
}
