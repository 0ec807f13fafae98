import type {
  AuthenticationView,
  ChecklistStepId,
  ChecklistStepView,
  ChecklistValueView,
  ConflictView,
  DraftChecksView,
  DraftFields,
  DraftView,
  FieldCheckView,
  PresetView,
  SetupPageId,
} from '../generated';
import { checkAddress, isUsable } from './addresses';
import { minutesAgo } from './moments';

/** Only this authentication can be registered so far. */
export const registered: AuthenticationView = 'externalClientApp';

const rehearsal = 'compliance-rehearsal';

const presets: PresetView[] = [
  { id: 'orgkeep', title: 'Orgkeep', note: 'api, web, refresh_token, id. PKCE, no secret needed.', always: true },
  { id: rehearsal, title: 'Compliance & Rehearsal Tool', note: 'Version 2026.1.0 or newer.', always: false },
];

function typed(label: string, value: string): ChecklistValueView {
  return { label, value, copyable: true };
}

function chosen(label: string, value: string): ChecklistValueView {
  return { label, value, copyable: false };
}

function checklist(fields: DraftFields): ChecklistStepView[] {
  const withRehearsal = fields.presets.includes(rehearsal);
  const isOwn = checkAddress(fields.loginUrl).kind === 'myDomain' && !fields.loginUrl.includes('localhost');
  const page: SetupPageId | null = isOwn ? 'externalClientAppManager' : null;
  const step = (id: ChecklistStepId, values: ChecklistValueView[]): ChecklistStepView => ({
    id,
    ticked: fields.ticked.includes(id),
    values,
    page,
  });
  const scopes = [
    chosen('OAuth Scope', 'Manage user data via APIs (api)'),
    chosen('OAuth Scope', 'Manage user data via Web browsers (web)'),
    chosen('OAuth Scope', 'Perform requests at any time (refresh_token, offline_access)'),
    chosen('OAuth Scope', 'Access the identity URL service (id, profile, email, address, phone)'),
  ];
  return [
    step('openManager', [typed('Quick Find', 'External Client App Manager')]),
    step('basicInformation', [
      typed('External Client App Name', 'Orgkeep'),
      typed('API Name', 'Orgkeep'),
      chosen('Distribution State', 'Local'),
    ]),
    step('callback', [chosen('Enable OAuth', 'on'), typed('Callback URL', 'http://localhost:33333')]),
    step(
      'scopes',
      withRehearsal ? [...scopes, chosen('OAuth Scope', 'Access the Salesforce API Platform (sfap_api)')] : scopes,
    ),
    step('flows', [chosen('Enable Authorization Code and Credentials Flow', withRehearsal ? 'on' : 'off')]),
    step('security', [
      chosen('Require secret for Web Server Flow', 'off'),
      chosen('Require secret for Refresh Token Flow', 'off'),
      chosen('Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows', 'on'),
    ]),
    step('policies', [
      chosen('Permitted Users', 'All users may self-authorize'),
      chosen('IP Relaxation', withRehearsal ? 'Relax IP restrictions' : 'Enforce IP restrictions'),
    ]),
    step('credentials', []),
  ];
}

function conflicts(fields: DraftFields): ConflictView[] {
  if (!fields.presets.includes(rehearsal)) return [];
  const answer = (setting: ConflictView['setting']) =>
    fields.choices.find((choice) => choice.setting === setting)?.value;
  return [
    {
      setting: 'requirePkce',
      wishes: [
        { product: 'Orgkeep', value: 'on' },
        { product: 'Compliance & Rehearsal Tool', value: 'off' },
      ],
      proposed: 'on',
      chosen: answer('requirePkce') ?? 'on',
      options: ['on', 'off'],
    },
    {
      setting: 'ipRelaxation',
      wishes: [
        { product: 'Orgkeep', value: 'Enforce IP restrictions' },
        { product: 'Compliance & Rehearsal Tool', value: 'Relax IP restrictions' },
      ],
      proposed: 'Relax IP restrictions',
      chosen: answer('ipRelaxation') ?? 'Relax IP restrictions',
      options: ['Enforce IP restrictions', 'Relax IP restrictions'],
    },
  ];
}

function text(value: string, longest: number, allowed: RegExp): FieldCheckView {
  if (value.trim() === '') return 'empty';
  if (value.length > longest) return 'tooLong';
  return allowed.test(value) ? 'fine' : 'malformed';
}

function checks(fields: DraftFields, before?: DraftChecksView): DraftChecksView {
  const name = text(fields.name, 80, /./);
  const key = text(fields.consumerKey, 256, /^[\w.!]+$/);
  const address = checkAddress(fields.loginUrl, before?.loginUrl);
  const ready = name === 'fine' && key === 'fine' && isUsable(address);
  return { name, loginUrl: address, consumerKey: key, ready };
}

/** Works out, for the samples, what Rust works out in the window. */
export function completed(draft: DraftView, fields: DraftFields): DraftView {
  return {
    ...draft,
    fields,
    checks: checks(fields, draft.checks),
    checklist: checklist(fields),
    conflicts: conflicts(fields),
    updatedAt: new Date().toISOString(),
  };
}

/** The draft with its host vouched for. */
export function confirmed(draft: DraftView): DraftView {
  const { loginUrl } = draft.checks;
  if (loginUrl.kind !== 'custom') return draft;
  return completed({ ...draft, checks: { ...draft.checks, loginUrl: { ...loginUrl, confirmed: true } } }, draft.fields);
}

/** An empty draft. */
export function blankDraft(id: string): DraftView {
  const fields: DraftFields = {
    name: '',
    orgType: 'production',
    loginUrl: '',
    consumerKey: '',
    username: '',
    browser: { id: null, private: false },
    opensWhenActive: false,
    presets: [],
    ticked: [],
    choices: [],
  };
  const bare = { id, step: 'prerequisites', secret: null, presets, interruptedAt: null } as const;
  return completed(
    { ...bare, presets, fields, checks: checks(fields), checklist: [], conflicts: [], updatedAt: '' },
    fields,
  );
}

/** Two unfinished registrations. */
export function sampleDrafts(): DraftView[] {
  const first = blankDraft('draft-1');
  const filled = completed(first, {
    ...first.fields,
    name: 'Larkfield Sandbox QA',
    orgType: 'sandbox',
    loginUrl: 'https://larkfield--qa.sandbox.my.salesforce.com',
    consumerKey: '3MVG9pRzvMkjMb6mT8qk2cFxYw1Zr0Hn5sVdKqLbTgUeXoJ7aPiC4yNf6Wm9Gt3Rk',
    presets: [rehearsal],
    ticked: ['openManager', 'basicInformation', 'callback'],
  });
  const second = blankDraft('draft-2');
  const named = completed(second, { ...second.fields, name: 'Brightwater Hotfix' });
  return [
    { ...filled, step: 'credentials', secret: { characters: 64 }, updatedAt: minutesAgo(12) },
    { ...named, updatedAt: minutesAgo(2 * 24 * 60) },
  ];
}
