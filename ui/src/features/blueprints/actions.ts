import type { BlueprintSummaryView } from '../../backend/generated';
import type { Action } from '../../components/action';
import { mineText } from '../../text/blueprints';
import type { Desk } from './desk';

/** Takes a blueprint to the page that writes it as source. */
export function writeAsSource({ blueprints, go }: Desk, id: string): void {
  void blueprints.source.take({ kind: 'own', id });
  go({ kind: 'tab', tab: 'source' });
}

/** What can be done with one of the person’s own blueprints, in groups that a line separates. */
export function ownActions(desk: Desk, { id }: Pick<BlueprintSummaryView, 'id'>, remove: () => void): Action[][] {
  const { blueprints, go } = desk;
  const { menu } = mineText;
  const duplicate = async () => {
    const copy = await blueprints.duplicate(id);
    if (copy !== null) go({ kind: 'own', id: copy });
  };
  return [
    [
      { icon: 'copy', label: menu.duplicate, run: () => void duplicate() },
      {
        icon: 'compare',
        label: menu.compare,
        run: () => {
          go({ kind: 'compare', left: { kind: 'own', id }, right: null });
        },
      },
    ],
    [
      {
        icon: 'folder',
        label: menu.source,
        run: () => {
          writeAsSource(desk, id);
        },
      },
      { icon: 'check', label: menu.checklist, run: () => void blueprints.saveChecklist(id) },
      { icon: 'export', label: menu.export, run: () => void blueprints.export(id) },
    ],
    [{ icon: 'trash', label: menu.remove, danger: true, run: remove }],
  ];
}
