import type { AppGoalView, BegunAppView, CreationView, FailedAppView, MadeAppView } from '../../../backend/generated';

/** Where an app is that Orgkeep creates. */
export type Phase =
  | { kind: 'none' }
  | { kind: 'plan' }
  | { kind: 'starting' }
  | { kind: 'running'; app: BegunAppView }
  | { kind: 'made'; made: MadeAppView }
  | { kind: 'failed'; failed: FailedAppView }
  | { kind: 'undone'; app: BegunAppView };

/** What the person has done on this page. */
export interface Done {
  /** Asked what would happen. */
  opened: boolean;
  /** Begun something; before it is written down, nothing else tells what it is for. */
  began: boolean;
}

/** Where the app is that something is waiting for. What the program says comes first. */
export function phaseOf(view: CreationView | null, done: Done, isFor: (goal: AppGoalView) => boolean): Phase {
  return (view && told(view, done, isFor)) ?? { kind: done.opened ? 'plan' : 'none' };
}

function told({ state }: CreationView, { began }: Done, isFor: (goal: AppGoalView) => boolean): Phase | null {
  const isOurs = (app: BegunAppView | null) => (app?.goal ? isFor(app.goal) : began && app === null);
  switch (state.kind) {
    case 'idle':
      return null;
    case 'starting':
      return began ? { kind: 'starting' } : null;
    case 'running':
      return isOurs(state.app) ? { kind: 'running', app: state.app } : null;
    case 'made':
      return isOurs(state.made.app) ? { kind: 'made', made: state.made } : null;
    case 'undone':
      return isOurs(state.app) ? { kind: 'undone', app: state.app } : null;
    case 'failed':
      return isOurs(state.failed.app) ? { kind: 'failed', failed: state.failed } : null;
  }
}
