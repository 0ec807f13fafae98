import type { AuthenticationView, DevHubRuleView, HubMatterView, HubReasonView } from '../backend/generated';

/** Why something is not done with a Dev Hub, or what fails. */
export const hubReasons: Record<HubReasonView, string> = {
  signUpFails:
    'Scratch orgs cannot be signed up through an External Client App: the sign-up ends with the error C-1016. Queries, packages and org lists work.',
  noApp: 'A scratch org’s sign-up names an app by its consumer key, and a password has none.',
  registerAnother: 'A Dev Hub stays as it was registered. To use another app or user, register a new Dev Hub.',
};

/** Where a rule comes from, and how fresh it is. */
export function ruleSource({ seen, source }: DevHubRuleView): string {
  const [year, month] = seen.split('-').map(Number);
  const day = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, 1));
  const when = day.toLocaleDateString(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `Last seen to be so in ${when}. Source: ${source}`;
}

export const devHubText = {
  section: 'Salesforce Org',
  title: 'Dev Hubs',
  lead: 'Connections that are registered as Dev Hubs, for signing up scratch orgs. They are registered here and nowhere else, and cannot be moved to an External Client App.',
  empty: 'No Dev Hub is registered.',
  register: 'Register a Dev Hub',
  how: 'How a Dev Hub can be registered',
  may: { yes: 'Possible', no: 'Not possible' },
  mark: 'Dev Hub',
  markFact: 'Registered as',
  fixed: 'A Dev Hub is registered through a Connected App only.',
  wizardTitle: 'Enter the credentials of the Dev Hub',
  notAgain: 'A Dev Hub cannot be authenticated again',
  settings: 'Go to Settings',
  authentication: {
    externalClientApp: 'OAuth via External Client App',
    connectedApp: 'OAuth via Connected App',
    standard: 'Standard (user name and password)',
  } satisfies Record<AuthenticationView, string>,
};

interface MatterCopy {
  title: string;
  lead: (org: string) => string;
  means: readonly string[];
  accept: string;
  refuse: string;
}

/** What is to be known of Dev Hub before a registration is saved. */
export const hubMatters: Record<HubMatterView, MatterCopy> = {
  orgIsDevHub: {
    title: 'This org is a Dev Hub',
    lead: (org) => `${org} has Dev Hub enabled. The connection would work like any other, but for one thing.`,
    means: [
      hubReasons.signUpFails,
      'For signing up scratch orgs, register it as a Dev Hub instead: Settings, Salesforce Org.',
    ],
    accept: 'Register it all the same',
    refuse: 'Do not register it',
  },
  orgIsNoDevHub: {
    title: 'Dev Hub is not enabled',
    lead: (org) => `${org} has no Dev Hub that this user can see.`,
    means: [
      'Dev Hub is enabled in Setup, on the page Dev Hub. Once enabled, it cannot be switched off.',
      'If it is enabled, the user lacks access to scratch orgs.',
    ],
    accept: 'Register it as a Dev Hub all the same',
    refuse: 'Do not register it',
  },
};
