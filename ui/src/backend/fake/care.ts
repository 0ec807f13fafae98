import type { BackupView, CommandMap, CustodyView, NewKeyRequest, VaultCareView } from '../generated';
import { days, minutesAgo, weeks } from './moments';
import { refuse } from './refuse';
import type { World } from './world';

type Answer<Name extends keyof CommandMap> = (request: CommandMap[Name]['request']) => CommandMap[Name]['view'];
type Names =
  | 'set_store_aside'
  | 'vault_care'
  | 'change_key'
  | 'start_over'
  | 'save_recovery_sheet'
  | 'revoke_recovery_sheet'
  | 'recover_vault'
  | 'recall_passphrase'
  | 'give_up_lost_keys'
  | 'save_backup'
  | 'choose_backup'
  | 'open_backup'
  | 'restore_backup';

/** The passphrase that opens the samples' vault and its backups. */
export const rightPassphrase = 'correct horse battery';

/** What stands on the samples' recovery sheet. */
const rightKey = '7K3QW-0M4TA-ZZ1P8-H5N2E-9RX6V-B3D7G-Q8S1J-C4Y0F';

const shortest = 12;

function sampleBackup(): BackupView {
  return {
    madeAt: minutesAgo(9 * days),
    madeBy: '0.1.0',
    connections: ['Larkfield Production', 'Larkfield Sandbox QA', 'Oldtown Production'],
    connectionsThere: 8,
    blueprints: ['Release tools'],
    blueprintsThere: 1,
    drafts: 1,
    draftsThere: 0,
    settings: 0,
  };
}

/** The vault's key in the samples. `lost` begins with values that wait for a lost key. */
export class Caring {
  readonly #world: World;
  #since = minutesAgo(31 * weeks);
  #recoveryMadeAt: string | null = null;
  #lost: VaultCareView['lost'] = [];

  constructor(world: World, query: URLSearchParams) {
    this.#world = world;
    if (query.get('sheet')) this.#recoveryMadeAt = minutesAgo(3 * weeks);
    if (query.get('lost')) this.#lost = [{ lostAt: minutesAgo(2 * days), entries: 14, fromPassphrase: true }];
  }

  readonly answers: { [Name in Names]: Answer<Name> } = {
    set_store_aside: () => {
      // The page loads itself anew then; the address decides what it finds.
      history.replaceState(null, '', '?scene=empty');
      return { path: '…/orgkeep/vault/orgkeep-damaged-20261122-091500.db' };
    },
    vault_care: () => this.#view(),
    change_key: ({ current, new: wanted }) => {
      if (this.#custody() === 'passphrase' && current !== rightPassphrase) refuse('passphraseWrong', 'it did not open');
      this.#renew(wanted);
      this.#recoveryMadeAt = null;
      return this.#view();
    },
    start_over: ({ confirmation, new: wanted }) => {
      if (confirmation.trim() !== 'start over') refuse('invalid', 'it was not confirmed');
      this.#renew(wanted);
      this.#lost = [{ lostAt: minutesAgo(0), entries: 14, fromPassphrase: false }];
      return {};
    },
    save_recovery_sheet: () => {
      const path = this.#world.chosenPath('Orgkeep recovery sheet.html');
      if (path) this.#recoveryMadeAt = minutesAgo(0);
      return { path };
    },
    revoke_recovery_sheet: () => {
      this.#recoveryMadeAt = null;
      return this.#view();
    },
    recover_vault: ({ key, new: wanted }) => {
      const [typed, right] = [key, rightKey].map((text) => text.replace(/[\s-]/g, '').toUpperCase());
      if (typed === undefined || right === undefined || typed.length !== right.length) return { kind: 'incomplete' };
      const wrong = Array.from(typed).findIndex((sign, place) => sign !== right[place]);
      if (wrong >= 0) return { kind: 'mistyped', group: Math.floor(wrong / 5) + 1 };
      if (this.#world.vault.value.kind === 'open') {
        this.#lost = [];
        return { kind: 'takenBack' };
      }
      this.#renew(wanted);
      return { kind: 'opened' };
    },
    recall_passphrase: ({ passphrase }) => {
      if (passphrase !== rightPassphrase) refuse('passphraseWrong', 'no lost key came from it');
      this.#lost = [];
      return this.#view();
    },
    give_up_lost_keys: () => {
      this.#lost = [];
      return this.#view();
    },
    save_backup: ({ passphrase }) => {
      if (passphrase.length < shortest) refuse('passphraseTooShort', 'the passphrase is too short');
      return { path: this.#world.chosenPath('Orgkeep 2026-11-21.orgkeep-backup') };
    },
    choose_backup: () => ({ path: this.#world.chosenPath('Orgkeep 2026-11-12.orgkeep-backup') }),
    open_backup: ({ passphrase }) =>
      passphrase === rightPassphrase ? sampleBackup() : refuse('backupPassphrase', 'the check did not open'),
    restore_backup: () => sampleBackup(),
  };

  #custody(): CustodyView {
    const view = this.#world.vault.value;
    if (view.kind === 'open') return view.custody;
    return view.kind === 'locked' && view.reason === 'passphraseNeeded' ? 'passphrase' : 'keyring';
  }

  #renew(wanted: NewKeyRequest): void {
    if (wanted.kind === 'passphrase' && wanted.passphrase.length < shortest) {
      refuse('passphraseTooShort', 'the passphrase is too short');
    }
    this.#since = minutesAgo(0);
    this.#world.vault.set({ kind: 'open', custody: wanted.kind });
  }

  #view(): VaultCareView {
    return {
      vault: '7c1e09ab',
      custody: this.#custody(),
      since: this.#since,
      recoveryMadeAt: this.#recoveryMadeAt,
      lost: this.#lost,
    };
  }
}
