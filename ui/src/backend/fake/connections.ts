import type {
  AuthenticationView,
  ColourView,
  ConnectionRowView,
  ConnectionView,
  EnvironmentView,
  ExpiryView,
  OrgTypeView,
  PostureView,
  RetirementView,
  ScopeView,
  StatusView,
  VerdictId,
} from '../generated';
import { days, hours, minutesAgo, weeks } from './moments';
import { groupOf, took, withHealth } from './verdicts';

const orgkeep = 'Orgkeep';

const usualScopes: ScopeView[] = [
  { scope: 'api', wantedBy: [orgkeep], state: 'granted' },
  { scope: 'web', wantedBy: [orgkeep], state: 'granted' },
  { scope: 'refresh_token', wantedBy: [orgkeep], state: 'granted' },
  { scope: 'id', wantedBy: [orgkeep], state: 'granted' },
];

/** What an app of Orgkeep's own is granted. */
export function grantedScopes(): ScopeView[] {
  return structuredClone(usualScopes);
}

/** What differs from sample to sample. */
export interface Sample {
  name: string;
  username: string;
  host: string;
  environment: EnvironmentView;
  orgType: OrgTypeView;
  authentication?: AuthenticationView;
  status?: StatusView;
  /** Minutes. */
  statusAge?: number;
  /** What its last test found. */
  verdict?: VerdictId;
  /** Minutes. */
  signedIn: number;
  tags?: string[];
  favourite?: boolean;
  colour?: ColourView;
  owner?: string;
  /** When the org comes to its end, minutes from now. */
  ends?: number;
  /** What the last look at its app found: risks and differences. */
  posture?: [number, number];
}

function postureOf({ posture, statusAge, authentication }: Sample): PostureView | null {
  if (!posture || (authentication ?? 'externalClientApp') !== 'externalClientApp') return null;
  const [risks, differences] = posture;
  return { at: minutesAgo((statusAge ?? 4) + 3 * hours), compared: true, differences, risks };
}

/** The production org that a host belongs to, where it tells. */
function familyOf(host: string): string | null {
  const found = /^([a-z0-9-]+?)(?:--[a-z0-9]+\.sandbox)?(\.my\.salesforce\.com)$/.exec(host);
  return found ? `${found[1]}${found[2]}` : null;
}

/** When a connection ends by itself. */
function expiryOf(authentication: AuthenticationView, signedIn: number): ExpiryView | null {
  if (authentication === 'standard') return { kind: 'signInEnds', release: 'Summer ’27', month: '2027-06' };
  if (authentication === 'connectedApp' || signedIn > 365 * days) return null;
  return { kind: 'byDefaultPolicy', at: minutesAgo(signedIn - 365 * days) };
}

const samples: Sample[] = [
  {
    name: 'Brightwater Partial',
    username: 'orgkeep@brightwater.org.partial',
    host: 'brightwater--partial.sandbox.my.salesforce.com',
    environment: 'uat',
    orgType: 'sandbox',
    signedIn: 5 * weeks,
  },
  {
    name: 'Brightwater Production',
    username: 'orgkeep@brightwater.org',
    host: 'brightwater.my.salesforce.com',
    environment: 'production',
    orgType: 'production',
    signedIn: 9 * days,
  },
  {
    name: 'Cobalt Training',
    username: 'trainer@cobalt.example',
    host: 'cobalt-training.my.salesforce.com',
    verdict: 'timedOut',
    environment: 'other',
    orgType: 'production',
    signedIn: 17 * weeks,
  },
  {
    name: 'Larkfield Dev Billing',
    username: 'ana.reyes@larkfield.com.billing',
    host: 'larkfield--billing.sandbox.my.salesforce.com',
    environment: 'development',
    orgType: 'sandbox',
    signedIn: 6 * days,
  },
  {
    name: 'Larkfield Dev Portal',
    username: 'tom.okafor@larkfield.com.portal',
    host: 'larkfield--portal.sandbox.my.salesforce.com',
    environment: 'development',
    orgType: 'sandbox',
    status: 'signInAgain',
    statusAge: 5 * days,
    verdict: 'revoked',
    signedIn: 54 * weeks,
  },
  {
    name: 'Larkfield Full Copy',
    username: 'release.bot@larkfield.com.full',
    host: 'larkfield--full.sandbox.my.salesforce.com',
    environment: 'fullCopy',
    orgType: 'sandbox',
    authentication: 'connectedApp',
    signedIn: 5 * weeks,
  },
  {
    name: 'Larkfield Hotfix',
    username: 'ci@larkfield.com.hotfix',
    host: 'larkfield--hotfix.sandbox.my.salesforce.com',
    environment: 'integration',
    orgType: 'sandbox',
    signedIn: 3 * days,
    posture: [0, 3],
  },
  {
    name: 'Larkfield Integration',
    username: 'ci@larkfield.com.int',
    host: 'larkfield--int.sandbox.my.salesforce.com',
    environment: 'integration',
    orgType: 'sandbox',
    signedIn: 5 * weeks,
    posture: [0, 0],
  },
  {
    name: 'Larkfield Production',
    username: 'release.bot@larkfield.com',
    host: 'larkfield.my.salesforce.com',
    environment: 'production',
    orgType: 'production',
    signedIn: 2 * hours,
    posture: [1, 3],
  },
  {
    name: 'Larkfield UAT',
    username: 'release.bot@larkfield.com.uat',
    host: 'larkfield--uat.sandbox.my.salesforce.com',
    environment: 'uat',
    orgType: 'sandbox',
    signedIn: 3 * days,
    posture: [2, 0],
  },
  {
    name: 'Partner Developer Edition',
    username: 'ana.reyes@partner-de.dev',
    host: 'partner-de.develop.my.salesforce.com',
    environment: 'development',
    orgType: 'developer',
    signedIn: 2 * days,
  },
];

