import type { AuthenticationView, ConnectionView, DraftFields, DraftView, HubMatterView } from '../generated';
import { failed, failure, hubQuestion, running, stage, type Subject } from './attempt';
import { retirements, sampleConnections } from './connections';
import { devHubDraft, neverAgain, neverMoved } from './dev-hubs';
import { blankDraft, completed } from './drafts';
import { minutesAgo } from './moments';
import { samplePractice } from './practice';
import type { World } from './world';

const subject: Subject = {
  target: { kind: 'draft', id: 'draft-1' },
  name: 'Larkfield Legacy',
  host: 'larkfield--legacy.sandbox.my.salesforce.com',
};

const typed: Partial<DraftFields> = {
  name: subject.name,
  orgType: 'sandbox',
  loginUrl: `https://${subject.host}`,
  username: 'release.bot@larkfield.com.legacy',
};

/** A draft for the way that the query string names, `way=standard`; with `complete` nothing is missing. */
function draftOf(query: URLSearchParams): DraftView {
  const authentication = (query.get('way') ?? 'standard') as AuthenticationView;
  const complete = query.has('complete');
  const blank = blankDraft('draft-1');
  const password = complete ? { characters: 18 } : null;
  const draft = { ...blank, password, securityToken: complete ? { characters: 24 } : null };
  const fields = { ...draft.fields, ...typed, authentication, retirementAccepted: complete };
  return { ...completed(draft, fields), step: query.get('step') === 'prerequisites' ? 'prerequisites' : 'credentials' };
}

/** The first of the usual orgs, signed in to another way. */
function another(change: (connection: ConnectionView) => ConnectionView): ConnectionView[] {
  const [first, ...others] = sampleConnections();
  return first ? [change(first), ...others] : others;
}

/** Signs in with a password: `refused`, or `waiting` with another one. */
export function legacy(first: ConnectionView, query: URLSearchParams): ConnectionView {
  const refused = query.has('refused');
  const waiting = {
    username: first.row.username,
    passwordCharacters: 18,
    securityTokenCharacters: 24,
    typedAt: minutesAgo(7),
  };
  const status = refused ? ('signInAgain' as const) : first.row.status;
  return {
    ...first,
    row: { ...first.row, authentication: 'standard', retires: 'signIn', status, canOpen: false },
    retirement: retirements.standard,
    consumerKey: null,
    callback: null,
    hasSecret: false,
    hasRefreshToken: false,
    scopes: [],
    deviations: [],
    passwordRefused: refused,
    pendingLogin: query.has('waiting') ? waiting : null,
  };
}

/** Its secrets cannot be read: `secret`, where a consumer secret is among them; `password`, where it signs in with one. */
function apart(first: ConnectionView, query: URLSearchParams): ConnectionView {
  const own = query.has('password') ? legacy(first, query) : first;
  return {
    ...own,
    row: { ...own.row, status: 'signInAgain', health: 'signInAgain', expiry: null },
    hasSecret: false,
    hasRefreshToken: false,
    deviations: [],
    secretsApart: true,
    consumerSecretApart: query.has('secret'),
  };
}

function devHub(first: ConnectionView): ConnectionView {
  return {
    ...first,
    row: { ...first.row, name: 'Larkfield Dev Hub', authentication: 'connectedApp', retires: 'newApps' },
    retirement: retirements.connectedApp,
    isDevHubRegistration: true,
    notReauthenticated: neverAgain,
    notMoved: neverMoved,
    deviations: [],
  };
}

/** Every way to sign in, and Dev Hubs. */
export const authenticationScenes: Record<string, (world: World, query: URLSearchParams) => void> = {
  way: (world, query) => {
    world.drafts = [draftOf(query)];
    if (query.has('practice')) world.app = { ...world.app, practice: samplePractice() };
  },
  loggingIn: (world, query) => {
    world.drafts = [draftOf(query)];
    world.attempt.set(running({ ...subject, password: true }, stage('loggingIn')));
  },
  loginRefused: (world, query) => {
    world.drafts = [draftOf(query)];
    world.attempt.set(failed({ ...subject, password: true }, failure('told', query.get('cause') ?? 'loginWrong')));
  },
  hubAsked: (world, query) => {
    world.drafts = [draftOf(query)];
    const question = hubQuestion((query.get('matter') ?? 'orgIsDevHub') as HubMatterView);
    world.attempt.set(running(subject, { kind: 'confirmingDevHub', question }));
  },
  addressAsked: (world, query) => {
    world.drafts = [draftOf(query)];
    world.attempt.set(running(subject, stage('confirmingAddress')));
  },
  legacy: (world, query) => {
    world.fill(another((first) => legacy(first, query)));
  },
  apart: (world, query) => {
    world.fill(another((first) => apart(first, query)));
  },
  devHub: (world) => {
    world.fill(another(devHub));
    world.drafts = [{ ...devHubDraft('draft-1') }];
  },
};
