import type { AttemptView } from '../../backend/generated';

/** The draft that the sign-in is for. */
export function draftOf(attempt: AttemptView): string | null {
  switch (attempt.kind) {
    case 'idle':
      return null;
    case 'running':
      return attempt.attempt.draft;
    case 'failed':
      return attempt.failed.draft;
    case 'connected':
      return attempt.connected.draft;
  }
}
