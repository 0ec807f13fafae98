import type { CheckStateView, CheckView, SubjectView } from '../backend/generated';

/** What a check is about. */
export const subjectNames: Record<SubjectView, string> = {
  address: 'Login URL',
  network: 'Network',
  org: 'Org',
  key: 'Consumer ID',
  callback: 'Callback URL',
  port: 'Port 33333',
  keyring: 'Vault key',
  clock: 'Clock',
  store: 'Store',
  database: 'Database library',
  proxy: 'Proxy',
  certificates: 'Certificates',
  browser: 'Browser',
  versions: 'Versions',
};

/** What the check will tell, before it does. */
export const subjectAsks: Record<SubjectView, string> = {
  address: 'Whether it leads to a login host of Salesforce',
  network: 'Whether the server answers as Salesforce does',
  org: 'Which org is behind the address',
  key: 'Whether Salesforce knows it already',
  callback: 'Whether the app lists it',
  port: 'Whether it is free',
  keyring: 'Whether it comes back as it was written',
  clock: 'Whether it agrees with the server’s',
  store: 'Whether each row is as it was written',
  database: 'Whether it is a version that is safe',
  proxy: 'Whether one is set, and answers',
  certificates: 'Whether the system trusts any authority',
  browser: 'Whether there is one',
  versions: 'Of Orgkeep and of the system',
};

/** Where a check stands, in a word or two. */
export const checkStates: Record<CheckStateView, string> = {
  waiting: 'Not yet',
  running: 'Checking',
  fine: 'Fine',
  noted: 'Noted',
  inTime: 'Waiting',
  broken: 'To fix',
  skipped: 'Not looked at',
};

const needed: Partial<Record<SubjectView, string>> = {
  keyring: 'It needs a store that can be opened.',
  network: 'It needs a Login URL that can be used.',
  org: 'It needs a server that answers at the Login URL.',
  clock: 'It needs a server that answers at the Login URL.',
  key: 'It needs a server that answers at the Login URL, and a Consumer ID that can be used.',
  callback: 'It needs a Consumer ID that Salesforce knows.',
};

/** What hinders a check that was not made. */
export function skippedText(subject: SubjectView): string {
  return needed[subject] ?? 'It needs what is to fix before it.';
}

export const verifyText = {
  heading: 'Verify',
  lead: 'before you connect',
  verify: 'Verify',
  verifying: 'Verifying',
  needsAddress: 'It needs a Login URL that can be used.',
  needs: 'It needs a Login URL and a Consumer ID that can be used.',
  openConnection: (name: string) => `Show ${name}`,
  announceRunning: 'Verifying.',
};

function counted(checks: readonly CheckView[], state: CheckStateView): number {
  return checks.filter((check) => check.state === state).length;
}

/** What is left to do and to wait for: "1 to fix, 1 waiting"; nothing if nothing is. */
export function leftText(checks: readonly CheckView[]): string | null {
  const broken = counted(checks, 'broken');
  const inTime = counted(checks, 'inTime');
  const parts = [broken > 0 && `${broken} to fix`, inTime > 0 && `${inTime} waiting`];
  return parts.filter(Boolean).join(', ') || null;
}

/** What a screen reader hears when all checks are done. */
export function doneText(checks: readonly CheckView[]): string {
  const broken = checks.filter((check) => check.state === 'broken').map((check) => subjectNames[check.subject]);
  if (broken.length > 0) return `Verified. To fix: ${broken.join(', ')}.`;
  return counted(checks, 'inTime') > 0 ? 'Verified. The key is not active yet.' : 'Verified. Nothing to fix.';
}
