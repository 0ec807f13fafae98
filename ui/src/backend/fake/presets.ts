import type { InputKindId, InputView, PresetSourceView, PresetView, SettingId } from '../generated';

/** What a product asks for, as its file in the window says. */
export interface Preset extends PresetView {
  scopes: string[];
  settings: Partial<Record<SettingId, string>>;
  /** Settings that it leaves to the administrator. */
  open: SettingId[];
  advice: { setting: SettingId; text: string; value?: string }[];
  /** From how many to how many minutes a new key takes to work. */
  wait: [number, number] | null;
}

const orgkeepCallback = 'http://localhost:33333';

const withoutTheBox = {
  setting: 'codeAndCredentialsFlow',
  text: 'Signing in with the browser works without this box. If the org does not show it, go on without it.',
} as const;

const pkceIsFine = {
  setting: 'requirePkce',
  value: 'on',
  text: 'The advice to untick PKCE is obsolete: newer orgs lock the box, and Orgkeep always sends PKCE, which works either way.',
} as const;

function source(title: string, publisher: string): PresetSourceView {
  return { title, publisher };
}

function input(key: string, kind: InputKindId, label: string, hint: string, optional: boolean): InputView {
  return { key, kind, label, hint, optional };
}

const nothing = { inputs: [], open: [], advice: [], wait: null };

const orgkeep: Preset = {
  ...nothing,
  id: 'orgkeep',
  title: 'Orgkeep',
  note: 'always included',
  always: true,
  source: source('Recommended settings', 'Orgkeep'),
  callbacks: [orgkeepCallback],
  scopes: ['api', 'web', 'refresh_token', 'id'],
  settings: {
    codeAndCredentialsFlow: 'off',
    secretForWebServerFlow: 'off',
    secretForRefreshTokenFlow: 'off',
    requirePkce: 'on',
    permittedUsers: 'All users may self-authorize',
    ipRelaxation: 'Enforce IP restrictions',
  },
  wait: [10, 30],
};

const vault: Preset = {
  ...nothing,
  id: 'vault',
  title: 'AutoRABIT Vault',
  note: 'backup and restore',
  always: false,
  source: source('Set up a local External Client App', 'AutoRABIT'),
  inputs: [
    input('instance', 'instance', 'Vault instance', 'https://vault-qa.autorabit.com', false),
    input('profiles', 'profiles', 'Profiles of the users who sign in', 'System Administrator', true),
    input('permission_sets', 'permissionSets', 'Permission sets of the users who sign in', 'Vault_User', true),
  ],
  callbacks: ['{instance}/dashboard/setup/addSfOrg'],
  scopes: ['id', 'api', 'web', 'full', 'refresh_token'],
  settings: {
    codeAndCredentialsFlow: 'on',
    credentialsInBody: 'off',
    secretForWebServerFlow: 'on',
    secretForRefreshTokenFlow: 'on',
    permittedUsers: 'Admin approved users are pre-authorized',
  },
  advice: [withoutTheBox],
  wait: [0, 30],
};

const arm: Preset = {
  ...nothing,
  id: 'arm',
  title: 'AutoRABIT ARM',
  note: 'release management',
  always: false,
  source: source('Register an org through an External Client App', 'AutoRABIT'),
  inputs: [input('callback', 'callback', 'Callback URL that ARM shows', 'https://…', false)],
  callbacks: ['{callback}'],
  scopes: ['id', 'api', 'full', 'chatter_api', 'refresh_token', 'custom_permissions'],
  settings: { codeAndCredentialsFlow: 'on', requirePkce: 'off' },
  advice: [withoutTheBox, pkceIsFine],
  wait: [0, 10],
};

const rehearsal: Preset = {
  ...nothing,
  id: 'compliance-rehearsal',
  title: 'Compliance & Rehearsal Tool',
  note: '2026.1.0 and later',
  always: false,
  source: source('Create an External Client App', 'Compliance and Rehearsal Tool'),
  callbacks: [orgkeepCallback],
  scopes: ['api', 'refresh_token', 'sfap_api'],
  settings: {
    codeAndCredentialsFlow: 'on',
    secretForWebServerFlow: 'off',
    secretForRefreshTokenFlow: 'off',
    requirePkce: 'off',
    ipRelaxation: 'Relax IP restrictions',
  },
  advice: [withoutTheBox, pkceIsFine],
};

const general: Preset = {
  ...nothing,
  id: 'general',
  title: 'General API integration',
  note: 'smallest set of scopes',
  always: false,
  source: source('Creating an External Client App', 'Salesforce glossary'),
  inputs: [
    input('callback', 'callback', 'Callback URL of the integration', 'https://…', true),
    input('run_as', 'username', 'Integration user for client credentials', 'integration@example.com', true),
  ],
  callbacks: ['{callback}'],
  scopes: ['api', 'refresh_token'],
  open: [
    'clientCredentialsFlow',
    'secretForWebServerFlow',
    'secretForRefreshTokenFlow',
    'ipRelaxation',
    'refreshTokenPolicy',
    'sessionTimeout',
  ],
  settings: {
    clientCredentialsFlow: 'off',
    codeAndCredentialsFlow: 'off',
    secretForWebServerFlow: 'on',
    secretForRefreshTokenFlow: 'on',
    requirePkce: 'on',
    ipRelaxation: 'Enforce IP restrictions',
    refreshTokenPolicy: 'Expire refresh token if not used for 30 days',
    sessionTimeout: '2 hours',
  },
  advice: [
    {
      setting: 'clientCredentialsFlow',
      text: 'Run it as a dedicated integration user, not as an administrator. Orgkeep writes this flow down and never runs it.',
    },
  ],
};

export const presets: readonly Preset[] = [orgkeep, vault, arm, rehearsal, general];

/** What the page sees of the products. */
export const presetViews: PresetView[] = presets.map(
  ({ id, title, note, always, source: from, callbacks, inputs }) => ({
    id,
    title,
    note,
    always,
    source: from,
    callbacks,
    inputs,
  }),
);

/** The products of an app, Orgkeep first, the others by id. */
export function served(chosen: readonly string[]): Preset[] {
  const others = presets.filter(({ id }) => chosen.includes(id));
  return [orgkeep, ...others.sort((one, other) => one.id.localeCompare(other.id))];
}
