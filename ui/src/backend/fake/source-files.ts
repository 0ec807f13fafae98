import type { SourceRequest } from '../generated';
import { designOf } from './design';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

function metadata(type: string, elements: readonly [string, string][]): string {
  const lines = elements.map(([name, value]) => `    <${name}>${value}</${name}>`);
  return [declaration, `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">`, ...lines, `</${type}>`, ''].join(
    '\n',
  );
}

/** The value in a pasted file, or the text itself. */
export function pastedValue(text: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? text.trim();
}

interface App {
  label: string;
  apiName: string;
  contactEmail: string;
  /** Nothing where the app is not packaged. */
  link: { oauthLink: string; orgScopedApp: string } | null;
}

function appFiles({ label, apiName, contactEmail, link }: App, folder: string): [string, string][] {
  const scoped: [string, string][] = link ? [['orgScopedExternalApp', link.orgScopedApp]] : [];
  const oauth: [string, string][] = link ? [['oauthLink', link.oauthLink]] : [];
  return [
    [
      `${folder}/externalClientApps/${apiName}.eca-meta.xml`,
      metadata('ExternalClientApplication', [
        ['contactEmail', contactEmail],
        ['distributionState', link ? 'Packaged' : 'Local'],
        ['isProtected', 'false'],
        ['label', label],
        ...scoped,
      ]),
    ],
    [
      `${folder}/extlClntAppOauthSettings/${apiName}_oauth.ecaOauth-meta.xml`,
      metadata('ExtlClntAppOauthSettings', [
        ['commaSeparatedOauthScopes', 'Api, Web, RefreshToken, Basic'],
        ['externalClientApplication', apiName],
        ['isFirstPartyAppEnabled', 'false'],
        ['label', `${apiName}_oauth`],
        ...oauth,
      ]),
    ],
  ];
}

function policyFiles(apiName: string, folder: string, runAs: string): [string, string][] {
  const user: [string, string][] = runAs ? [['clientCredentialsFlowUser', runAs]] : [];
  return [
    [
      `${folder}/extlClntAppOauthPolicies/${apiName}_oauthPlcy.ecaOauthPlcy-meta.xml`,
      metadata('ExtlClntAppOauthConfigurablePolicies', [
        ...user,
        ['externalClientApplication', apiName],
        ['ipRelaxationPolicyType', 'Enforce'],
        ['isClientCredentialsFlowEnabled', runAs ? 'true' : 'false'],
        ['label', `${apiName}_oauthPlcy`],
        ['permittedUsersPolicyType', 'AllSelfAuthorized'],
        ['refreshTokenPolicyType', 'SpecificLifetime'],
        ['requiredSessionLevel', 'STANDARD'],
      ]),
    ],
    [
      `${folder}/extlClntAppPolicies/${apiName}_plcy.ecaPlcy-meta.xml`,
      metadata('ExtlClntAppConfigurablePolicies', [
        ['externalClientApplication', apiName],
        ['isEnabled', 'true'],
        ['isOauthPluginEnabled', 'true'],
        ['label', `${apiName}_plcy`],
      ]),
    ],
  ];
}

function project(directories: readonly string[]): string {
  const packageDirectories = directories.map((path, index) => ({ path, default: index === 0 }));
  return `${JSON.stringify({ packageDirectories, sourceApiVersion: '66.0' }, null, 2)}\n`;
}

function readme(label: string): string {
  return [
    `# ${label}: one External Client App`,
    '',
    'The order is always app, OAuth, policies.',
    '',
    '## What to know',
    '',
    '- Policies are made by Salesforce when the package is installed. The ones here are deployed only to change them.',
    '- Deploying the app’s header again never overwrites its OAuth settings.',
    '',
  ].join('\n');
}

const environmentFiles = (apiName: string, folder: string, environments: SourceRequest['environments']) =>
  [...environments, { alias: 'default', runAs: '' }].flatMap(({ alias, runAs }) =>
    policyFiles(apiName, `${folder}/${alias}`, runAs),
  );

/** The files of a tree, near enough for samples. */
export function sampleFiles({ app, pattern, link, environments, below }: SourceRequest): [string, string][] {
  const { label, apiName } = designOf(app);
  const { contactEmail } = app;
  const linked = (from: SourceRequest['link']) => ({
    oauthLink: pastedValue(from.oauthLink, 'oauthLink'),
    orgScopedApp: pastedValue(from.orgScopedApp, 'orgScopedExternalApp'),
  });
  const common: [string, string][] = [
    ['.forceignore', '**/*.ecaGlblOauth-meta.xml\n'],
    ['.gitignore', '.sf/\n.sfdx/\n*.ecaGlblOauth-meta.xml\n'],
    ['README.md', readme(label)],
    [
      'config/blueprint.toml',
      `pattern = "${pattern}"\n\n[app.blueprint]\nlabel = "${label}"\napi_name = "${apiName}"\n`,
    ],
  ];
  const own = { label, apiName, contactEmail };
  switch (pattern) {
    case 'packaged':
      return [
        ...common,
        ...appFiles({ ...own, link: linked(link) }, 'app'),
        ...environmentFiles(apiName, 'policies', environments),
        ['sfdx-project.json', project(['app', 'policies'])],
      ];
    case 'bootstrap':
      return [
        ...common,
        ...appFiles({ ...own, link: null }, 'app').slice(0, 1),
        ['app/scripts/bootstrap.apex', '// Creates what is missing, and never touches what is there.\n'],
        ['scripts/bootstrap.sh', '#!/bin/sh\nset -eu\n'],
        ...environmentFiles(apiName, 'policies', environments),
        ['sfdx-project.json', project(['app', 'policies'])],
      ];
    case 'dual': {
      const other = `${apiName}_NonProd`;
      return [
        ...common,
        ...appFiles({ ...own, link: linked(link) }, 'production/app'),
        ...environmentFiles(apiName, 'production/policies', environments),
        ...appFiles({ ...own, apiName: other, link: linked(below.link) }, 'non-production/app'),
        ...environmentFiles(other, 'non-production/policies', below.environments),
        ['sfdx-project.json', project(['production/app', 'non-production/app'])],
      ];
    }
    case 'plain':
      return [
        ...common,
        ...appFiles({ ...own, link: null }, 'app'),
        ...policyFiles(apiName, 'policies', ''),
        ['sfdx-project.json', project(['app', 'policies'])],
      ];
  }
}
