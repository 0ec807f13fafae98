import type { ConflictView, GivenUpView, OpenSettingView, RemarkView, SettingId } from '../generated';
import type { Preset } from './presets';

interface Setting {
  /** The label on Salesforce's page. */
  label: string;
  /** In the order in which a proposal is looked for. */
  values: readonly string[];
}

const onOff = ['on', 'off'];

/** In the order of Salesforce's pages. */
export const settings: Record<SettingId, Setting> = {
  clientCredentialsFlow: { label: 'Enable Client Credentials Flow', values: onOff },
  codeAndCredentialsFlow: { label: 'Enable Authorization Code and Credentials Flow', values: onOff },
  credentialsInBody: {
    label: 'Require user credentials in the POST body for Authorization Code and Credentials Flow',
    values: ['off', 'on'],
  },
  secretForWebServerFlow: { label: 'Require secret for Web Server Flow', values: onOff },
  secretForRefreshTokenFlow: { label: 'Require secret for Refresh Token Flow', values: onOff },
  requirePkce: {
    label: 'Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows',
    values: onOff,
  },
  permittedUsers: {
    label: 'Permitted Users',
    values: ['Admin approved users are pre-authorized', 'All users may self-authorize'],
  },
  ipRelaxation: { label: 'IP Relaxation', values: ['Relax IP restrictions', 'Enforce IP restrictions'] },
  refreshTokenPolicy: {
    label: 'Refresh Token Policy',
    values: [
      'Expire refresh token if not used for 30 days',
      'Expire refresh token after 365 days',
      'Refresh token is valid until revoked',
      'Immediately expire refresh token',
    ],
  },
  sessionTimeout: {
    label: 'Timeout Value',
    values: ['2 hours', '15 minutes', '30 minutes', '1 hour', '4 hours', '8 hours', '12 hours', '24 hours'],
  },
};

const order = Object.keys(settings) as SettingId[];

/** What is in force, and what became of the wishes. */
export interface Settled {
  inForce: Partial<Record<SettingId, string>>;
  conflicts: ConflictView[];
  open: OpenSettingView[];
  givenUp: GivenUpView[];
}

function advised(preset: Preset, setting: SettingId): string | undefined {
  return preset.advice.find((advice) => advice.setting === setting && advice.value)?.value;
}

function settleOne(setting: SettingId, products: Preset[], choice: string | undefined, into: Settled): void {
  const wanting = products.filter((preset) => preset.settings[setting] !== undefined);
  const wanted = settings[setting].values.filter(
    (value) =>
      wanting.some((preset) => preset.settings[setting] === value) ||
      products.some((preset) => advised(preset, setting) === value),
  );
  const [proposed] = wanted;
  if (proposed === undefined) return;
  const isOpen = products.some((preset) => preset.open.includes(setting));
  const options = isOpen ? [...settings[setting].values] : wanted;
  const chosen = choice !== undefined && options.includes(choice) ? choice : proposed;
  into.inForce[setting] = chosen;
  const wishes = wanting.map((preset) => ({ product: preset.title, value: preset.settings[setting] ?? '' }));
  if (wanted.length > 1) into.conflicts.push({ setting, wishes, proposed, chosen, options });
  else if (isOpen) into.open.push({ setting, chosen, options });
  const lost = wanting.filter((preset) => preset.settings[setting] !== chosen && !preset.open.includes(setting));
  into.givenUp.push(
    ...lost.map((preset) => ({
      product: preset.title,
      setting,
      wanted: preset.settings[setting] ?? '',
      instead: chosen,
      obsolete: advised(preset, setting) === chosen,
    })),
  );
}

/** Settles every setting on which the products have a wish. */
export function settle(products: Preset[], choices: { setting: SettingId; value: string }[]): Settled {
  const settled: Settled = { inForce: {}, conflicts: [], open: [], givenUp: [] };
  for (const setting of order) {
    settleOne(setting, products, choices.find((choice) => choice.setting === setting)?.value, settled);
  }
  return settled;
}

/** Each remark once, with everybody whose wish it is about. */
export function remarksOf(products: Preset[]): RemarkView[] {
  const said: RemarkView[] = [];
  for (const { advice, title } of products) {
    for (const { setting, text } of advice) {
      const same = said.find((remark) => remark.setting === setting && remark.text === text);
      if (same) same.products.push(title);
      else said.push({ setting, text, products: [title] });
    }
  }
  return said.sort((one, other) => order.indexOf(one.setting) - order.indexOf(other.setting));
}
