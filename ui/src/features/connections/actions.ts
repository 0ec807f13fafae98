import type { ConnectionRowView, ConnectionView } from '../../backend/generated';
import type { Action } from '../../components/action';
import type { Toasts } from '../../components/toasts.svelte';
import { copyText } from '../../lib/copy';
import { common } from '../../text/common';
import { actionText, detailsText } from '../../text/connections';
import { hubReasons } from '../../text/dev-hub';
import { exportText } from '../../text/list';
import { moveText } from '../../text/migrate';
import { openText, testText } from '../../text/testing';
import type { Connections } from './connections.svelte';
import { whyNotOpened } from './possible';

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
    copyAction(toasts, actionText.copyUrl, actionText.url, row.url),
  ];
  if (loaded) known.push(copyAction(toasts, actionText.copyUserId, actionText.userId, loaded.userId));
  return known;
}

/** Where the actions of a row lead that have a page of their own. */
export interface RowPages {
  onopen: (id: string) => void;
  onreauthenticate: (id: string) => void;
  onmigrate: (id: string) => void;
}

/** What can be done with a row, in groups that a line separates. */
export function rowActions(
  connections: Connections,
  toasts: Toasts,
  row: ConnectionRowView,
  { onopen, onreauthenticate, onmigrate }: RowPages,
): Action[][] {
  const move = moveAction(() => {
    onmigrate(row.id);
  });
  const again = reauthentication(connections, row, onreauthenticate);
  return [
    [
      {
        icon: 'right',
        label: actionText.open,
        key: 'Enter',
        run: () => {
          onopen(row.id);
        },
      },
      favourite(connections, row),
      selecting(connections, row),
    ],
    [testing(connections, row), again, opening(connections, row), ...(connections.isMovable(row) ? [move] : [])],
    [...copies(toasts, row), exporting(connections, row)],
    changes(connections, row),
  ];
}

function testing(connections: Connections, row: ConnectionRowView): Action {
  const runs = connections.tests.isTesting(row.id);
  return {
    icon: 'play',
    label: testText.test,
    writes: true,
    hindrance: runs ? testText.runs : null,
    run: () => void connections.tests.test(row.id),
  };
}

function opening(connections: Connections, row: ConnectionRowView): Action {
  return {
    icon: 'external',
    label: openText.open,
    writes: true,
    hindrance: whyNotOpened(row),
    run: () => void connections.openOrg(row.id),
  };
}

function reauthentication(
  connections: Connections,
  row: ConnectionRowView,
  onreauthenticate: (id: string) => void,
): Action {
  return {
    icon: 'refresh',
    label: `${detailsText.reauthenticate}…`,
    writes: true,
    hindrance: connections.isDevHub(row) ? hubReasons.registerAnother : null,
    run: () => {
      onreauthenticate(row.id);
    },
  };
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

/** A connection without its secrets, as a file. */
export function exporting(connections: Connections, row: ConnectionRowView): Action {
  return {
    icon: 'export',
    label: `${exportText.one}…`,
    run: () => void connections.exportInventory([row], 'json'),
  };
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
