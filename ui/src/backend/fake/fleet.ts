import type {
  AuthenticationView,
  ColourView,
  ConnectionView,
  EarlierView,
  EnvironmentView,
  MovesStateView,
  MoveStateView,
  MovesView,
  MoveView,
  StatusView,
  VerdictId,
} from '../generated';
import { connection, type Sample } from './connections';
import { days, hours, minutesAgo, secondsAhead, weeks } from './moments';

/** What a sandbox is for, and how it is mostly kept. */
const sandboxes: { suffix: string; title: string; environment: EnvironmentView; tags: string[] }[] = [
  { suffix: 'full', title: 'Full Copy', environment: 'fullCopy', tags: ['release train'] },
  { suffix: 'uat', title: 'UAT', environment: 'uat', tags: ['release train'] },
  { suffix: 'int', title: 'Integration', environment: 'integration', tags: ['ci'] },
  { suffix: 'billing', title: 'Dev Billing', environment: 'development', tags: ['billing'] },
  { suffix: 'portal', title: 'Dev Portal', environment: 'development', tags: [] },
  { suffix: 'hotfix', title: 'Hotfix', environment: 'development', tags: ['ci'] },
];

/** Customers, with how many of the sandboxes each has. */
const customers: { name: string; domain: string; count: number; owner: string; colour: ColourView }[] = [
  { name: 'Brightwater', domain: 'brightwater', count: 4, owner: 'Care team', colour: 'plain' },
  { name: 'Cobalt Energy', domain: 'cobaltenergy', count: 6, owner: 'Release team', colour: 'yellow' },
  { name: 'Fernhill Bank', domain: 'fernhillbank', count: 5, owner: 'Release team', colour: 'plain' },
  { name: 'Larkfield', domain: 'larkfield', count: 6, owner: 'Release team', colour: 'blue' },
  { name: 'Mossgate', domain: 'mossgate', count: 3, owner: '', colour: 'plain' },
];

const alone: Sample[] = [
  {
    name: 'Oldtown Museum',
    username: 'orgkeep@oldtown.example',
    host: 'oldtown.my.salesforce.com',
    environment: 'production',
    orgType: 'production',
    authentication: 'standard',
    signedIn: 61 * weeks,
  },
  {
    name: 'Harbour Lights',
    username: 'admin@harbourlights.example',
    host: 'harbourlights.my.salesforce.com',
    environment: 'production',
    orgType: 'production',
    authentication: 'connectedApp',
    signedIn: 30 * weeks,
  },
  {
    name: 'Partner Developer Edition',
    username: 'dev@partner-de.example',
    host: 'partner-de-dev-ed.develop.my.salesforce.com',
    environment: 'development',
    orgType: 'developer',
    signedIn: 2 * days,
  },
  {
    name: 'Packaging org',
    username: 'packaging@partner-de.example',
    host: 'partner-pack-dev-ed.develop.my.salesforce.com',
    environment: 'development',
    orgType: 'developer',
    signedIn: 355 * days,
    favourite: true,
    tags: ['packaging'],
  },
  ...['clever-fox-1841', 'quiet-river-7720', 'brave-otter-3302'].map((domain, index): Sample => ({
    name: `Scratch ${domain.split('-').slice(0, 2).join(' ')}`,
    username: `test-${domain}@example.com`,
    host: `${domain}.scratch.my.salesforce.com`,
    environment: 'development',
    orgType: 'scratch',
    signedIn: (index + 1) * 5 * hours,
    ends: [2.5 * days, 20 * days, -3 * hours][index] ?? days,
    tags: ['ci'],
  })),
];

/** What tests found that does not work, by the connection's name. */
const found: Partial<Record<string, VerdictId>> = {
  'Cobalt Energy Dev Portal': 'appBlocked',
  'Fernhill Bank Full Copy': 'timedOut',
  'Larkfield Integration': 'userInactive',
  'Larkfield Hotfix': 'appBlocked',
};

const ways: AuthenticationView[] = ['externalClientApp', 'connectedApp', 'externalClientApp', 'standard'];

