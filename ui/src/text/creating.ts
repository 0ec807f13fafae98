import type {
  AppGoalView,
  AppPlanView,
  AppProblemView,
  AppStandingView,
  AppTrialView,
  BegunAppView,
} from '../backend/generated';
import { causeCopy, type CauseCopy } from './causes';

/** The button beside creating the app by hand. */
export const offerText = {
  title: 'Orgkeep can create this app',
  text: (maker: string) => `Through ${maker}. First you see what would happen.`,
  choose: 'Through a connection to the org. First you see what would happen.',
  go: 'Create it for me',
  goFirst: 'Create the app for me',
};

/** What would happen, before it does. */
export const planText = {
  title: 'What Orgkeep will create',
  through: 'Through the connection',
  none: 'Choose a connection',
  option: (name: string, username: string) => `${name} (${username})`,
  throughHint: 'The app is created in its org, and works in that org only.',
  label: 'External Client App Name',
  apiName: 'API Name',
  apiNameHint: 'Salesforce makes it of the name. It is hard to change later.',
  contact: 'Contact Email',
  contactMissing: 'Salesforce wants one for every app.',
  unfit: 'The app is not complete',
  contactHint: 'Salesforce writes there about the app.',
  contactProposed:
    'Salesforce writes there about the app. Taken from the user name: change it if no mail arrives there.',
  secret: 'With a consumer secret',
  secretNote: 'Not needed: the sign-in is protected by PKCE. Reading a secret changes an org setting for a moment.',
  secretWanted: 'The chosen products ask for a consumer secret.',
  happens: 'What happens',
  created: 'What is created',
  createdNote: 'In Salesforce’s own words, and in the order in which it is sent.',
  look: 'Check again',
  ready: 'The org has answered. Nothing stands in the way.',
  back: 'Back',
  create: 'Create',
  change: 'Change the app',
  adopt: 'Use this app',
  creating: 'Starting',
  production: 'This is a production org',
  confirm: (org: string) => `Create the app in ${org}, which is in production`,
  confirmMove: (org: string) => `Create the app in ${org}, which is in production, and move the connection to it`,
  lost: 'Would be lost',
  lostText: 'Orgkeep does not write these, so it does not change that app. Give this one another API name.',
  changesExisting: 'Change that app to the values of this page',
  changesNote: 'Whoever signs in through it is affected. Undo brings its values back.',
  wanted: 'This app',
  found: 'In the org',
  element: 'Setting',
  missing: 'Missing',
  differences: (count: number) => (count === 1 ? '1 difference' : `${count} differences`),
};

/** Why nothing can be created yet. */
export const blockedText = {
  maker: 'Choose the connection that creates it.',
  looking: 'The dry run takes up to a minute.',
  stale: 'Check it before it is created.',
  unfit: 'An answer is missing or wrong.',
  hindered: 'The org could not be asked.',
  connectedApp: 'Give the app another API name, then check again.',
  refused: 'Salesforce does not take it like this.',
  notChangeable: 'Give the app another API name, then check again.',
  changes: 'Confirm that the app in the org is changed, or give this one another API name.',
  confirm: 'Confirm that the production org is meant.',
};

/** One line of what happens. */
export interface PlanLine {
  state: 'ok' | 'bad' | 'note' | 'run' | 'later';
  title: string;
  note: string;
}

export const waitingLines: readonly PlanLine[] = [
  { state: 'run', title: 'Dry run', note: 'Salesforce tries the deployment without carrying it out.' },
  { state: 'later', title: 'Name', note: 'Whether the org has an app of this name.' },
  { state: 'later', title: 'Org settings', note: 'What has to be switched on for a moment.' },
];

function trialLine(trial: AppTrialView, standing: AppStandingView): PlanLine {
  const title = 'Dry run';
  const changes = standing.kind === 'different';
  switch (trial.kind) {
    case 'passed':
      return {
        state: 'ok',
        title,
        note: changes
          ? 'Salesforce would take the change, and this user may make it.'
          : 'Salesforce would take it, and this user may create it.',
      };
    case 'refused':
      return {
        state: 'bad',
        title,
        note: changes
          ? 'Salesforce would not take the change. Its reasons are listed below.'
          : 'Salesforce would not take it. Its reasons are listed below.',
      };
    case 'notPossible':
      return {
        state: 'note',
        title,
        note: changes
          ? 'This org cannot try it beforehand. The parts are written one by one; if one is refused, the app gets its values back.'
          : 'This org cannot try it beforehand. The parts are written one by one; if one is refused, the others are taken away.',
      };
    case 'notNeeded':
      return {
        state: 'note',
        title,
        note:
          standing.kind === 'same'
            ? 'None: the app is used as it is, so nothing is sent.'
            : 'None: the name is taken, so no app is created.',
      };
  }
}

function nameLine(standing: AppStandingView, apiName: string): PlanLine {
  const title = `Name ${apiName}`;
  switch (standing.kind) {
    case 'free':
      return { state: 'ok', title, note: 'Nothing in the org has it.' };
    case 'same':
      return { state: 'ok', title, note: 'The org has this app already, as it should be. Orgkeep uses it.' };
    case 'different':
      return { state: 'note', title, note: 'The org has another app of this name. The differences are listed below.' };
    case 'notChangeable':
      return {
        state: 'bad',
        title,
        note: 'The org has another app of this name, with parts that Orgkeep does not write. They are listed below.',
      };
    case 'connectedApp':
      return {
        state: 'bad',
        title,
        note: 'A Connected App has it. Salesforce keeps one list of names for both kinds of app.',
      };
  }
}

