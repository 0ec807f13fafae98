import type {
  AuthenticationView,
  ConnectionRowView,
  ConnectionView,
  EnvironmentView,
  OrgTypeView,
  RetirementView,
  ScopeView,
  StatusView,
  VerdictId,
} from '../generated';
import { days, hours, minutesAgo, weeks } from './moments';
import { groupOf, took } from './verdicts';

const orgkeep = 'Orgkeep';

const usualScopes: ScopeView[] = [
  { scope: 'api', wantedBy: [orgkeep], state: 'granted' },
  { scope: 'web', wantedBy: [orgkeep], state: 'granted' },
  { scope: 'refresh_token', wantedBy: [orgkeep], state: 'granted' },
  { scope: 'id', wantedBy: [orgkeep], state: 'granted' },
];

/** Connected Apps go on working; no new ones can be created. */
const newAppsEnd: RetirementView = { end: 'newApps', release: 'Spring ’26', month: null, source: '005228017' };

/** What differs from sample to sample. */
interface Sample {
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
  },
  {
    name: 'Larkfield Integration',
    username: 'ci@larkfield.com.int',
    host: 'larkfield--int.sandbox.my.salesforce.com',
    environment: 'integration',
    orgType: 'sandbox',
    signedIn: 5 * weeks,
  },
  {
    name: 'Larkfield Production',
    username: 'release.bot@larkfield.com',
    host: 'larkfield.my.salesforce.com',
    environment: 'production',
    orgType: 'production',
    signedIn: 2 * hours,
  },
  {
    name: 'Larkfield UAT',
    username: 'release.bot@larkfield.com.uat',
    host: 'larkfield--uat.sandbox.my.salesforce.com',
    environment: 'uat',
    orgType: 'sandbox',
    signedIn: 3 * days,
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

const editions: Record<OrgTypeView, string> = {
  production: 'Enterprise Edition',
  sandbox: 'Enterprise Edition',
  developer: 'Developer Edition',
  scratch: 'Developer Edition',
};

function row(sample: Sample, index: number): ConnectionRowView {
  const verdict = sample.verdict ?? 'working';
  const number = String(index).padStart(5, '0');
  return {
    id: `connection-${index}`,
    name: sample.name,
    username: sample.username,
    orgId: `00D8E0000${number}rwUAC`.padEnd(18, 'A'),
    host: sample.host,
    environment: sample.environment,
    orgType: sample.orgType,
    authentication: sample.authentication ?? 'externalClientApp',
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
    canOpen: true,
  };
}

/** A whole connection, without anything that deviates. */
function connection(sample: Sample, index: number): ConnectionView {
  const made = row(sample, index);
  return {
    row: made,
    orgName: sample.name.split(' ')[0] ?? sample.name,
    edition: editions[sample.orgType],
    instanceName: sample.orgType === 'sandbox' ? 'USA794S' : 'NA226',
    displayName: sample.username.startsWith('ana') ? 'Ana Reyes' : 'Release Bot',
    userId: '0055g00000AdmNWAA2',
    loginHost: made.host,
    consumerKey: '3MVG9…c4Rk',
    hasSecret: true,
    hasRefreshToken: true,
    tokens: { renewedAt: minutesAgo(41), rotates: index % 2 === 0, signIns: 1, mostSignIns: 5 },
    browser: { id: null, private: false },
    pending: null,
    earlier: null,
    retirement: made.authentication === 'connectedApp' ? newAppsEnd : null,
    callback: 'http://localhost:33333',
    scopes: structuredClone(usualScopes),
    deviations: [],
    createdAt: made.authenticatedAt,
  };
}

/** The usual orgs; the first one deviates in every way there is. */
export function sampleConnections(): ConnectionView[] {
  const made = samples.map(connection);
  const [first] = made;
  if (first) {
    const rehearsal = 'Compliance & Rehearsal Tool';
    first.hasSecret = false;
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

/** As many as asked for, for a list that must stay smooth. */
export function manyConnections(count: number): ConnectionView[] {
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length];
    if (!sample) throw new Error('There are samples.');
    return connection({ ...sample, name: `${sample.name} ${String(index + 1).padStart(5, '0')}` }, index);
  });
}
