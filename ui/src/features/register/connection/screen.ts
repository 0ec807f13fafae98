import type {
  AttemptView,
  ConnectedView,
  ConnectionView,
  FailedView,
  RunningView,
  TargetView,
} from '../../../backend/generated';
import type { RailState } from '../screen';
/** What the page shows. Follows from the connection and the sign-in alone. */
export type Screen =
  | { kind: 'loading' }
  | { kind: 'gone' }
  | { kind: 'start'; connection: ConnectionView }
  | { kind: 'authorization'; running: RunningView }
  | { kind: 'failure'; failed: FailedView }
  | { kind: 'result'; connected: ConnectedView };

/** What is known of the connection: not yet asked, not there, or its view. */
export type Found = ConnectionView | 'unknown' | 'gone';

/** The screen of a connection. Its sign-in comes first. */
export function screenOf(id: string, found: Found, attempt: AttemptView | null): Screen {
  if (attempt === null) return { kind: 'loading' };
  return signInScreen(id, attempt) ?? startScreen(found);
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

function startScreen(found: Found): Screen {
  if (found === 'unknown') return { kind: 'loading' };
  return found === 'gone' ? { kind: 'gone' } : { kind: 'start', connection: found };
}

/** A draft's sign-in is no connection's, whatever the ids are. */
function isFor(connection: string, target: TargetView): boolean {
  return target.kind === 'connection' && target.id === connection;
}

/** The name of the sign-in of something else, which must end before this one can begin. */
export function foreignSignIn(id: string, attempt: AttemptView | null): string | null {
  return attempt?.kind === 'running' && !isFor(id, attempt.attempt.target) ? attempt.attempt.name : null;
}

/** Where each step of a rail stands, when one of them is shown. */
export function railStates<Step extends string>(
  steps: readonly Step[],
  at: Step,
  { kind }: Screen,
): { step: Step; state: RailState }[] {
  const place = steps.indexOf(at);
  const here = kind === 'failure' ? 'failed' : kind === 'result' ? 'done' : 'now';
  return steps.map((step, index) => ({ step, state: index === place ? here : index < place ? 'done' : 'later' }));
}

/** The steps of a sign-in that needs one page before it. */
export const signInSteps = ['start', 'authorization', 'result'] as const;

/** The one of them that a screen belongs to. */
export function signInStep({ kind }: Screen): (typeof signInSteps)[number] {
  if (kind === 'authorization' || kind === 'failure') return 'authorization';
  return kind === 'result' ? 'result' : 'start';
}
