import type {
  AttemptView,
  ConnectedView,
  DraftView,
  FailedView,
  RunningView,
  TargetView,
  WizardStepView,
} from '../../backend/generated';

/** What the wizard shows. Follows from the draft and the sign-in alone, so there is no flag to forget. */
export type Screen =
  | { kind: 'loading' }
  | { kind: 'gone' }
  | { kind: 'prerequisites'; draft: DraftView }
  | { kind: 'credentials'; draft: DraftView }
  | { kind: 'creation'; draft: DraftView }
  | { kind: 'authorization'; running: RunningView }
  | { kind: 'failure'; failed: FailedView }
  | { kind: 'result'; connected: ConnectedView };

/** What is known of the draft: not yet asked, not there, or its view. */
export type Found = DraftView | 'unknown' | 'gone';

/** Where a draft is: at a step, or with the app that Orgkeep creates for it. */
export type Place = WizardStepView | 'creation';

/** The screen of a draft. The sign-in comes first: it may have consumed the draft. */
export function screenOf(id: string, found: Found, place: Place, attempt: AttemptView | null): Screen {
  if (attempt === null) return { kind: 'loading' };
  return signInScreen(id, attempt) ?? draftScreen(found, place);
}

function signInScreen(id: string, attempt: AttemptView): Screen | null {
  switch (attempt.kind) {
    case 'idle':
      return null;
    case 'running':
      return isFor(id, attempt.attempt.target) ? { kind: 'authorization', running: attempt.attempt } : null;
    case 'failed':
      return isFor(id, attempt.failed.target) ? { kind: 'failure', failed: attempt.failed } : null;
    case 'connected':
      return isFor(id, attempt.connected.target) ? { kind: 'result', connected: attempt.connected } : null;
  }
}

/** A connection's sign-in is no draft's, whatever the ids are. */
function isFor(draft: string, target: TargetView): boolean {
  return target.kind === 'draft' && target.id === draft;
}

function draftScreen(found: Found, place: Place): Screen {
  if (found === 'unknown') return { kind: 'loading' };
  if (found === 'gone') return { kind: 'gone' };
  return { kind: place, draft: found };
}

/** The name of the sign-in of something else, which must end before this one can begin. */
export function foreignSignIn(id: string, attempt: AttemptView | null): string | null {
  return attempt?.kind === 'running' && !isFor(id, attempt.attempt.target) ? attempt.attempt.name : null;
}

/** The steps in the rail. */
export type RailStep = 'prerequisites' | 'credentials' | 'authorization' | 'result';
export type RailState = 'done' | 'now' | 'failed' | 'later';

export const railSteps: readonly RailStep[] = ['prerequisites', 'credentials', 'authorization', 'result'];

/** Where each step of the rail stands. */
export function railState(step: RailStep, screen: Screen): RailState {
  const at = railSteps.indexOf(railStepOf(screen));
  const index = railSteps.indexOf(step);
  if (index === at) {
    if (screen.kind === 'failure') return 'failed';
    return screen.kind === 'result' ? 'done' : 'now';
  }
  return index < at ? 'done' : 'later';
}

/** The step of the rail that a screen belongs to. */
export function railStepOf(screen: Screen): RailStep {
  switch (screen.kind) {
    case 'loading':
    case 'gone':
    case 'prerequisites':
    case 'creation':
      return 'prerequisites';
    case 'credentials':
      return 'credentials';
    case 'authorization':
    case 'failure':
      return 'authorization';
    case 'result':
      return 'result';
  }
}
