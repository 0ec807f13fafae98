import type { LockReasonView, MovesStateView, StageView, StoreReasonView, UnsavedView, VaultView } from '../generated';
import { manyEntries, sampleActivity } from './activity';
import { againScenes } from './again';
import { connected, failed, failure, running, stage, type Subject } from './attempt';
import { authenticationScenes } from './authentication';
import { sampleBlueprints } from './blueprints';
import { sampleConnections } from './connections';
import { sampleDrafts } from './drafts';
import { fleet, fleetMoves, manyConnections, withEarlier } from './fleet';
import { hostileConnections } from './hostile';
import { days, minutesAgo, secondsAhead } from './moments';
import { movingScenes } from './moving';
import { samplePractice } from './practice';
import { registerScenes } from './register';
import type { World } from './world';

/** The samples' draft that attempts are for. */
const subject: Subject = {
  target: { kind: 'draft', id: 'draft-1' },
  name: 'Larkfield Sandbox QA',
  host: 'larkfield--qa.sandbox.my.salesforce.com',
};

const lockDetails: Record<LockReasonView, string> = {
  keyringLocked: 'org.freedesktop.Secret.Error.IsLocked: the collection "login" is locked',
  keyringAbsent: 'org.freedesktop.DBus.Error.ServiceUnknown: org.freedesktop.secrets was not provided by any file',
  keyringEmpty: 'the keyring service has no keyring',
  keyringFailed: 'the keyring failed',
  storeFailed: 'the store could not be read while the vault was being opened',
  noKeyYet: 'org.freedesktop.DBus.Error.ServiceUnknown: org.freedesktop.secrets was not provided by any file',
  keyringDenied: 'the prompt was dismissed',
  keyringTimeout: 'no answer from the Secret Service within 60 s',
  keyForgotten: 'no entry "orgkeep vault key 7c1e" in the keyring; 11 connections in the store',
  keyMalformed: 'entry "orgkeep vault key 7c1e": expected 32 bytes, found 5',
  keyWrong: 'the key does not open the vault’s control record',
  passphraseNeeded: 'key derived with Argon2id, 64 MiB, 3 passes',
};

const storeDetails: Record<StoreReasonView, string> = {
  newer: 'the store has version 40; this program knows 33; Orgkeep 2.0.0 or a newer one is needed',
  networkFileSystem: 'the data folder lies on nfs4',
  syncedFolder: 'the folder is synchronized by Dropbox',
  damaged: 'database disk image is malformed (page 41)',
  readOnly: 'the folder or file may not be written: permission denied (os error 13)',
  full: 'the disk is full: no space left on device (os error 28)',
  busy: 'another program holds the store: database is locked',
  inaccessible: 'the store is not a plain file',
};

function locked(reason: LockReasonView): VaultView {
  return { kind: 'locked', reason, detail: lockDetails[reason] };
}

function withOrgs(world: World): void {
  world.fill(sampleConnections());
  world.blueprints = sampleBlueprints();
  world.activity = sampleActivity(world);
}

function withDrafts(world: World): void {
  withOrgs(world);
  world.drafts = sampleDrafts();
}

function withPractice(world: World): void {
  world.app = { ...world.app, practice: samplePractice() };
  world.vault.set({ kind: 'open', custody: 'practiceFile' });
}

export type Scene = (world: World, query: URLSearchParams) => void;

/** What a query string can ask for: `?scene=…`, and for some scenes a word more. */
export const scenes: Record<string, Scene> = {
  ...registerScenes,
  ...againScenes,
  ...authenticationScenes,
  ...movingScenes,
  list: withOrgs,
  empty: () => undefined,
  drafts: withDrafts,
  fleet: (world) => {
    world.fill(fleet());
  },
  fleetMoving: (world, query) => {
    const connections = fleet();
    const paused: MovesStateView = { kind: 'paused', why: { kind: 'started' } };
    const moves = fleetMoves(connections, query.has('paused') ? paused : { kind: 'running' });
    world.fill(withEarlier(connections, moves));
    world.moves.set(moves);
    const current = moves.moves.find(({ state }) => state.kind === 'signingIn');
    const known = current && world.detail(current.connection);
    if (!known) return;
    const { id, name, host } = known.row;
    world.attempt.set(
      running({ target: { kind: 'connection', id, purpose: 'migrate' }, name, host }, stage('awaitingConsent')),
    );
  },
  hostile: (world) => {
    world.fill(hostileConnections());
  },
  many: (world, query) => {
    world.fill(manyConnections(Number(query.get('count') ?? 10_000)));
    world.activity = manyEntries(world, 1000);
  },
  unconfirmed: (world, query) => {
    withOrgs(world);
    const host = 'oldtown.my.salesforce.com';
    const since = minutesAgo(3 * days);
    const notBefore = query.has('paused') ? secondsAhead(600) : null;
    const removed = {
      id: 'revocation-1',
      name: 'Oldtown Production',
      host,
      replaced: false,
      since,
      tries: 6,
      notBefore,
    };
    const unconfirmed = query.has('replaced')
      ? [removed, { ...removed, id: 'revocation-2', replaced: true }]
      : [removed];
    world.connections.set({ ...world.connections.value, unconfirmed });
  },
  unsaved: (world, query) => {
    withOrgs(world);
    const [{ id, name } = { id: '', name: '' }] = world.connections.value.rows;
    const unsaved: UnsavedView = { connections: [{ id, name, why: 'diskFull' }], closing: query.has('closing') };
    world.connections.set({ ...world.connections.value, unsaved });
  },
  paused: (world) => {
    withOrgs(world);
    const [{ id, host } = { id: '', host: '' }] = world.connections.value.rows;
    const pauses = [{ host, until: secondsAhead(600), connections: [id] }];
    world.connections.set({ ...world.connections.value, pauses });
  },
  opening: (world) => {
    withOrgs(world);
    world.vault.set({ kind: 'opening', since: minutesAgo(0.4) });
  },
  openingEmpty: (world) => {
    world.vault.set({ kind: 'opening', since: minutesAgo(0.4) });
  },
  locked: (world, query) => {
    const reason = (query.get('reason') ?? 'keyringLocked') as LockReasonView;
    if (reason !== 'noKeyYet') withOrgs(world);
    world.vault.set(locked(reason));
  },
  unusable: (world, query) => {
    const reason = (query.get('reason') ?? 'damaged') as StoreReasonView;
    world.vault.set({ kind: 'unusable', reason, detail: storeDetails[reason] });
  },
  passphrase: (world) => {
    withOrgs(world);
    world.vault.set({ kind: 'open', custody: 'passphrase' });
  },
  practice: (world) => {
    withPractice(world);
    world.drafts = sampleDrafts();
  },
  running: (world, query) => {
    withDrafts(world);
    const at = stage((query.get('stage') ?? 'awaitingConsent') as StageView['kind']);
    world.attempt.set(running(subject, at));
  },
  failed: (world, query) => {
    withDrafts(world);
    world.attempt.set(failed(subject, failure(query.get('reason') ?? 'told', query.get('cause') ?? 'denied')));
  },
  connected: (world) => {
    withDrafts(world);
    const [first] = sampleConnections();
    if (first) world.attempt.set(connected(subject.target, first));
  },
};
