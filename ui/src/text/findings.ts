import type { CheckView, FindingView } from '../backend/generated';
import { causeCopy } from './causes';
import { subjectAsks, skippedText } from './checks';

/** Words, or words around the finding's own value. */
type Told = string | ((detail: string | null) => string);

export interface FindingCopy {
  /** What was found. */
  title: Told;
  /** What to do about it. None where nothing is to do. */
  fix?: Told;
}

const callback = 'http://localhost:33333';
const oauthSettings = 'Setup, External Client App Manager, your app, Settings tab, OAuth Settings';

/** With the value where it is known, and without it where it is not. */
function known(withIt: (detail: string) => string, without: string): Told {
  return (detail) => (detail === null ? without : withIt(detail));
}

function plural(count: string, one: string, many: string): string {
  return count === '1' ? `1 ${one}` : `${count} ${many}`;
}

/** Seconds that a clock is off, as a person says it. */
function off(detail: string): string {
  const seconds = Math.round(Number(detail));
  const size = Math.abs(seconds);
  const amount = size < 120 ? `${size} seconds` : size < 7200 ? `${Math.round(size / 60)} minutes` : hours(size);
  return `${amount} ${seconds > 0 ? 'ahead' : 'behind'}`;
}

function hours(seconds: number): string {
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
}

const address = {
  addressFine: { title: known((host) => `Sign-in happens at ${host}.`, 'The address is fine.') },
  addressGeneric: {
    title: known((host) => `${host} serves every org.`, 'A generic address serves every org.'),
    fix: 'A Local app works in its own org only. Enter the org’s My Domain, or sign in to exactly the org that has the app.',
  },
  addressConfirmed: { title: known((host) => `You confirmed ${host}.`, 'You confirmed this host.') },
  addressUnusable: {
    title: 'The address cannot be used as it is.',
    fix: 'Its field says what to change, or to confirm.',
  },
} satisfies Partial<Record<FindingView, FindingCopy>>;

const network = {
  serverAnswers: { title: 'The server answers as Salesforce does.' },
  nameUnknown: {
    title: known((host) => `${host} is not found.`, 'The name is not found.'),
    fix: 'Open any web page. If that fails too, this computer is offline. If it works, look for a slip in the Login URL.',
  },
  serverUnreachable: {
    title: 'The connection is refused.',
    fix: 'Let HTTPS to this host through the firewall or VPN, or use another network.',
  },
  addressPrivate: {
    title: 'The name leads into a private network.',
    fix: 'Connect asks about the address first. Say yes only if you know the server there.',
  },
  serverSlow: {
    title: 'No answer came in time.',
    fix: 'Try without the VPN or on another network. trust.salesforce.com shows the state of your instance.',
  },
  certificateUnknown: {
    title: 'This computer does not trust the certificate’s authority.',
    fix: 'If your company inspects TLS, have its root certificate put into the system’s certificate store. Orgkeep reads it there.',
  },
  certificateExpired: {
    title: 'The certificate is out of date, or this computer’s clock is wrong.',
    fix: 'Set date and time first. If they are right, whatever inspects TLS in your network needs a new certificate.',
  },
  certificateOfAnother: {
    title: 'The certificate is another server’s.',
    fix: 'Something answers in Salesforce’s place. Check the Login URL, then leave the VPN or proxy that does it.',
  },
  certificateRefused: {
    title: 'The certificate cannot be trusted.',
    fix: 'Use another network, or ask who runs this one what stands between it and Salesforce.',
  },
  proxyPassword: {
    title: known((proxy) => `The proxy ${proxy} wants a password.`, 'The proxy wants a password.'),
    fix: 'Put it into the proxy of the system settings or into HTTPS_PROXY (http://user:password@host:port), then start Orgkeep again.',
  },
  proxyUnreachable: {
    title: known((proxy) => `The proxy ${proxy} does not answer.`, 'The proxy does not answer.'),
    fix: 'Start the VPN that leads to it, or take it out of the system settings and HTTPS_PROXY.',
  },
  captivePortal: {
    title: 'The network answers in Salesforce’s place.',
    fix: 'Open any web page in the browser and sign in to the network. Then verify again.',
  },
  serverBusy: {
    title: 'Salesforce is in maintenance or overloaded.',
    fix: 'Wait a little. trust.salesforce.com shows the state of your instance.',
  },
  answerUnexpected: {
    title: 'The answer is not Salesforce’s.',
    fix: 'Check the Login URL. If it is right, a proxy or security program changes the answers: try without it.',
  },
} satisfies Partial<Record<FindingView, FindingCopy>>;

