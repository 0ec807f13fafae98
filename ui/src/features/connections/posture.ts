import type { ConnectionRowView, PostureId } from '../../backend/generated';

/** What the last look at a connection's app came to, in one word. */
export function postureOf({ posture }: ConnectionRowView): PostureId {
  if (!posture) return 'unchecked';
  if (posture.risks > 0) return 'risky';
  return posture.differences > 0 ? 'differs' : 'sound';
}

/** How much there is to mend: the most first. What nobody has looked at comes last. */
export function byPosture(one: ConnectionRowView, other: ConnectionRowView): number {
  return weight(other) - weight(one);
}

function weight({ posture }: ConnectionRowView): number {
  return posture ? posture.risks * 1000 + posture.differences : -1;
}
