import type {
  AppReportView,
  AppCheckView,
  AppDifferenceView,
  AppFields,
  AppPlanView,
  AppProblemView,
  AppStandingView,
  BegunAppView,
  CheckAppRequest,
  CommandMap,
  CreateAppRequest,
  CreationStepId,
  PlanAppRequest,
  PlannedAppView,
} from '../generated';
import { completed } from './drafts';
import { minutesAgo } from './moments';
import { refuse } from './refuse';
import { found } from './verdicts';
import type { World } from './world';

type CreationCommand =
  'plan_app' | 'create_app' | 'continue_app' | 'undo_app' | 'dismiss_app' | 'check_app' | 'apply_policies';

type Answers = {
  [Each in CreationCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const key = '3MVG9OrgkeepSampleConsumerKeyOfANewApp.7Qm';
const steps: CreationStepId[] = ['planned', 'sending', 'readingKey', 'securing', 'policies'];
/** How long the samples stay at each step, in milliseconds. */
const pace = 500;

/** Apps that Orgkeep makes, played with sample data. `creation` in the query string selects what happens. */
export class Creating {
  readonly #world: World;
  readonly #wish: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;
  #confidential = false;

  constructor(world: World, query: URLSearchParams) {
    this.#world = world;
    this.#wish = query.get('creation');
    const idle = { state: { kind: 'idle' } as const, left: [], unused: [] };
    if (this.#wish === 'left') world.creation.set({ ...idle, left: [interrupted(query)] });
    if (this.#wish === 'unused') {
      const { goal, ...app } = interrupted(query);
      world.creation.set({ ...idle, unused: [{ ...app, step: 'done', goal: query.has('waits') ? goal : null }] });
    }
  }

  readonly answers: Answers = {
    plan_app: (request) => this.#plan(request),
    create_app: (request) => this.#create(request),
    continue_app: ({ id }) => this.#run({ ...this.#left(id), undoing: false }),
    undo_app: ({ id }) => this.#undo(this.#left(id)),
    dismiss_app: ({ id }) => {
      const { left, unused } = this.#world.creation.value;
      const others = (apps: BegunAppView[]) => apps.filter((app) => app.id !== id);
      this.#world.creation.set({ state: { kind: 'idle' }, left: others(left), unused: others(unused) });
      return {};
    },
    check_app: (request) => this.#check(request, true),
    apply_policies: ({ check }) => this.#check(check, false),
  };

  #fields({ goal }: PlanAppRequest): AppFields {
    if (goal.kind === 'migration') return goal.app;
    const draft = this.#world.drafts.find(({ id }) => id === goal.id);
    return (draft ?? refuse('notFound', 'no such draft')).fields.app;
  }

  #plan(request: PlanAppRequest): AppPlanView {
    const maker = this.#world.detail(request.connection) ?? refuse('notFound', 'no such connection');
    const fields = this.#fields(request);
    if (!fields.contactEmail) {
      return { kind: 'unfit', problems: [{ question: { kind: 'contactEmail' }, problem: 'missing' }], said: null };
    }
    if (this.#wish === 'jwt') return { kind: 'hindered', failure: { kind: 'jwtToken' } };
    if (this.#wish === 'hindered')
      return { kind: 'hindered', failure: { kind: 'hindered', found: found('apiDisabled') } };
    const standing = (fields.apiName === '' && standings[this.#wish ?? '']) || ({ kind: 'free' } as const);
    const plan: PlannedAppView = {
      orgId: maker.row.orgId,
      orgName: maker.orgName,
      production: maker.row.orgType === 'production',
      apiName: apiName(fields),
      hasSecret: request.confidential,
      parts: parts(fields, request.confidential),
      standing,
      trial: this.#trial(standing),
      changesSetting: request.confidential,
    };
    return { kind: 'planned', plan };
  }

  #trial({ kind }: AppStandingView): PlannedAppView['trial'] {
    if (kind !== 'free' && kind !== 'different') return { kind: 'notNeeded' };
    return this.#wish === 'refused' ? { kind: 'refused', problems: sampleProblems } : { kind: 'passed' };
  }

  #create({ plan, productionConfirmed, changesExisting }: CreateAppRequest): Record<string, never> {
    if (['starting', 'running'].includes(this.#world.creation.value.state.kind)) {
      return refuse('creationRunning', 'an app is being made already');
    }
    const planned = this.#plan(plan);
    if (planned.kind !== 'planned') return refuse('invalid', 'there is no app to make');
    const maker = this.#world.detail(plan.connection) ?? refuse('notFound', 'no such connection');
    const refused =
      planned.plan.production && !productionConfirmed
        ? ({ kind: 'notConfirmed' } as const)
        : planned.plan.standing.kind === 'different' && !changesExisting
          ? ({ kind: 'differs', differences: sampleDifferences } as const)
          : null;
    const goal = { kind: plan.goal.kind, id: plan.goal.id };
    if (refused) {
      this.#world.creation.set({
        ...this.#world.creation.value,
        state: { kind: 'failed', failed: { app: null, goal, failure: refused, aftermath: 'nothing' } },
      });
      return {};
    }
    this.#number += 1;
    this.#confidential = plan.confidential;
    return this.#run({
      id: `app-${this.#number}`,
      connection: plan.connection,
      connectionName: maker.row.name,
      apiName: planned.plan.apiName,
      goal,
      step: 'planned',
      undoing: false,
      settingChanged: false,
      beganAt: new Date().toISOString(),
    });
  }

  #run(app: BegunAppView): Record<string, never> {
    const step = (index: number) => {
      const next = steps[index];
      if (next === undefined) {
        this.#made(app);
        return;
      }
      const left = this.#world.creation.value.left.filter(({ id }) => id !== app.id);
      const now = { ...app, step: next, settingChanged: this.#confidential && next === 'securing' };
      // It fails once; going on works.
      if (this.#wish === 'fails' && next === 'readingKey' && app.step === 'planned') {
        this.#fail(now);
        return;
      }
      this.#world.creation.set({ ...this.#world.creation.value, state: { kind: 'running', app: now }, left });
      if (this.#wish === 'stays' && next === (this.#confidential ? 'securing' : 'sending')) return;
      this.#timer = setTimeout(() => {
        step(index + 1);
      }, pace);
    };
    step(steps.indexOf(app.step));
    return {};
  }

  #fail(app: BegunAppView): void {
    this.#world.creation.set({
      ...this.#world.creation.value,
      state: { kind: 'failed', failed: { app, goal: app.goal, failure: { kind: 'tooSlow' }, aftermath: 'unfinished' } },
      left: [...this.#world.creation.value.left, app],
    });
  }

  #made(app: BegunAppView): void {
    const secret = this.#confidential ? { characters: 64 } : null;
    if (app.goal?.kind === 'draft') {
      const { id } = app.goal;
      const url = this.#world.detail(app.connection)?.row.host ?? '';
      this.#world.drafts = this.#world.drafts.map((draft) =>
        draft.id === id
          ? { ...completed(draft, { ...draft.fields, consumerKey: key, loginUrl: `https://${url}` }), secret }
          : draft,
      );
    }
    const moving = app.goal?.kind === 'migration' ? this.#world.detail(app.goal.id) : undefined;
    if (moving) this.#world.put({ ...moving, pending: this.#pending() });
    this.#world.creation.set({
      ...this.#world.creation.value,
      state: {
        kind: 'made',
        made: {
          app: { ...app, step: 'done' },
          origin: this.#wish === 'differs' ? 'updated' : 'made',
          consumerKey: shortened(),
          handedOver: true,
          warnings: this.#wish === 'warns' ? ['ExtlClntAppOauthConfigurablePolicies: the org does not take it'] : [],
        },
      },
    });
  }

  #pending() {
    return {
      consumerKey: shortened(),
      authentication: 'externalClientApp' as const,
      secretCharacters: this.#confidential ? 64 : null,
      typedAt: new Date().toISOString(),
      interruptedAt: null,
    };
  }

  #undo(app: BegunAppView): Record<string, never> {
    clearTimeout(this.#timer);
    const others = (apps: BegunAppView[]) => apps.filter(({ id }) => id !== app.id);
    const { left, unused } = this.#world.creation.value;
    const rest = { left: others(left), unused: others(unused) };
    const undone = { ...app, undoing: true };
    this.#world.creation.set({ ...rest, state: { kind: 'running', app: undone } });
    this.#timer = setTimeout(() => {
      this.#takeKeyBack(app);
      this.#world.creation.set({ ...rest, state: { kind: 'undone', app: undone } });
    }, pace);
    return {};
  }

  #takeKeyBack({ goal }: BegunAppView): void {
    this.#world.drafts = this.#world.drafts.map((draft) =>
      draft.id === goal?.id ? { ...completed(draft, { ...draft.fields, consumerKey: '' }), secret: null } : draft,
    );
    const moving = goal?.kind === 'migration' ? this.#world.detail(goal.id) : undefined;
    if (moving) this.#world.put({ ...moving, pending: null });
  }

  #left(id: string): BegunAppView {
    const { state, left, unused } = this.#world.creation.value;
    const shown =
      state.kind === 'running'
        ? state.app
        : state.kind === 'made'
          ? state.made.app
          : state.kind === 'failed'
            ? state.failed.app
            : null;
    const known = [...left, ...unused, ...(shown ? [shown] : [])].find((app) => app.id === id);
    return known ?? refuse('notFound', 'no such app');
  }

  #check({ id, against }: CheckAppRequest, differs: boolean): AppCheckView {
    const detail = this.#world.detail(id) ?? refuse('notFound', 'no such connection');
    const { row } = detail;
    if (this.#wish === 'jwt') return { kind: 'hindered', failure: { kind: 'jwtToken' } };
    if (row.authentication !== 'externalClientApp') return { kind: 'noApp' };
    const compared = this.#wish !== 'unknown' || against !== null;
    const report: AppReportView = {
      apiName: 'Orgkeep',
      compared,
      byProducts: this.#wish === 'products' && against === null,
      differences: compared && differs ? sampleDifferences : [],
      risks: ['everyoneMayAuthorize', 'oldSecret'],
      warnings: [],
    };
    const posture = {
      at: new Date().toISOString(),
      compared,
      differences: report.differences.length,
      risks: report.risks.length,
    };
    this.#world.put({ ...detail, row: { ...row, posture } });
    return { kind: 'checked', report };
  }
}

