import type { AuthenticationView, DevHubRuleView, DevHubsView, DraftView, HubReasonView } from '../generated';
import { blankDraft, completed } from './drafts';
import type { World } from './world';

function rule(authentication: AuthenticationView, reason: HubReasonView | null, source: string): DevHubRuleView {
  return { authentication, allowed: reason === null, reason, seen: '2026-08', source };
}

const registering: DevHubRuleView[] = [
  rule('connectedApp', null, 'AutoRABIT ARM, Register an org through an External Client App'),
  rule('externalClientApp', 'signUpFails', 'forcedotcom/sfdx-core, messages/scratchOrgErrorCodes.md, C-1016'),
  rule('standard', 'noApp', 'forcedotcom/sfdx-core, src/org/scratchOrgInfoGenerator.ts'),
];

/** The samples' Dev Hubs: those of the list that are registered so. */
export function devHubs(world: World): DevHubsView {
  const rows = world.connections.value.rows;
  return { hubs: rows.filter(({ id }) => world.detail(id)?.isDevHubRegistration), registering };
}

/** The rule that keeps a Dev Hub as it is. */
export const neverAgain: DevHubRuleView = {
  ...rule('connectedApp', 'registerAnother', 'AutoRABIT ARM, Register an org through an External Client App'),
  seen: '2026-11',
};

/** The rule that keeps it from an External Client App. */
export const neverMoved = rule(
  'connectedApp',
  'signUpFails',
  'forcedotcom/sfdx-core, messages/scratchOrgErrorCodes.md, C-1016',
);

/** A registration of a Dev Hub. */
export function devHubDraft(id: string): DraftView {
  const draft = { ...blankDraft(id), isDevHub: true, step: 'credentials' as const };
  return completed(draft, { ...draft.fields, authentication: 'connectedApp' });
}
