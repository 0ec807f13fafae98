import type { LockReasonView, VaultView } from '../../backend/generated';
import { lockCopy, storeCopy, vaultText, type VaultCopy } from '../../text/vault';

/** What one of the vault's screens consists of. */
export interface VaultScreen {
  copy: VaultCopy;
  /** The passphrase form it carries. */
  form: 'choose' | 'open' | null;
  /** The word on the button that asks the keyring, if it can be asked. */
  ask: 'unlock' | 'again' | 'lookAgain' | null;
  note: string | null;
  /** Whether the key may be gone for good: then there are other ways. */
  ways: boolean;
  /** Whether the store can be put aside, so that another one takes its place. */
  aside: boolean;
}

const plain = { form: null, ask: null, note: null, ways: false, aside: false } as const;

function lockedScreen(reason: LockReasonView): VaultScreen {
  const copy = lockCopy[reason];
  switch (reason) {
    case 'keyringLocked':
      return { ...plain, copy, ask: 'unlock' };
    case 'noKeyYet':
      return { ...plain, copy, form: 'choose', ask: 'lookAgain', note: vaultText.passphrase.keyringInstead };
    case 'passphraseNeeded':
      return { ...plain, copy, form: 'open', ways: true };
    case 'keyringDenied':
    case 'keyringTimeout':
    case 'storeFailed':
      return { ...plain, copy, ask: 'again' };
    case 'keyringAbsent':
    case 'keyringEmpty':
    case 'keyringFailed':
    case 'keyForgotten':
    case 'keyMalformed':
    case 'keyWrong':
      return { ...plain, copy, ask: 'again', ways: true };
  }
}

/** The screen for a vault that is not open. */
export function screenOf(view: Exclude<VaultView, { kind: 'open' }>): VaultScreen {
  switch (view.kind) {
    case 'opening':
      return { ...plain, copy: vaultText.opening };
    case 'locked':
      return lockedScreen(view.reason);
    case 'unusable':
      return { ...plain, copy: storeCopy[view.reason], aside: view.reason === 'damaged' };
  }
}