const sampleDifferences: AppDifferenceView[] = [
  {
    typeName: 'ExtlClntAppOauthConfigurablePolicies',
    element: 'ipRelaxationPolicyType',
    wanted: 'Enforce',
    found: 'Bypass',
  },
];

const sampleProblems: AppProblemView[] = [
  {
    typeName: 'ExtlClntAppOauthSettings',
    cause: 'permissionMissing',
    code: 'INSUFFICIENT_ACCESS',
    message: 'You do not have the permissions to manage External Client Apps.',
    fields: [],
  },
  {
    typeName: 'ExtlClntAppGlobalOauthSettings',
    cause: 'permissionMissing',
    code: 'INSUFFICIENT_ACCESS',
    message: 'insufficient access rights on object',
    fields: ['callbackUrl'],
  },
  { typeName: '', cause: null, code: 'UNKNOWN_EXCEPTION', message: 'Something went wrong.', fields: [] },
];

/** What the org has under the app's name, for some wishes. */
const standings: Record<string, AppStandingView> = {
  differs: { kind: 'different', differences: sampleDifferences },
  fixed: {
    kind: 'notChangeable',
    differences: sampleDifferences,
    elements: [
      { typeName: 'ExtlClntAppOauthSettings', element: 'trustedIpRanges' },
      { typeName: 'ExtlClntAppOauthConfigurablePolicies', element: 'customAttributes' },
    ],
  },
  same: { kind: 'same' },
  taken: { kind: 'connectedApp' },
};