const app = {
  orgFound: { title: known((id) => `This is ${id}.`, 'The org is known.') },
  orgConnected: {
    title: known(
      (id) => `This is ${id}; you already have a connection to it.`,
      'You already have a connection to this org.',
    ),
  },
  orgConnectedSameApp: {
    title: known(
      (id) => `This is ${id}; you already have a connection to it with this key.`,
      'You already have a connection to this org with this key.',
    ),
    fix: 'Sign in as another user for a second connection. With the same user, Orgkeep offers to update the one that you have.',
  },
  orgNotTold: { title: 'The address does not tell. The sign-in will.' },
  keyKnown: { title: 'Salesforce knows it.' },
  keyNotActiveYet: {
    title: 'A new key that is not active yet. Usually 10, up to 30 minutes.',
    fix: 'Choose Connect: Orgkeep counts down, and asks again by itself until the key is active.',
  },
  keyProbablyWrong: {
    title: 'Salesforce does not know it, and something speaks against it.',
    fix: `Copy it again: ${oauthSettings}, Consumer Key and Secret. The Login URL must lead to the org that has the app.`,
  },
  refused: {
    title: 'Salesforce refuses.',
    fix: 'Connect shows its reason, and what to do about it.',
  },
  callbackAccepted: { title: `The app lists ${callback}.` },
  callbackMismatch: {
    title: `The app does not list ${callback}.`,
    fix: `${oauthSettings}: add exactly this line, with http and without a slash at the end. A change can need 10 minutes.`,
  },
} satisfies Partial<Record<FindingView, FindingCopy>>;

const port = {
  portFree: { title: 'Port 33333 is free.' },
  portFreeWithoutIpv6: { title: 'Port 33333 is free. This computer has no IPv6, and none is needed.' },
  portOccupied: {
    title: known((holder) => `Port 33333 is in use by ${holder}.`, 'Port 33333 is in use by another program.'),
    fix: 'Close that program. The port cannot change: it is part of the callback URL.',
  },
  portReserved: {
    title: 'The system keeps port 33333 for itself.',
    fix: 'An administrator of this computer frees it: net stop winnat, then netsh int ipv4 add excludedportrange tcp 33333 1, then net start winnat.',
  },
  portUnavailable: {
    title: known((cause) => `Port 33333 cannot be used: ${cause}.`, 'Port 33333 cannot be used.'),
    fix: 'Let Orgkeep listen on localhost in your firewall or security program. Nothing is opened to the network.',
  },
} satisfies Partial<Record<FindingView, FindingCopy>>;

const vaultKey = {
  keyringOpen: { title: 'It came back from the system keyring as it was written.' },
  passphraseOpen: { title: 'It comes from your passphrase, and the vault is open.' },
  practiceKey: { title: 'The practice vault has its key in a file, because nothing in it is real.' },
  keyringAsked: {
    title: 'The system keyring is being asked.',
    fix: 'Look for a window of your system that asks for the keyring password. It may be behind this one.',
  },
  keyringLocked: {
    title: 'The system keyring is locked.',
    fix: 'Choose Vault locked at the left, then Unlock keyring. Your system asks for its password.',
  },
  keyringAbsent: {
    title: 'No keyring service answers in this session.',
    fix: 'Start GNOME Keyring or KWallet, or sign in to your usual desktop session. Then check again.',
  },
  keyringEmpty: {
    title: 'The keyring service has no keyring.',
    fix: 'If a keyring had the vault’s key, bring that one back. Otherwise make one and set it as the default, for instance in Passwords and Keys. Then check again.',
  },
  keyringFailed: {
    title: 'The keyring cannot be used.',
    fix: 'Restart the keyring service, or sign out of your desktop session and in again. Then check again.',
  },
  keyringDenied: {
    title: 'The keyring was not opened.',
    fix: 'Choose Vault locked at the left, then Try again, and allow it this time.',
  },
  keyringSilent: {
    title: 'The keyring does not answer.',
    fix: 'Look for a window that asks for its password. If there is none, restart the keyring service or sign out and in.',
  },
  keyForgotten: {
    title: 'The keyring no longer has the key.',
    fix: 'Bring the former keyring back, for instance from a backup. Nobody can read the vault without that key.',
  },
  keyNotOurs: {
    title: 'What the keyring holds is not this vault’s key.',
    fix: 'Bring back the keyring that belongs to this data folder, or the folder that belongs to this keyring.',
  },
  passphraseNeeded: {
    title: 'The vault waits for its passphrase.',
    fix: 'Choose Vault locked at the left and enter it.',
  },
} satisfies Partial<Record<FindingView, FindingCopy>>;

