import type { AddressReasonView, CustomHostView, LoginUrlCheckView, RepairView } from '../backend/generated';

export const addressText = {
  recognized: 'Recognized',
  genericShort: 'Generic',
  confirmedShort: 'Confirmed',
  unconfirmedShort: 'Not confirmed',
  generic: 'Works only if you sign in to the org that has the app. My Domain leads there by itself.',
};

export const addressReasons: Record<AddressReasonView, string> = {
  malformed: 'This is not a web address. A My Domain looks like https://yourcompany.my.salesforce.com.',
  scheme: 'This is not the address of a web page. A login address starts with https://.',
  userInfo: 'The address carries a user name. Take out everything before the @.',
  host: 'No Salesforce server can have this host.',
  notALoginHost: 'Nobody signs in to an org at this host. Open your org and copy the address it shows.',
  myDomainUnknown:
    'This is a page of an org, but its address does not tell the My Domain. Use the one that ends with .my.salesforce.com.',
  notPractice: 'This is the practice window. It takes addresses of this computer only.',
};

/** What is wrong with an address, or nothing. */
export function addressProblem(check: LoginUrlCheckView): string | null {
  return check.kind === 'refused' ? addressReasons[check.reason] : null;
}

/** Each change as it is told after "Orgkeep signs in at …". */
export const repairs: Record<RepairView, string> = {
  lightning: 'You pasted its Lightning address.',
  setup: 'You pasted its Setup address.',
  visualforce: 'You pasted the address of a Visualforce page.',
  otherPage: 'You pasted the address of one of its pages.',
  scheme: 'It starts with https://.',
  port: 'The port was left out.',
  path: 'What followed the host was left out.',
};

/** Which page it was tells more than that its path went. */
const pages: readonly RepairView[] = ['lightning', 'setup', 'visualforce', 'otherPage'];

/** What was changed in the address, as sentences; nothing if nothing was. */
export function repairText(host: string, made: readonly RepairView[]): string | null {
  if (made.length === 0) return null;
  const page = made.find((repair) => pages.includes(repair));
  const told = page ? [page] : made;
  return [`Orgkeep signs in at ${host}.`, ...told.map((repair) => repairs[repair])].join(' ');
}

export interface CustomHostCopy {
  /** What the host seems to be. */
  title: string;
  /** What can go wrong there. */
  risk: string;
  /** Whether it is probably an attempt to deceive. */
  danger: boolean;
}

export const customHosts: Record<CustomHostView, CustomHostCopy> = {
  site: {
    title: 'This is an Experience Cloud site',
    risk: 'Members of the site sign in there, admins seldom. A sign-in through it gives the rights of a member, and the app may not be found.',
    danger: false,
  },
  oldInstance: {
    title: 'This is an instance of the time before My Domain',
    risk: 'An instance serves many orgs and changes its name when an org moves. Then this connection ends.',
    danger: false,
  },
  alternativeName: {
    title: 'This is Salesforce’s alternative name for a My Domain',
    risk: 'Salesforce owns it, and anybody could register a name that differs by one hyphen. Compare each letter.',
    danger: false,
  },
  homograph: {
    title: 'This host has letters that look like others',
    risk: 'Somebody may want it to be taken for Salesforce. Whoever runs it sees what you type there. Below it stands as the browser really reads it.',
    danger: true,
  },
  lookalike: {
    title: 'This host looks like Salesforce’s and is not',
    risk: 'Anybody can register such a name. Whoever runs it sees what you type there, and can take over the sign-in.',
    danger: true,
  },
  other: {
    title: 'This is not a login host of Salesforce that Orgkeep knows',
    risk: 'Whoever runs it sees what you type there. Confirm it only if your org signs in there on purpose.',
    danger: false,
  },
};

export const confirmText = {
  host: 'The host, letter by letter',
  label: 'Type the host to confirm it',
  confirm: 'Confirm this host',
  confirming: 'Confirming',
  different: 'That is not the host above. Compare each letter.',
  otherLetters: 'That has other letters than the host above. Type it exactly as it stands there, with the xn-- in it.',
  typed: 'Type it. What is pasted has not been read.',
  confirmed: (host: string) => `You confirmed ${host}. Orgkeep signs in there and sends tokens nowhere else.`,
  laterStep: 'If it is right, confirm it at Credentials.',
  suggestion: 'The org’s My Domain is',
  useSuggestion: (host: string) => `Use ${host}`,
};

/** The host of an address or an origin. */
export function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/[/?#].*$/, '');
}

/** The host at which sign-in happens, if the address tells it. */
export function loginHost(check: LoginUrlCheckView): string | null {
  if (check.kind === 'myDomain' || check.kind === 'generic') return hostOf(check.origin);
  return check.kind === 'custom' ? check.host : null;
}
