import type { ConnectionRowView, PlannedAppView } from '../../../backend/generated';
import { isProduction } from '../../../lib/environment';
import { blockedText, planText } from '../../../text/creating';
import type { Creation } from './creation.svelte';

/** Why the app cannot be created yet; nothing if it can. */
export function blockedBecause(creation: Creation): string | null {
  if (creation.maker === null) return blockedText.maker;
  if (creation.looking) return blockedText.looking;
  switch (creation.plan?.kind) {
    case undefined:
      return blockedText.stale;
    case 'unfit':
      return blockedText.unfit;
    case 'hindered':
      return blockedText.hindered;
    case 'planned':
      return undecided(creation.plan.plan, creation);
  }
}

/** Whether the org, or what somebody calls it, is a reason to ask once more. */
export function isProductionPlan(planned: PlannedAppView, maker: ConnectionRowView | null): boolean {
  return planned.production || (maker !== null && isProduction(maker));
}

function undecided(planned: PlannedAppView, creation: Creation): string | null {
  const { standing, trial } = planned;
  if (standing.kind === 'connectedApp') return blockedText.connectedApp;
  if (standing.kind === 'notChangeable') return blockedText.notChangeable;
  if (trial.kind === 'refused') return blockedText.refused;
  if (standing.kind === 'different' && !creation.changesExisting) return blockedText.changes;
  return isProductionPlan(planned, creation.row) && !creation.confirmed ? blockedText.confirm : null;
}

/** What the button does. */
export function goText(planned: PlannedAppView | null): string {
  switch (planned?.standing.kind) {
    case 'same':
      return planText.adopt;
    case 'different':
      return planText.change;
    case 'free':
    case 'notChangeable':
    case 'connectedApp':
    case undefined:
      return planText.create;
  }
}
