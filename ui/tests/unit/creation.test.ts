import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sampleConnections } from '../../src/backend/fake/connections';
import type {
  AppFields,
  AppPlanView,
  BegunAppView,
  ConnectionRowView,
  ConnectionView,
  CreationStateView,
  PlannedAppView,
} from '../../src/backend/generated';
import { Attempting } from '../../src/lib/attempting';
import { blockedBecause, goText } from '../../src/features/register/creation/blocked';
import { Creation } from '../../src/features/register/creation/creation.svelte';
import { MoveGoal } from '../../src/features/register/creation/move-goal.svelte';
import { phaseOf, type Done } from '../../src/features/register/creation/phase';
import { evidentMaker, makersFor, suggestedEmail } from '../../src/lib/makers';
import { blockedText, planText } from '../../src/text/creating';
import { Recorder } from './recorder';

function sample(index: number): ConnectionView {
  const found = sampleConnections()[index];
  if (!found) throw new Error('There are samples.');
  return found;
}

const [first, second] = [sample(0), sample(1)];
const { id, orgId, host } = first.row;

const app: BegunAppView = {
  id: 'app-1',
  connection: id,
  connectionName: 'Acme UAT',
  apiName: 'Orgkeep',
  goal: { kind: 'migration', id },
  step: 'sending',
  undoing: false,
  settingChanged: false,
  beganAt: '2026-11-21T09:00:00Z',
};

function planned(change: Partial<PlannedAppView> = {}): AppPlanView {
  const plan: PlannedAppView = {
    orgId,
    orgName: 'Acme',
    production: false,
    apiName: 'Orgkeep',
    hasSecret: false,
    parts: [],
    standing: { kind: 'free' },
    trial: { kind: 'passed' },
    changesSetting: false,
    ...change,
  };
  return { kind: 'planned', plan };
}

let backend: Recorder;
let told: unknown[];
let reloads: number;

function open(rows: ConnectionRowView[] = [first.row]): Creation {
  const reload = () => {
    reloads += 1;
    return Promise.resolve();
  };
  const goal = new MoveGoal(id, () => first, reload);
  const creation = new Creation(backend, new Attempting((thrown) => told.push(thrown)), goal);
  creation.watch();
  backend.connections({ rows, unconfirmed: [], pauses: [], unsaved: { connections: [], closing: false } });
  return creation;
}

function show(state: CreationStateView): void {
  backend.creation({ state, left: [], unused: [] });
}

beforeEach(() => {
  backend = new Recorder();
  backend.answer('plan_app', () => planned());
  told = [];
  reloads = 0;
});

describe('who can create an app', () => {
  const rows = [first.row, second.row, { ...second.row, id: 'other', host: 'other.my.salesforce.com' }];

  test('is in the org of the address, under whatever host', () => {
    expect(makersFor(rows, second.row.host).map((row) => row.id)).toEqual([second.row.id, 'other']);
    expect(makersFor(rows, 'nobody.my.salesforce.com')).toEqual([]);
    expect(makersFor(rows, null)).toEqual(rows);
  });

  test('does not have to sign in again first', () => {
    expect(makersFor([{ ...first.row, status: 'signInAgain' }], host)).toEqual([]);
  });

  test('is evident only where one org is meant', () => {
    expect(evidentMaker(rows)).toBeNull();
    expect(evidentMaker(rows.slice(1))).toBe(rows[1]);
    expect(evidentMaker([])).toBeNull();
  });
});

test.each([
  ['ada@acme.example.qa', 'acme--qa.sandbox.my.salesforce.com', 'ada@acme.example'],
  ['ada@acme.example.QA', 'acme--qa.sandbox.my.salesforce.com', 'ada@acme.example'],
  ['ada@acme.example', 'acme--qa.sandbox.my.salesforce.com', 'ada@acme.example'],
  ['ada@acme.example.qa', 'acme.my.salesforce.com', 'ada@acme.example.qa'],
])('the user name %s at %s suggests %s', (username, at, email) => {
  expect(suggestedEmail({ username, host: at })).toBe(email);
});

