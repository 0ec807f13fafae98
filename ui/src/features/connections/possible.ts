import type { ConnectionRowView } from '../../backend/generated';
import { loginText } from '../../text/authentication';
import { openText } from '../../text/testing';

/** Why an org cannot be opened through its connection; `null` where it can. */
export function whyNotOpened({ canOpen, authentication }: ConnectionRowView): string | null {
  if (canOpen) return null;
  return authentication === 'standard' ? loginText.notOpened : openText.blocked;
}