const computer = {
  clockRight: { title: 'It agrees with the server’s.' },
  clockOff: {
    title: known((seconds) => `It is ${off(seconds)}.`, 'It is off.'),
    fix: 'Switch on automatic date and time in the system settings. Certificates and codes depend on it.',
  },
  clockUnknown: { title: 'No server told the time, so it was not compared.' },
  storeSound: {
    title: known(
      (count) => `Each row is as it was written. ${plural(count, 'connection', 'connections')}.`,
      'Each row is as it was written.',
    ),
  },
  storeDamaged: {
    title: 'Rows of the store are not as they were written.',
    fix: 'Bring the data folder back from a backup, then start Orgkeep again. Keep the damaged one until all works.',
  },
  storeUnreadable: {
    title: 'The store’s file does not read as it was written.',
    fix: 'Start Orgkeep again. The page Orgs then offers to put the file aside, as it is, and to begin a new store, into which a backup can be restored.',
  },
  storeReadOnly: {
    title: 'The store cannot be written.',
    fix: 'Give your user the right to write to Orgkeep’s data folder, and check that its disk is not read-only.',
  },
  storeBusy: {
    title: 'Another program holds the store.',
    fix: 'Wait until the other Orgkeep command has ended, or end it. Then look again.',
  },
  storeExposed: {
    title: known((path) => `Other users can read ~/${path}.`, 'Other users can read the data folder.'),
    fix: known(
      (path) =>
        `On Linux and macOS: chmod -R go= "$HOME/${path}". On Windows: folder properties, Security, remove the other users.`,
      'Take the rights of the other users away.',
    ),
  },
  diskNearlyFull: {
    title: known((size) => `The disk is nearly full: ${size} MiB are left.`, 'The disk is nearly full.'),
    fix: 'Make room. A new token that cannot be written is lost.',
  },
  diskFull: {
    title: 'The disk, or your share of it, is full.',
    fix: 'Make room. A new token that cannot be written is lost.',
  },
  storeUnusable: {
    title: 'The store cannot be used.',
    fix: 'Choose Orgs at the left. The page there says why and what to do.',
  },
  databaseFine: { title: known((version) => `SQLite ${version}.`, 'The version is right.') },
  databaseUnsafe: {
    title: known((version) => `SQLite ${version} can lose data.`, 'This version can lose data.'),
    fix: 'Install the current version of Orgkeep. The library comes with it.',
  },
  proxyNone: { title: 'None is set. Connections are direct.' },
  proxyInUse: { title: known((proxy) => `${proxy} is set, and answers.`, 'One is set, and answers.') },
  certificatesFound: {
    title: known(
      (source) => (/^\d+$/.test(source) ? `The system trusts ${source} authorities.` : `Trusted ones: ${source}.`),
      'The system trusts authorities.',
    ),
  },
  certificatesMissing: {
    title: 'The system trusts no authority at all.',
    fix: 'On Linux, install the package ca-certificates. Elsewhere, repair the system’s certificate store.',
  },
  browserFound: { title: known((name) => `${name}.`, 'There is one.') },
  browserMissing: {
    title: 'No browser is found.',
    fix: 'Install one, or set a default browser in the system settings. Until then Copy link works in any browser here.',
  },
  versions: { title: known((versions) => versions, 'They are in the report.') },
} satisfies Partial<Record<FindingView, FindingCopy>>;

/** Complete: a new finding does not compile without its words. */
export const findings: Record<FindingView, FindingCopy> = {
  ...address,
  ...network,
  ...app,
  ...port,
  ...vaultKey,
  ...computer,
};

function say(told: Told, detail: string | null): string {
  return typeof told === 'string' ? told : told(detail);
}

/** One line in words. */
export interface CheckWords {
  found: string;
  fix: string | null;
}

/** What a check found and what to do; before that, what it will tell. */
export function checkWords({ subject, state, finding, detail, cause }: CheckView): CheckWords {
  if (cause !== null) return causeWords(cause);
  if (finding === null) return { found: state === 'skipped' ? skippedText(subject) : subjectAsks[subject], fix: null };
  const { title, fix } = findings[finding];
  return { found: say(title, detail), fix: fix === undefined ? null : say(fix, detail) };
}

/** Salesforce's refusal: the cause, and the first thing to do about it. */
function causeWords(cause: string): CheckWords {
  const { title, why, steps } = causeCopy(cause);
  const [first] = steps;
  const fix = first && [first.title, first.note].filter(Boolean).join(': ');
  return { found: `${title}. ${why}`, fix: fix === undefined ? null : fix.replace(/([^.])$/, '$1.') };
}