/** One customer's production org and sandboxes. */
function family({ name, domain, count, owner, colour }: (typeof customers)[number], at: number): Sample[] {
  const production: Sample = {
    name: `${name} Production`,
    username: `release.bot@${domain}.example`,
    host: `${domain}.my.salesforce.com`,
    environment: 'production',
    orgType: 'production',
    signedIn: (at + 1) * 9 * days,
    favourite: at % 3 === 0,
    tags: ['release train'],
    owner,
    colour,
  };
  const below = sandboxes.slice(0, count).map(({ suffix, title, environment, tags }, index): Sample => {
    const status: StatusView = (at + index) % 7 === 3 ? 'signInAgain' : 'connected';
    return {
      name: `${name} ${title}`,
      username: `release.bot@${domain}.example.${suffix}`,
      host: `${domain}--${suffix}.sandbox.my.salesforce.com`,
      environment,
      orgType: 'sandbox',
      authentication: ways[(at + index) % ways.length] ?? 'externalClientApp',
      status,
      verdict: status === 'signInAgain' ? 'revoked' : (found[`${name} ${title}`] ?? 'working'),
      statusAge: status === 'connected' ? 4 : 5 * days,
      signedIn: (at + index + 1) * 3 * weeks,
      posture: [index % 3, at],
      tags,
      owner,
      colour: 'plain',
    };
  });
  return [production, ...below];
}

/** A believable fleet of a consultancy: five customers with their sandboxes, and orgs on their own. */
export function fleet(): ConnectionView[] {
  return [...customers.flatMap(family), ...alone].map(connection);
}

/** As many as asked for, for a list that must stay smooth: families, each with a number in its name. */
export function manyConnections(count: number): ConnectionView[] {
  const pattern = [...customers.flatMap(family), ...alone];
  return Array.from({ length: count }, (_, index) => {
    const sample = pattern[index % pattern.length];
    if (!sample) throw new Error('There are samples.');
    const round = Math.floor(index / pattern.length);
    const number = String(index + 1).padStart(5, '0');
    const host = sample.host.replace(/^[a-z0-9-]+?(?=--|\.)/, `$&${round}`);
    return connection({ ...sample, name: `${sample.name} ${number}`, host }, index);
  });
}

/** Moves of the fleet on their way: some are moved, one failed, one is signed in now, the rest waits. */
export function fleetMoves(connections: ConnectionView[], state: MovesStateView): MovesView {
  const movable = connections.filter(({ row }) => row.authentication !== 'externalClientApp');
  const moved = connections.filter(({ row }) => row.authentication === 'externalClientApp').slice(0, 5);
  const states: MoveStateView[] = [
    { kind: 'failed', reason: { kind: 'told', cause: 'denied' } },
    { kind: 'skipped' },
    { kind: state.kind === 'paused' ? 'cutOff' : 'signingIn' },
  ];
  const move = ({ row }: ConnectionView, at: MoveStateView): MoveView => ({
    connection: row.id,
    cameFrom: 'connectedApp',
    state: at,
    changedAt: row.statusAt,
  });
  const rest = movable.slice(0, 8).map((each, index) => move(each, states[index] ?? { kind: 'waiting' }));
  return {
    state,
    moves: [...moved.map((each) => move(each, { kind: 'moved' })), ...rest],
    ready: movable.slice(0, 9).map(({ row }) => row.id),
    waiting: movable.slice(9, 11).map(({ row }) => row.id),
  };
}

/** What the queue has moved keeps its earlier sign-in. */
export function withEarlier(connections: ConnectionView[], { moves }: MovesView): ConnectionView[] {
  const moved = new Set(moves.filter(({ state }) => state.kind === 'moved').map(({ connection }) => connection));
  return connections.map((connection) => {
    const { id, username } = connection.row;
    if (!moved.has(id)) return connection;
    const earlier: EarlierView = {
      authentication: 'connectedApp',
      username,
      consumerKey: '3MVG9…Qa7c',
      keptSince: minutesAgo(20),
      wipedAt: secondsAhead(14 * days * 60),
      token: 'revoked',
    };
    return { ...connection, earlier };
  });
}
