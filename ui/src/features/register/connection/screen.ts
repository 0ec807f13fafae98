import type {
  AttemptView,
  ConnectedView,
  ConnectionView,
  FailedView,
  PurposeView,
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

/** What a page is about: a connection, and what it signs in for. */
export interface Errand {
  id: string;
  purpose: PurposeView;
}

/** The screen of a connection. Its sign-in comes first. */
export function screenOf(errand: Errand, found: Found, attempt: AttemptView | null): Screen {
  if (attempt === null) return { kind: 'loading' };
  return signInScreen(errand, attempt) ?? startScreen(found);
}

function signInScreen(errand: Errand, attempt: AttemptView): Screen | null {
  switch (attempt.kind) {
    case 'idle':
      return null;
    case 'running':
      return isFor(errand, attempt.attempt.target) ? { kind: 'authorization', running: attempt.attempt } : null;
    case 'failed':
      return isFor(errand, attempt.failed.target) ? { kind: 'failure', failed: attempt.failed } : null;
    case 'connected':
      return isFor(errand, attempt.connected.target) ? { kind: 'result', connected: attempt.connected } : null;
  }
}

function startScreen(found: Found): Screen {
  if (found === 'unknown') return { kind: 'loading' };
  return found === 'gone' ? { kind: 'gone' } : { kind: 'start', connection: found };
}

/** A draft's sign-in is no connection's, whatever the ids are; and a move is not a way back. */
function isFor({ id, purpose }: Errand, target: TargetView): boolean {
  return target.kind === 'connection' && target.id === id && target.purpose === purpose;
}

/** The name of the sign-in of something else, which must end before this one can begin. */
export function foreignSignIn(errand: Errand, attempt: AttemptView | null): string | null {
  return attempt?.kind === 'running' && !isFor(errand, attempt.attempt.target) ? attempt.attempt.name : null;
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
