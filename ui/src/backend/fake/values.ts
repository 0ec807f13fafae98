import type { ChecklistStepId, ChecklistValueView, NoteView, SettingId } from '../generated';
import { sound } from './answers';
import type { Made } from './design';
import { settings } from './settings';

/** The words of the Setup page for each scope, in its order. */
const scopeNames: Record<string, string> = {
  api: 'Manage user data via APIs (api)',
  web: 'Manage user data via Web browsers (web)',
  refresh_token: 'Perform requests at any time (refresh_token, offline_access)',
  id: 'Access the identity URL service (id, profile, email, address, phone)',
  sfap_api: 'Access the Salesforce API Platform (sfap_api)',
  full: 'Full access (full)',
  chatter_api: 'Access Connect REST API resources (chatter_api)',
  custom_permissions: 'Access custom permissions (custom_permissions)',
};

/** The settings that are made in a step. */
const made: Partial<Record<ChecklistStepId, SettingId[]>> = {
  flows: ['clientCredentialsFlow', 'codeAndCredentialsFlow', 'credentialsInBody'],
  security: ['secretForWebServerFlow', 'secretForRefreshTokenFlow', 'requirePkce'],
  policies: ['permittedUsers', 'ipRelaxation', 'refreshTokenPolicy', 'sessionTimeout'],
};

function typed(label: string, value: string): ChecklistValueView {
  return { label, value, copyable: true };
}

function chosen(label: string, value: string): ChecklistValueView {
  return { label, value, copyable: false };
}

function basicInformation({ app, label, apiName, answered }: Made): ChecklistValueView[] {
  const optional = [
    typed('Contact Email', sound(app, 'contactEmail', answered)),
    typed('Description', sound(app, 'description', answered)),
  ];
  return [
    typed('External Client App Name', label),
    typed('API Name', apiName),
    ...optional.filter(({ value }) => value !== ''),
    chosen('Distribution State', 'Local'),
  ];
}

function callbacks(urls: string[]): ChecklistValueView[] {
  const label = (index: number) => (urls.length > 1 ? `Callback URL ${index + 1}` : 'Callback URL');
  return [chosen('Enable OAuth', 'on'), ...urls.map((url, index) => typed(label(index), url))];
}

function inForce(step: ChecklistStepId, { settled }: Made): ChecklistValueView[] {
  return (made[step] ?? []).flatMap((setting) => {
    const value = settled.inForce[setting];
    return value === undefined ? [] : [chosen(settings[setting].label, value)];
  });
}

function people({ answered, settled }: Made): ChecklistValueView[] {
  const approved = settled.inForce.permittedUsers === 'Admin approved users are pre-authorized';
  const user = settled.inForce.clientCredentialsFlow === 'on' ? answered.runAs : null;
  return [
    ...(approved ? answered.profiles.map((name) => chosen('Selected Profiles', name)) : []),
    ...(approved ? answered.permissionSets.map((name) => chosen('Selected Permission Sets', name)) : []),
    ...(user === null ? [] : [typed('Run As (Username)', user)]),
  ];
}

function stepValues(step: ChecklistStepId, all: Made): ChecklistValueView[] {
  switch (step) {
    case 'openManager':
      return [typed('Quick Find', 'External Client App Manager')];
    case 'basicInformation':
      return basicInformation(all);
    case 'callback':
      return callbacks(all.answered.callbacks);
    case 'scopes':
      return Object.keys(scopeNames)
        .filter((scope) => all.scopes.includes(scope))
        .map((scope) => chosen('OAuth Scope', scopeNames[scope] ?? scope));
    case 'policies':
      return [...inForce(step, all), ...people(all)];
    case 'flows':
    case 'security':
    case 'credentials':
      return inForce(step, all);
  }
}

function wishesOf(step: ChecklistStepId, { remarks, settled }: Made): NoteView[] {
  const here = made[step] ?? [];
  const said = remarks.filter(({ setting }) => here.includes(setting));
  const lost = settled.givenUp.filter(({ setting, obsolete }) => here.includes(setting) && !obsolete);
  return [
    ...said.map(({ products, text }) => ({
      text: `${products.join(', ')}: ${text}`,
      kind: 'remark' as const,
      page: null,
    })),
    ...lost.map(({ setting, product, wanted, instead }) => ({
      text: `${settings[setting].label}: ${product} asks for ${wanted}, and this app has ${instead}.`,
      kind: 'givenUp' as const,
      page: null,
    })),
  ];
}

/** What is entered in a step, and what became of the products' wishes there. */
export function valuesOf(step: ChecklistStepId, all: Made): { values: ChecklistValueView[]; wishes: NoteView[] } {
  return { values: stepValues(step, all), wishes: wishesOf(step, all) };
}
