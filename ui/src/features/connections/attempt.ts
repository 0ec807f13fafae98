import type { AttemptView, TargetView } from '../../backend/generated';

/** What the sign-in is for. */
export function targetOf(attempt: AttemptView): TargetView | null {
  switch (attempt.kind) {
    case 'idle':
      return null;
    case 'running':
      return attempt.attempt.target;
    case 'failed':
      return attempt.failed.target;
    case 'connected':
      return attempt.connected.target;
  }
}

/** The draft that the sign-in is for, if it is for one. */
export function draftOf(attempt: AttemptView): string | null {
  const target = targetOf(attempt);
  return target?.kind === 'draft' ? target.id : null;
}
