import type { ErrorCode } from '../backend/generated';

/** What a person is told when a command was not carried out. */
export interface ErrorCopy {
  title: string;
  happened: string;
  toDo: string;
}

/** Complete: a new code does not compile without its words. */
export const errors: Record<ErrorCode, ErrorCopy> = {
  vaultLocked: {
    title: 'The vault is locked',
    happened: 'This needs a secret from the vault, and the vault is not open. Nothing was changed.',
    toDo: 'Unlock the vault, then try again.',
  },
  passphraseWrong: {
    title: 'That is not the passphrase',
    happened: 'The passphrase does not open this vault. Nothing was changed.',
    toDo: 'Check upper and lower case and the keyboard layout, then try again.',
  },
  passphraseTooShort: {
    title: 'The passphrase is too short',
    happened: 'A short passphrase can be guessed by a program. It was not used.',
    toDo: 'Choose one of at least 12 characters. Several words work well.',
  },
  keyNotKept: {
    title: 'The keyring did not take the key',
    happened: 'Orgkeep asked the system keyring to keep a key, and it did not. The vault is as it was.',
    toDo: 'Start or unlock the keyring and try again, or use a passphrase.',
  },
  hostUnproven: {
    title: 'The login host has to be confirmed again',
    happened:
      'This connection signs in through a host of your own, and its secrets cannot be read. Nothing proves that the host was not changed.',
    toDo: 'Register the org once more and type its host. Orgkeep recognises the connection and keeps its entry.',
  },
  notFound: {
    title: 'It is no longer there',
    happened: 'It was removed meanwhile, perhaps in another window.',
    toDo: 'Go back to the list, which shows what there is now.',
  },
  invalid: {
    title: 'A value does not fit',
    happened: 'One of the values does not pass its check. Nothing was saved.',
    toDo: 'Correct the marked value, then try again.',
  },
  signInRunning: {
    title: 'A sign-in is already running',
    happened: 'Orgkeep signs in to one org at a time, because all answers arrive at the same port.',
    toDo: 'Finish or cancel the running sign-in first.',
  },
  testsRunning: {
    title: 'Tests are already running',
    happened: 'Orgkeep tests many connections in one run at a time.',
    toDo: 'Wait for the run to end, or cancel it first.',
  },
  creationRunning: {
    title: 'An app is already being created or undone',
    happened: 'Orgkeep works on one app at a time.',
    toDo: 'Wait until it is through, or undo it.',
  },
  appInUse: {
    title: 'A connection signs in through this app',
    happened: 'Without the app that connection would stop working. Nothing was removed.',
    toDo: 'Move or remove the connection first, then undo.',
  },
  tooLate: {
    title: 'Too late to cancel',
    happened: 'The connection is being saved, or the sign-in is over.',
    toDo: 'Wait a moment for the result. A saved connection can be removed.',
  },
  store: {
    title: 'The store did not answer',
    happened: 'Orgkeep could not read or write its file on this computer. What was saved before is untouched.',
    toDo: 'Check that the disk has room and the folder can be written, then try again.',
  },
  browser: {
    title: 'No browser opened',
    happened: 'The system did not open a browser for the address.',
    toDo: 'Copy the link and open it in a browser of your choice.',
  },
  clipboard: {
    title: 'Nothing was copied',
    happened: 'The clipboard did not take the text.',
    toDo: 'Try again, or select the text and copy it by hand.',
  },
  file: {
    title: 'A file or folder could not be used',
    happened: 'Orgkeep could not read or write it. What was there before is untouched.',
    toDo: 'Check that it is there and that you may read and write it, or choose another place.',
  },
  changed: {
    title: 'It has changed meanwhile',
    happened: 'What was shown is not what is there any more. Nothing was written.',
    toDo: 'Look at what is shown now, then decide.',
  },
  stopped: {
    title: 'It was stopped',
    happened: 'Somebody stopped it before it was through. Nothing was changed.',
    toDo: 'Begin again when you want the result.',
  },
  notABlueprint: {
    title: 'This file is not a blueprint',
    happened: 'It does not hold a blueprint that this version of Orgkeep can read. Nothing was imported.',
    toDo: 'Choose a file that Orgkeep has exported, unchanged.',
  },
  notAList: {
    title: 'This file is not a list',
    happened:
      'It is neither CSV with the names of its columns in the first line, nor a JSON array. Nothing was imported.',
    toDo: 'Save the list as CSV with the columns that are named here, and choose it again.',
  },
  notABackup: {
    title: 'This file is not a backup',
    happened: 'It does not begin as a backup of Orgkeep does, or is too long for one. Nothing was changed.',
    toDo: 'Choose a file that Orgkeep has saved as a backup.',
  },
  backupNewer: {
    title: 'A newer Orgkeep made this backup',
    happened: 'This version cannot read what the newer one wrote, and does not try. Nothing was changed.',
    toDo: 'Install the newer Orgkeep, then restore.',
  },
  backupPassphrase: {
    title: 'That is not the passphrase of the backup',
    happened: 'The passphrase does not open this file. Nothing was changed.',
    toDo: 'It is the one that was typed when the backup was saved. Check upper and lower case, then try again.',
  },
  backupDamaged: {
    title: 'The backup is damaged',
    happened: 'The file is cut off, or it was changed after it was saved. Nothing of it was taken in.',
    toDo: 'Copy the file again from where it was kept, or use another backup.',
  },
  backupOfOtherKind: {
    title: 'This backup belongs elsewhere',
    happened:
      'It was made in the practice window and this is the real one, or the other way round. Nothing was changed.',
    toDo: 'Restore it where it was made.',
  },
  practice: {
    title: 'The practice org did not start',
    happened: 'Orgkeep could not start its simulated Salesforce on this computer. Your connections are untouched.',
    toDo: 'Try again. The details say what stopped it.',
  },
  internal: {
    title: 'Orgkeep made a mistake',
    happened: 'Something happened that Orgkeep does not expect. What was saved before is untouched.',
    toDo: 'Try again. If it happens again, report it with the details.',
  },
};
