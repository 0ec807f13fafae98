import { date } from '../lib/time';

/** A new key and secret for the app of a connection. */
export const rotationText = {
  title: 'New key and secret',
  lead: 'Salesforce makes a new pair. The one before works for 30 days more, so nothing is interrupted.',
  go: 'Get a new pair…',
  going: 'Asking the org',
  dialogTitle: (name: string) => `A new key and secret for the app of “${name}”?`,
  dialogText:
    'The app in the org gets a new consumer key and secret, and Orgkeep keeps them sealed. Then you authenticate with them.',
  dialogOthers:
    'Every other program that signs in through this app needs the new pair within 30 days. It is shown in Setup, in the settings of the app.',
  dialogGo: 'Get a new pair',
  dialogGoing: 'Asking the org',
  production: 'This is a production org',
  confirm: 'Replace the key and secret in production',
  unfinishedTitle: 'A new key and secret are half-way',
  unfinished: 'This was cut off. Until it goes on, the connection uses the pair before.',
  goOn: 'Continue',
  undo: 'Undo',
  waitingTitle: (end: string) => `Authenticate with the new key before ${date(end)}`,
  waiting: 'The new pair is in force in the org. The one that this connection uses stops working then.',
  waitingOthers: 'So does every other program that signs in through this app with the pair before.',
  discarded:
    'The new pair was discarded here. Setup shows it in the settings of the app; type it while you authenticate.',
  authenticate: 'Authenticate',
  doneTitle: (end: string) => `The pair before works until ${date(end)}`,
  done: 'This connection uses the new one. Give it to every other program that signs in through this app.',
} as const;
