import type { PostureView } from '../backend/generated';
import { exact } from '../lib/time';
import { deviationsText } from './connections';

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

function risks({ risks }: PostureView): string {
  return risks === 0 ? 'No risks' : plural(risks, 'risk', 'risks');
}

function differences({ compared, differences }: PostureView): string {
  if (!compared) return 'not compared';
  return differences === 0 ? 'no differences' : plural(differences, 'difference', 'differences');
}

/** What the last look at an app found, in the list. */
export const postureText = {
  short: (posture: PostureView) =>
    posture.risks === 0 && posture.differences > 0 ? differences(posture) : risks(posture),
  all: (posture: PostureView) => `${risks(posture)}, ${differences(posture)}. Checked ${exact(posture.at)}`,
  none: '—',
  never: 'The app was not checked yet',
} as const;

/** The app that a connection signs in through, beside what it should be. */
export const appCheckText = {
  title: 'Check the app',
  lead: 'Reads the app in the org and names what is risky about it. Nothing is changed.',
  against: 'Compare with',
  usual: 'What it is for',
  byOrder: 'Compared with what Orgkeep was asked to create.',
  byProducts: 'Orgkeep did not create this app. It was compared with what the connection’s products ask for.',
  preset: (title: string) => `Product: ${title}`,
  own: (name: string) => `Blueprint: ${name}`,
  go: 'Check the app',
  going: 'Asking the org',
  again: 'Check again',
  found: (name: string) => `The app ${name}`,
  fine: deviationsText.nothingDiffers,
  notCompared: 'Not compared',
  notComparedText:
    'Orgkeep did not create this app, and the connection’s products do not say all of it. Choose a blueprint to compare it with.',
  differs: (count: number) =>
    count === 1 ? '1 setting is not what it should be' : `${count} settings are not what they should be`,
  wanted: 'Should be',
  risks: 'What is risky',
  noRisks: 'Nothing that Orgkeep knows of is risky about it.',
  noAppTitle: 'This app cannot be read',
  noApp:
    'The org has no External Client App with this connection’s key. It is a Connected App, or it was installed with a package. Look at it in Setup.',
  apply: 'Apply policies…',
  applyNote: 'Writes the policies as they should be. Scopes, callback and security are changed in Setup.',
  onlyApp: 'The differences are not in its policies. They are changed in Setup.',
  dialogTitle: (name: string) => `Apply the policies of “${name}”?`,
  dialogText: (app: string, against: string) =>
    `Orgkeep writes the policies of the app ${app} in the org. They are taken from: ${against}. Whoever signs in through the app is affected.`,
  fromOrder: 'what Orgkeep was asked to create',
  fromProducts: 'what the connection’s products ask for',
  dialogGo: 'Apply',
  dialogGoing: 'Applying',
  production: 'This is a production org',
  confirm: 'Change the policies in production',
  applied: 'The policies were written',
  appliedText: 'The app was looked at once more. What it is now stands below.',
} as const;