/** What would happen, line by line. */
export function planLines({ plan }: Extract<AppPlanView, { kind: 'planned' }>): PlanLine[] {
  const setting: PlanLine = plan.changesSetting
    ? {
        state: 'note',
        title: 'Org settings',
        note: 'To read the secret, Orgkeep switches on the org’s setting for it, and puts it back right after.',
      }
    : { state: 'ok', title: 'Org settings', note: 'None is changed.' };
  return [
    trialLine(plan.trial, plan.standing),
    nameLine(plan.standing, plan.apiName),
    setting,
    {
      state: 'ok',
      title: 'The connection',
      note: 'Its session is used. It stays as it is until you have signed in through the new app.',
    },
  ];
}

/** What a part of an app is; its type in metadata stands beside it. */
export const partNames: Record<string, string> = {
  ExternalClientApplication: 'The app',
  ExtlClntAppOauthSettings: 'Scopes',
  ExtlClntAppGlobalOauthSettings: 'Callback, flows and security',
  ExtlClntAppConfigurablePolicies: 'Policies of the app',
  ExtlClntAppOauthConfigurablePolicies: 'OAuth policies',
};

const unknownProblem = {
  title: 'A reason that Orgkeep does not know',
  why: 'Salesforce’s own words are all there is.',
  steps: [],
};

/** What the catalogue says of a part that was not taken. Trying again is the button of the page. */
export function problemWords({ cause }: AppProblemView): Pick<CauseCopy, 'title' | 'why' | 'steps'> {
  if (cause === null) return unknownProblem;
  const { title, why, steps } = causeCopy(cause);
  return { title, why, steps: steps.filter(({ action }) => action !== 'retry') };
}

/** An app on its way. */
export const progressText = {
  creating: (name: string) => `Creating the app ${name}`,
  starting: 'Creating the app',
  startingUndo: 'Taking the app back',
  undoing: (name: string) => `Taking the app ${name} back`,
  steps: 'Steps of the creation',
  looks: 'The org is looked at once more. Nothing has been sent yet.',
  goesOn: 'It goes on if you leave. If Orgkeep is closed, the next start offers to continue or undo.',
  undoLead: 'What was sent is called off, an org setting is put back, and the app is removed.',
  setting: 'The org’s setting for reading secrets is switched on now',
  settingText: 'It is put back as soon as the secret is read.',
  stop: 'Stop and undo',
  now: 'now',
};

/** An app that is there. */
export const madeText = {
  title: (name: string) => `The app ${name} is there`,
  key: 'Consumer ID',
  secret: 'Secret',
  sealed: 'Read and sealed in the vault',
  noSecret: 'None: the app needs none',
  org: 'Created through',
  handed: {
    draft: 'The key stands in the registration.',
    migration: 'The key waits with the connection. What is in force stays in force until you have signed in.',
  },
  lost: 'What it was created for is not there any more, so nothing has its key. Undo removes the app.',
  warnings: 'What the org did not take',
  warningsText: 'The app works without. Check these in Setup.',
  next: 'What comes next',
  nextLines: [
    'A new key takes 10 to 30 minutes to work. Connect now: Orgkeep asks again by itself.',
    'When the key works, the browser opens at the org’s own address.',
    'There somebody signs in once and chooses Allow.',
  ],
  connect: 'Connect',
  credentials: 'Go on to Credentials',
  undo: 'Undo…',
};

/** Undoing an app that is there. */
export const undoText = {
  title: (name: string) => `Undo the app “${name}”?`,
  made: 'The app is removed from the org, and its key from where it was entered. Nothing else is changed.',
  updated: 'The app gets the values that it had before. Nothing else is changed.',
  go: 'Undo',
  going: 'Starting',
  keep: 'Keep it',
};

/** An app that did not come about, and one that was undone. */
export const failedText = {
  words: 'Salesforce says',
  details: 'Details',
  mayAlsoBe: (others: readonly string[]) => `It may also be: ${others.join(', ')}.`,
  plan: 'Back to the plan',
  goOn: 'Continue',
  goOnUndoing: 'Go on undoing',
  undo: 'Undo',
  dismiss: 'Not now',
  forget: 'Dismiss',
  back: 'Back',
  undone: (name: string) => `The app ${name} is undone`,
  undoneText: 'The org is as it was before.',
};

/** What was begun and is not finished, wherever it is shown. */
export const leftText = {
  title: (name: string, undoing: boolean) =>
    undoing ? `Undoing the app ${name} was interrupted` : `Creating the app ${name} was interrupted`,
  text: (maker: string) => (maker === '' ? 'Its connection is gone.' : `Through ${maker}.`),
  setting: 'The org’s setting for reading secrets is still switched on. Either way puts it back.',
  steps: {
    planned: 'Nothing was sent yet',
    sending: 'It was sent to Salesforce',
    readingKey: 'The app was created; its key was not read yet',
    securing: 'The app was created; its secret was not read yet',
    policies: 'The app was created; its policies were not written yet',
    done: 'The app is there; its key is not in its place yet',
  } satisfies Record<BegunAppView['step'], string>,
  begun: 'begun',
  show: 'Show',
  goals: {
    draft: 'It was for a registration.',
    migration: 'It was for the move of a connection.',
  } satisfies Record<AppGoalView['kind'], string>,
  made: (name: string) => `The app ${name} is there`,
  madeText: 'The next step is to connect.',
  named: (action: string, name: string) => `${action}: ${name}`,
};

/** An app that Orgkeep created and no connection uses. */
export const unusedText = {
  title: (name: string) => `No connection uses the app ${name}`,
  made: (maker: string) => `Orgkeep created it through ${maker},`,
  text: 'Undo removes it from the org. Kept, it is not mentioned again.',
  waits: 'Connect to use it, or undo it.',
  keep: 'Keep it',
  undo: 'Undo…',
};