/** What ends, as Rust tells it. */
export const retirements: Record<AuthenticationView, RetirementView | null> = {
  standard: { end: 'signIn', release: 'Summer \u201927', month: '2027-06', source: '005132110' },
  connectedApp: { end: 'newApps', release: 'Spring \u201926', month: null, source: '005228017' },
  externalClientApp: null,
};

const editions: Record<OrgTypeView, string> = {
  production: 'Enterprise Edition',
  sandbox: 'Enterprise Edition',
  developer: 'Developer Edition',
  scratch: 'Developer Edition',
};

function row(sample: Sample, index: number): ConnectionRowView {
  const verdict = sample.verdict ?? 'working';
  const number = String(index).padStart(5, '0');
  const authentication = sample.authentication ?? 'externalClientApp';
  return withHealth({
    id: `connection-${index}`,
    name: sample.name,
    username: sample.username,
    orgId: `00D8E0000${number}rwUAC`.padEnd(18, 'A'),
    host: sample.host,
    url: `https://${sample.host}`,
    environment: sample.environment,
    orgType: sample.orgType,
    authentication,
    retires: retirements[authentication]?.end ?? null,
    status: sample.status ?? 'connected',
    statusAt: minutesAgo(sample.statusAge ?? 4),
    authenticatedAt: minutesAgo(sample.signedIn),
    lastTest: {
      verdict,
      group: groupOf[verdict],
      at: minutesAgo(verdict === 'timedOut' ? 4 : (sample.statusAge ?? 4)),
      milliseconds: took(verdict, index),
      authorizedAt: minutesAgo(sample.signedIn),
      inForce: true,
    },
    posture: postureOf(sample),
    canOpen: authentication !== 'standard',
    family: familyOf(sample.host),
    tags: sample.tags ?? [],
    favourite: sample.favourite ?? false,
    colour: sample.colour ?? 'plain',
    owner: sample.owner ?? '',
    expiry:
      sample.ends === undefined
        ? expiryOf(authentication, sample.signedIn)
        : { kind: 'orgEnds', at: minutesAgo(-sample.ends) },
  });
}

/** A whole connection, without anything that deviates. */
export function connection(sample: Sample, index: number): ConnectionView {
  const made = row(sample, index);
  const password = made.authentication === 'standard';
  return {
    row: made,
    orgName: sample.name.split(' ')[0] ?? sample.name,
    edition: editions[sample.orgType],
    instanceName: sample.orgType === 'sandbox' ? 'USA794S' : 'NA226',
    namespace: sample.orgType === 'developer' ? 'larkfield' : null,
    release: null,
    displayName: sample.username.startsWith('ana') ? 'Ana Reyes' : 'Release Bot',
    userId: '0055g00000AdmNWAA2',
    loginHost: made.host,
    consumerKey: password ? null : '3MVG9…c4Rk',
    hasSecret: !password,
    hasRefreshToken: !password,
    tokens: { renewedAt: minutesAgo(41), rotates: index % 2 === 0, signIns: 1, mostSignIns: 5 },
    browser: { id: null, private: false },
    pending: null,
    earlier: null,
    rotation: null,
    pendingLogin: null,
    secretsApart: false,
    consumerSecretApart: false,
    passwordRefused: password && made.status === 'signInAgain',
    retirement: retirements[made.authentication],
    isDevHubRegistration: false,
    notReauthenticated: null,
    notMoved: null,
    callback: password ? null : 'http://localhost:33333',
    newApp: { callback: 'http://localhost:33333', scopes: ['api', 'id', 'refresh_token', 'web'], hasSetup: true },
    scopes: password ? [] : grantedScopes(),
    deviations: [],
    createdAt: made.authenticatedAt,
    notes: '',
  };
}

/** The usual orgs; the first one deviates in every way there is. */
export function sampleConnections(): ConnectionView[] {
  const made = samples.map(connection);
  const [first] = made;
  if (first) {
    const rehearsal = 'Compliance & Rehearsal Tool';
    first.hasSecret = false;
    first.tokens.rotates = false;
    first.scopes = [
      ...first.scopes.map((scope) => (scope.scope === 'api' ? { ...scope, wantedBy: [orgkeep, rehearsal] } : scope)),
      { scope: 'sfap_api', wantedBy: [rehearsal], state: 'missing' },
      { scope: 'chatter_api', wantedBy: [], state: 'extra' },
    ];
    first.deviations = [
      { kind: 'scopeMissing', scope: 'sfap_api', wantedBy: [rehearsal] },
      { kind: 'scopeExtra', scope: 'chatter_api' },
      { kind: 'rotationAdvised' },
    ];
  }
  return made;
}
