import type { DoubtView, StageView } from '../generated';
import { failed, failure, question, running, stage, type Subject } from './attempt';
import { sampleConnections } from './connections';
import { minutesAgo } from './moments';
import type { World } from './world';

/** The samples' connection that is signed in to again, at `#/reauthenticate/connection-0`. */
const subject: Subject = {
  target: { kind: 'connection', id: 'connection-0', purpose: 'reauthenticate' },
  name: 'Brightwater Partial',
  host: 'brightwater--partial.sandbox.my.salesforce.com',
};

/** The usual orgs; for the first, a new key waits if the query string says so: `pending=secret` or `pending=key`. */
function fill(world: World, query: URLSearchParams): void {
  const asked = query.get('pending');
  const [first, ...others] = sampleConnections();
  if (!first) return;
  const pending = {
    consumerKey: '3MVG9…w9Tn',
    authentication: null,
    secretCharacters: asked === 'secret' ? 64 : null,
    typedAt: minutesAgo(18),
    interruptedAt: query.has('interrupted') ? minutesAgo(9) : null,
  };
  world.fill([asked === null ? first : { ...first, pending }, ...others]);
}

function stageOf(query: URLSearchParams): StageView {
  const at = stage((query.get('stage') ?? 'awaitingConsent') as StageView['kind']);
  if (at.kind === 'awaitingConsent') return { ...at, browserOpened: query.get('browser') !== 'no' };
  if (at.kind !== 'confirmingIdentity') return at;
  return { ...at, question: question((query.get('doubt') ?? 'otherUser') as DoubtView) };
}

/** Connections that are authenticated again. */
export const againScenes: Record<string, (world: World, query: URLSearchParams) => void> = {
  again: fill,
  againRunning: (world, query) => {
    fill(world, query);
    world.attempt.set(running(subject, stageOf(query)));
  },
  againFailed: (world, query) => {
    fill(world, query);
    world.attempt.set(failed(subject, failure(query.get('reason') ?? 'told', query.get('cause') ?? 'denied')));
  },
};
