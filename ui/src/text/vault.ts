import type { CustodyView, LockReasonView, StoreReasonView } from '../backend/generated';

/** One calm screen. */
export interface VaultCopy {
  title: string;
  /** What happened. */
  happened: string;
  /** What to do. */
  toDo: string;
}

export const lockCopy: Record<LockReasonView, VaultCopy> = {
  keyringLocked: {
    title: 'The system keyring is locked',
    happened:
      'The vault opens with a key from your login keyring, which is locked. Nothing is lost: all connections wait in the vault.',
    toDo: 'Unlock the keyring. Your system asks for its password. Orgkeep does not see it.',
  },
  keyringAbsent: {
    title: 'The system keyring is not running',
    happened:
      'The vault’s key is in a system keyring, and none answers in this session. Nothing is lost: key and connections are where they were.',
    toDo: 'Start the keyring service, such as GNOME Keyring or KWallet, or sign in to your usual desktop session. Then try again.',
  },
  keyringEmpty: {
    title: 'The keyring service has no keyring',
    happened:
      'It answers, but there is no keyring in it that could hold the vault’s key. That happens under WSL, or before the first sign-in to a desktop. The connections are where they were.',
    toDo: 'If a keyring had the key before, bring that one back: a new one does not have it. Otherwise make one and set it as the default, for instance in Passwords and Keys. Then try again.',
  },
  keyringFailed: {
    title: 'The keyring cannot be used',
    happened:
      'It failed when Orgkeep asked it for the vault’s key, or would not keep it for longer than this session. Nothing is lost: key and connections are where they were.',
    toDo: 'Restart the keyring service, or sign out of your desktop session and in again. Then try again. The details say what is wrong.',
  },
  storeFailed: {
    title: 'The store failed',
    happened: 'Orgkeep could not read or write its store while it opened the vault. Nothing was changed.',
    toDo: 'Look at Diagnostics in Settings: it says what is wrong with the store or its disk. Then try again.',
  },
  noKeyYet: {
    title: 'Choose a passphrase for the vault',
    happened:
      'This computer has no keyring service that could hold the vault’s key. Nothing is stored yet. The key can come from a passphrase instead.',
    toDo: 'Orgkeep asks for it at each start and keeps it nowhere. Save a recovery sheet afterwards; without either, you sign in to each org again.',
  },
  keyringDenied: {
    title: 'The keyring was not opened',
    happened:
      'The request for the vault’s key was refused, by you or by the system. Nothing is lost: all connections wait in the vault.',
    toDo: 'Ask again, and allow it this time.',
  },
  keyringTimeout: {
    title: 'The keyring did not answer',
    happened:
      'Orgkeep asked for the vault’s key and waited, and no answer came. Nothing is lost: all connections wait in the vault.',
    toDo: 'Look for a window of your system that asks for the keyring password. It may be behind this one. Then try again.',
  },
  keyForgotten: {
    title: 'The keyring no longer has the key',
    happened:
      'The keyring answers, but the vault’s key is not in it. That happens after a new keyring was made or a password was reset. The vault itself is untouched.',
    toDo: 'Bring back the former keyring and try again, or use your recovery sheet. If there is neither, start over: the list stays, and you sign in to your orgs again.',
  },
  keyMalformed: {
    title: 'The keyring’s entry is not a key',
    happened:
      'What the keyring holds under Orgkeep’s name was changed by something else. The vault itself is untouched.',
    toDo: 'Bring back the entry, for instance from a backup of the keyring, or use your recovery sheet. If there is neither, start over: the list stays.',
  },
  keyWrong: {
    title: 'The key belongs to another vault',
    happened:
      'The keyring’s key does not fit this vault. That happens when Orgkeep’s data folder was copied from another computer or brought back from a backup. The vault itself is untouched.',
    toDo: 'Bring back the keyring that belongs to this vault, or use its recovery sheet. If there is neither, start over: the list stays.',
  },
  passphraseNeeded: {
    title: 'The vault opens with your passphrase',
    happened:
      'The vault’s key comes from a passphrase that you chose. Nothing is lost: all connections wait in the vault.',
    toDo: 'Enter it to go on. It is not kept.',
  },
};