/** An app that the end of the program cut off: `goal=migration` or a draft's, `undoing`. */
function interrupted(query: URLSearchParams): BegunAppView {
  return {
    id: 'app-left',
    connection: 'connection-0',
    connectionName: 'Brightwater Partial',
    apiName: 'Orgkeep',
    goal:
      query.get('goal') === 'migration' ? { kind: 'migration', id: 'connection-0' } : { kind: 'draft', id: 'draft-1' },
    step: query.has('secret') ? 'securing' : 'readingKey',
    undoing: query.has('undoing'),
    settingChanged: query.has('secret'),
    beganAt: minutesAgo(42),
  };
}

function shortened(): string {
  return `${key.slice(0, 6)}…${key.slice(-4)}`;
}

function apiName({ apiName: typed, label }: AppFields): string {
  return typed || (label || 'Orgkeep').replaceAll(' ', '_');
}

function parts(fields: AppFields, confidential: boolean): PlannedAppView['parts'] {
  const name = apiName(fields);
  const part = (typeName: string, suffix: string, values: Record<string, string>) => ({
    typeName,
    name: `${name}${suffix}`,
    values: Object.entries(values).map(([element, value]) => ({ element, value })),
  });
  return [
    part('ExternalClientApplication', '', { label: fields.label || 'Orgkeep', distributionState: 'Local' }),
    part('ExtlClntAppOauthSettings', '_oauth', { commaSeparatedOauthScopes: 'Api, Web, RefreshToken, Basic' }),
    part('ExtlClntAppGlobalOauthSettings', '_glbloauth', {
      callbackUrl: 'http://localhost:33333',
      isConsumerSecretOptional: String(!confidential),
      isPkceRequired: 'true',
    }),
    part('ExtlClntAppConfigurablePolicies', '_plcy', { isEnabled: 'true' }),
    part('ExtlClntAppOauthConfigurablePolicies', '_oauthPlcy', { ipRelaxationPolicyType: 'Enforce' }),
  ];
}
