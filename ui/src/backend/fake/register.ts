import { blankApp } from '../../lib/app';
import type {
  AppFields,
  AttemptView,
  DeviationView,
  DraftFields,
  DraftView,
  HintView,
  KeyVerdictView,
  PortView,
  StageView,
} from '../generated';
import { connected, evidences, failed, failure, running, stage, type Subject } from './attempt';
import { sampleBlueprints } from './blueprints';
import { sampleConnections } from './connections';
import { blankDraft, completed, confirmed } from './drafts';
import { minutesAgo } from './moments';
import { verified } from './verification';
import type { World } from './world';

const id = 'draft-1';

const subject: Subject = {
  target: { kind: 'draft', id: id },
  name: 'Larkfield Sandbox QA',
  host: 'larkfield--qa.sandbox.my.salesforce.com',
};

const typed: Partial<DraftFields> = {
  name: subject.name,
  orgType: 'sandbox',
  loginUrl: `https://${subject.host}`,
  consumerKey: '3MVG9pRzvMkjMb6mT8qk2cFxYw1Zr0Hn5sVdKqLbTgUeXoJ7aPiC4yNf6Wm9Gt3Rk',
};

const ports: Record<PortView['kind'], PortView> = {
  free: { kind: 'free' },
  occupied: { kind: 'occupied', holder: 'node (process 4127)' },
  reserved: { kind: 'reserved' },
  unavailable: { kind: 'unavailable', detail: 'Address family not supported by protocol (os error 97)' },
};

/** The port that an outcome of Verify goes with, where it is not free. */
const verifyPorts: Record<string, PortView> = {
  portOccupied: ports.occupied,
  portReserved: ports.reserved,
  portUnavailable: ports.unavailable,
};

const deviations: DeviationView[] = [
  { kind: 'scopeMissing', scope: 'sfap_api', wantedBy: ['Compliance & Rehearsal Tool'] },
  { kind: 'scopeExtra', scope: 'full' },
  { kind: 'noRefreshToken' },
  { kind: 'rotationAdvised' },
];

/** An app for what the query string says: `products=vault,arm`, `instance=…`, `contact=…`. */
function appOf(query: URLSearchParams): AppFields {
  const instance = query.get('instance');
  return {
    ...blankApp,
    contactEmail: query.get('contact') ?? '',
    presets: (query.get('products') ?? 'compliance-rehearsal').split(',').filter((product) => product !== ''),
    inputs: instance === null ? [] : [{ preset: 'vault', key: 'instance', value: instance }],
  };
}

/** A draft with what the query string says on top of a filled one: `url`, `key`, `step`, `port`. */
function draftOf(query: URLSearchParams, fields: Partial<DraftFields>): DraftView {
  const blank = blankDraft(id);
  const merged = { ...blank.fields, ...fields };
  const draft = completed(blank, {
    ...merged,
    loginUrl: query.get('url') ?? merged.loginUrl,
    consumerKey: query.get('key') ?? merged.consumerKey,
  });
  return { ...draft, step: query.get('step') === 'credentials' ? 'credentials' : 'prerequisites' };
}

function keep(world: World, query: URLSearchParams, draft: DraftView): void {
  world.drafts = [draft];
  world.blueprints = query.has('blueprints') ? sampleBlueprints() : [];
  world.chooses = query.get('chooses') !== 'no';
  world.port = ports[(query.get('port') ?? 'free') as PortView['kind']];
  world.verifies = query.get('verify') ?? 'fine';
}

/** A stage with what the query string says of it: `browser=no`, `nothing=yes`, `verdict=…`. */
function stageOf(query: URLSearchParams): StageView {
  const at = stage((query.get('stage') ?? 'awaitingConsent') as StageView['kind']);
  if (at.kind === 'waitingForKey') {
    return { ...at, evidence: evidences[(query.get('verdict') ?? 'notActiveYet') as KeyVerdictView] };
  }
  if (at.kind !== 'awaitingConsent') return at;
  return { ...at, browserOpened: query.get('browser') !== 'no', nothingCameBack: query.get('nothing') === 'yes' };
}

function signInOf(query: URLSearchParams): AttemptView {
  const view = running(subject, stageOf(query));
  const hints = query.getAll('hint') as HintView[];
  if (view.kind !== 'running') return view;
  const noBrowser = query.get('browser') === 'no';
  const steps = view.attempt.steps.map((step) =>
    noBrowser && step.id === 'browserOpened' ? { ...step, state: 'later' as const, at: null } : step,
  );
  return { ...view, attempt: { ...view.attempt, hints, steps } };
}

/** Registration: `draft-1`, at `#/register/draft-1`. */
export const registerScenes: Record<string, (world: World, query: URLSearchParams) => void> = {
  registerBlank: (world, query) => {
    keep(world, query, draftOf(query, {}));
  },
  registerFilled: (world, query) => {
    const draft = draftOf(query, { ...typed, app: appOf(query), ticked: ['openManager'] });
    const vouched = query.has('confirmed') ? confirmed(draft) : draft;
    keep(world, query, { ...vouched, secret: query.has('secret') ? { characters: 64 } : null });
    world.fill(sampleConnections());
  },
  registerInterrupted: (world, query) => {
    keep(world, query, { ...draftOf(query, typed), step: 'credentials', interruptedAt: minutesAgo(9) });
  },
  signIn: (world, query) => {
    keep(world, query, draftOf(query, typed));
    world.attempt.set(signInOf(query));
  },
  verified: (world, query) => {
    const [draft] = world.drafts;
    world.verifies = query.get('verify') ?? 'fine';
    world.port = verifyPorts[world.verifies] ?? ports.free;
    if (draft) world.verification.set(verified(draft, world.verifies));
  },
  failing: (world, query) => {
    world.attempt.set(failed(subject, failure('told', query.get('cause') ?? 'denied')));
  },
  registered: (world, query) => {
    const [, sample] = sampleConnections();
    if (!sample) return;
    const now = minutesAgo(0);
    const differing = query.get('deviations') === 'all' ? deviations : [];
    const row = { ...sample.row, statusAt: now, authenticatedAt: now };
    const connection = { ...sample, row, deviations: differing, createdAt: now };
    world.put(connection);
    world.attempt.set(connected(subject.target, connection, query.has('renewed')));
  },
};