export const storeCopy: Record<StoreReasonView, VaultCopy> = {
  newer: {
    title: 'A newer Orgkeep wrote this store',
    happened: 'This version cannot read what the newer one wrote, and does not try. Nothing was changed.',
    toDo: 'Open the newer Orgkeep, or install it again.',
  },
  networkFileSystem: {
    title: 'The store lies on a network drive',
    happened:
      'Over a network, two programs can write at once and damage the store. Orgkeep did not open it. Nothing was changed.',
    toDo: 'Move Orgkeep’s data folder to a drive of this computer, then start Orgkeep again.',
  },
  syncedFolder: {
    title: 'The store lies in a synchronized folder',
    happened:
      'Another program copies this folder to other computers while Orgkeep writes. That can damage the store, and brings its tokens to places that nobody meant. Orgkeep did not open it. Nothing was changed.',
    toDo: 'Move Orgkeep’s data folder out of the synchronized one, then start Orgkeep again. The details name the program.',
  },
  damaged: {
    title: 'The store is damaged',
    happened: 'Its file does not read as it was written. Orgkeep stopped before it changed anything.',
    toDo: 'Put the damaged file aside, and begin with a new store. It is kept as it is, and a backup can be restored afterwards.',
  },
  readOnly: {
    title: 'The store cannot be written',
    happened: 'The system does not let Orgkeep write to its data folder. Nothing was changed.',
    toDo: 'Check who owns the folder and its files, and whether its disk is read-only. Then start Orgkeep again.',
  },
  full: {
    title: 'The disk is full',
    happened: 'There is no room for what Orgkeep writes while it opens its store. Nothing was changed.',
    toDo: 'Make room on the disk of Orgkeep’s data folder, then start Orgkeep again.',
  },
  busy: {
    title: 'Another program holds the store',
    happened: 'It did not let go in time, so Orgkeep did not open the store. Nothing was changed.',
    toDo: 'Wait until the other Orgkeep command has ended, or end it. Then start Orgkeep again.',
  },
  inaccessible: {
    title: 'The store cannot be opened here',
    happened: 'The system does not let Orgkeep read or write its file. Nothing was changed.',
    toDo: 'Check that Orgkeep’s data folder and the files in it belong to you, then start Orgkeep again. The details say what the system told.',
  },
};

export const vaultText = {
  opening: {
    title: 'Waiting for the system keyring',
    happened: 'Orgkeep asked for the vault’s key. Your system may be asking you for the keyring password now.',
    toDo: 'Its window may be behind this one. Orgkeep does not see the password.',
    since: (time: string) => `Waiting for ${time}`,
    line: 'Waiting for the system keyring. Until it answers, nothing can be changed.',
  },
  buttons: {
    unlock: 'Unlock keyring',
    again: 'Try again',
    lookAgain: 'Look for a keyring again',
    asking: 'Asking the keyring',
    show: 'Show orgs without unlocking',
    practice: 'Try it with a practice org',
  },
  passphrase: {
    label: 'Passphrase',
    new: 'New passphrase',
    confirm: 'The same again',
    hint: 'At least 12 characters. Several words work well.',
    different: 'The two are not the same. Type both again.',
    missing: 'Enter the passphrase first.',
    open: 'Open the vault',
    opening: 'Opening the vault',
    choose: 'Use this passphrase',
    choosing: 'Making the vault',
    keyringInstead: 'Or start a keyring service, then look for it again. No passphrase is needed then.',
  },
  setAside: {
    button: 'Put it aside',
    title: 'Put the damaged store aside',
    lead: 'The file is renamed in its folder. Not a byte of it is changed, and nothing is deleted.',
    then: 'Orgkeep then begins with a new, empty store and a new key. The key of the damaged one stays where it is.',
    back: 'Names and hosts come back from a backup, if you have one. A backup holds no secrets: you sign in to your orgs again.',
    go: 'Put aside and begin anew',
    going: 'Putting it aside',
    done: 'A new store is open',
    where: 'The damaged store is here. Keep it until everything works.',
    nothing: 'The file reads as it was written again. It was opened where it is, and nothing was moved.',
    restore: 'Restore a backup',
    later: 'Go to list',
    path: 'path of the damaged store',
  },
  works: {
    title: 'Works meanwhile',
    lines: [
      'See the list and the last known status',
      'Search and filter',
      'Look at details, copy ids',
      'Blueprints and the source checker',
    ],
  },
  waits: {
    title: 'Waits for the vault',
    lines: [
      'Testing, opening and reauthenticating orgs',
      'Registering an org',
      'Renaming and removing',
      'Registrations not finished',
    ],
  },
  readOnly: {
    title: 'The vault is locked',
    text: 'You can look at everything. Nothing can be changed until the vault is open.',
    unlock: 'Unlock',
  },
  rail: { open: 'Vault open', opening: 'Waiting for keyring', locked: 'Vault locked', unusable: 'Store not usable' },
  custody: {
    keyring: 'The key is in the system keyring.',
    passphrase: 'The key comes from your passphrase.',
    practiceFile: 'The practice vault’s key is in a file, because nothing in it is real.',
  } satisfies Record<CustodyView, string>,
} as const;
