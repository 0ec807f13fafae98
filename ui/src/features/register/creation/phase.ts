import type { AppGoalView, BegunAppView, CreationView, FailedAppView, MadeAppView } from '../../../backend/generated';

/** Where an app is that Orgkeep creates. */
export type Phase =
  | { kind: 'none' }
  | { kind: 'plan' }
  | { kind: 'starting'; errand: Errand }
  | { kind: 'running'; app: BegunAppView }
  | { kind: 'made'; made: MadeAppView }
  | { kind: 'failed'; failed: FailedAppView }
  | { kind: 'undone'; app: BegunAppView };

/** What is begun with an app. */
export type Errand = 'create' | 'goOn' | 'undo';

/** What the person has done on this page. */
export interface Done {
  /** Asked what would happen. */
  opened: boolean;
  /** Begun here, and with what. */
  began: Errand | null;
  /** What was begun is not answered yet. */
  sending: boolean;
}

/** Where the app is that something is waiting for. What the program says comes first. */
export function phaseOf(view: CreationView | null, done: Done, isFor: (goal: AppGoalView) => boolean): Phase {
  return (view && told(view, done, isFor)) ?? { kind: done.opened ? 'plan' : 'none' };
}

function told({ state }: CreationView, { began, sending }: Done, isFor: (goal: AppGoalView) => boolean): Phase | null {
  const isOurs = ({ goal }: { goal: AppGoalView | null }) => goal !== null && isFor(goal);
  switch (state.kind) {
    case 'idle':
      // What runs is stopped before it is undone. A plan stays until its app is begun.
      return sending && began && began !== 'create' ? { kind: 'starting', errand: began } : null;
    case 'starting':
      return isOurs(state) ? { kind: 'starting', errand: began ?? 'create' } : null;
    case 'running':
      return isOurs(state.app) ? { kind: 'running', app: state.app } : null;
    case 'made':
      return isOurs(state.made.app) ? { kind: 'made', made: state.made } : null;
    case 'undone':
      return isOurs(state.app) ? { kind: 'undone', app: state.app } : null;
    case 'failed':
      return isOurs(state.failed) ? { kind: 'failed', failed: state.failed } : null;
  }
}