describe('where an app is', () => {
  const nothing: Done = { opened: false, began: null, sending: false };
  const isFor = (goal: { id: string }) => goal.id === id;
  const of = (state: CreationStateView, done = nothing) => phaseOf({ state, left: [], unused: [] }, done, isFor).kind;

  test('is nobody else’s concern', () => {
    const goal = { kind: 'migration', id: 'another' } as const;
    expect(of({ kind: 'running', app: { ...app, goal } })).toBe('none');
    expect(of({ kind: 'running', app })).toBe('running');
  });

  test('is known before it is written down, by what it is for', () => {
    const goal = { kind: 'migration', id } as const;
    const state: CreationStateView = { kind: 'starting', connection: id, goal };
    expect(of(state)).toBe('starting');
    expect(of({ ...state, goal: { ...goal, id: 'another' } }, { ...nothing, opened: true })).toBe('plan');
    expect(of({ ...state, goal: null }, { ...nothing, opened: true, began: 'create' })).toBe('plan');
    const failed: CreationStateView = {
      kind: 'failed',
      failed: { app: null, goal, failure: { kind: 'busy' }, aftermath: 'nothing' },
    };
    expect(of(failed, { ...nothing, opened: true })).toBe('failed');
    const others = { ...failed.failed, goal: { ...goal, id: 'another' } };
    expect(of({ kind: 'failed', failed: others }, { ...nothing, opened: true, began: 'create' })).toBe('plan');
  });

  test('does not fall back to the plan while what runs is stopped', () => {
    const state: CreationStateView = { kind: 'idle' };
    expect(of(state, { opened: true, began: 'undo', sending: true })).toBe('starting');
    expect(of(state, { opened: true, began: 'create', sending: true })).toBe('plan');
    expect(of(state, { opened: true, began: 'undo', sending: false })).toBe('plan');
  });
});

test('opening it asks the org at once, with a contact that can be changed', async () => {
  const creation = open();
  creation.open();
  expect(creation.looking).toBe(true);
  await vi.waitFor(() => {
    expect(creation.looking).toBe(false);
  });
  expect(creation.isProposed).toBe(true);
  expect(backend.asked).toEqual([
    {
      name: 'plan_app',
      request: {
        connection: id,
        goal: { kind: 'migration', id, app: creation.goal.app satisfies AppFields },
        confidential: false,
      },
    },
  ]);
  expect(blockedBecause(creation)).toBeNull();
  creation.type({ contactEmail: 'apps@acme.example' });
  expect(creation.isProposed).toBe(false);
  expect(blockedBecause(creation)).toBe(blockedText.stale);
  creation.choose(id);
  expect(creation.goal.app.contactEmail).toBe('apps@acme.example');
});

test('an answer that is not of the last question is dropped', async () => {
  const creation = open();
  creation.maker = id;
  const asked = creation.look();
  creation.type({ label: 'Other' });
  await asked;
  expect(backend.names()).toEqual(['plan_app']);
  expect(creation.plan).toBeNull();
  expect(creation.looking).toBe(false);
});

test.each([
  [planned({ production: true }), blockedText.confirm, planText.create],
  [planned({ standing: { kind: 'different', differences: [] } }), blockedText.changes, planText.change],
  [
    planned({ standing: { kind: 'notChangeable', differences: [], elements: [] } }),
    blockedText.notChangeable,
    planText.create,
  ],
  [planned({ standing: { kind: 'connectedApp' } }), blockedText.connectedApp, planText.create],
  [planned({ trial: { kind: 'refused', problems: [] } }), blockedText.refused, planText.create],
  [planned({ trial: { kind: 'notPossible' } }), null, planText.create],
  [planned({ standing: { kind: 'same' } }), null, planText.adopt],
])('what stands in the way is told %#', async (plan, why, go) => {
  backend.answer('plan_app', () => plan);
  const creation = open();
  await creation.look();
  creation.open();
  await vi.waitFor(() => {
    expect(creation.planned).not.toBeNull();
  });
  expect(blockedBecause(creation)).toBe(why);
  expect(goText(creation.planned)).toBe(go);
});

test('what was decided is sent with what was shown', async () => {
  const creation = open();
  creation.open();
  creation.confirmed = true;
  creation.changesExisting = true;
  await creation.create();
  expect(backend.asked.at(-1)).toMatchObject({
    name: 'create_app',
    request: { changesExisting: true, productionConfirmed: true, plan: { connection: id } },
  });
});

test('another question takes back what was decided about the answer', async () => {
  const creation = open();
  creation.open();
  creation.changesExisting = true;
  creation.confirmed = true;
  creation.choose(id);
  expect([creation.changesExisting, creation.confirmed]).toEqual([false, false]);
  await vi.waitFor(() => {
    expect(creation.looking).toBe(false);
  });
});

test('what was refused has not begun', async () => {
  const creation = open();
  creation.open();
  backend.failing.add('create_app');
  await creation.create();
  expect(told).toHaveLength(1);
  show({ kind: 'starting', connection: id, goal: null });
  expect(creation.phase.kind).toBe('plan');
});

test('a key that came, or went, is read once', () => {
  open();
  const made: CreationStateView = {
    kind: 'made',
    made: { app, origin: 'made', consumerKey: '3MVG9…Qm', handedOver: true, warnings: [] },
  };
  show({ kind: 'running', app });
  show(made);
  show(made);
  expect(reloads).toBe(1);
  show({ kind: 'undone', app });
  expect(reloads).toBe(2);
});
