import type { SeverityId } from '../generated';

/** The files of a source tree with mistakes. */
export const brokenFiles: Record<string, readonly string[]> = {
  'app/extlClntAppGlobalOauthSets/Orgkeep_glbloauth.ecaGlblOauth-meta.xml': [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata">',
    '    <callbackUrl>http://localhost:33333</callbackUrl>',
    '    <externalClientApplication>Orgkeep</externalClientApplication>',
    '</ExtlClntAppGlobalOauthSettings>',
  ],
  'app/extlClntAppOauthSettings/Orgkeep_oauth.ecaOauth-meta.xml': [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ExtlClntAppOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata">',
    '    <commaSeparatedOauthScopes>api, RefreshToken</commaSeparatedOauthScopes>',
    '    <externalClientApplication>Orgkeep</externalClientApplication>',
    '    <label>Orgkeep_oauth</label>',
    '</ExtlClntAppOauthSettings>',
  ],
  'policies/default/extlClntAppOauthPolicies/Orgkeep_oauthPlcy.ecaOauthPlcy-meta.xml': [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ExtlClntAppOauthConfigurablePolicies xmlns="http://soap.sforce.com/2006/04/metadata">',
    '    <clientCredentialsFlowUser>integration@larkfield.example</clientCredentialsFlowUser>',
    '    <externalClientApplication>Orgkeep</externalClientApplication>',
    '    <ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>',
    '    <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>',
    '    <label>Orgkeep_oauthPlcy</label>',
    '</ExtlClntAppOauthConfigurablePolicies>',
  ],
  'scripts/deploy.sh': ['#!/bin/sh', 'SF_CONSUMER_SECRET=…', 'sfp install --targetorg uat --artifacts larkfield-app'],
  'sfdx-project.json': [
    '{',
    '  "packageDirectories": [',
    '    { "path": "policies", "package": "larkfield-policies", "type": "source", "aliasfy": true },',
    '    { "path": "app", "default": true, "package": "larkfield-app" }',
    '  ],',
    '  "sourceApiVersion": "66.0"',
    '}',
  ],
};

/** A change of a file: so many lines from one on give way to others. */
export interface SampleRemedy {
  path: string;
  line: number;
  removed: number;
  added: readonly string[];
}

/** A mistake in {@link brokenFiles}. */
export interface Mistake {
  path: string;
  rule: string;
  title: string;
  severity: SeverityId;
  line: number;
  column: number;
  what: string;
  why: string;
  fix: string;
  remedy?: SampleRemedy;
}

const global = 'app/extlClntAppGlobalOauthSets/Orgkeep_glbloauth.ecaGlblOauth-meta.xml';
const settings = 'app/extlClntAppOauthSettings/Orgkeep_oauth.ecaOauth-meta.xml';
const policies = 'policies/default/extlClntAppOauthPolicies/Orgkeep_oauthPlcy.ecaOauthPlcy-meta.xml';

/** The mistakes, in the order of their files and lines. */
export const mistakes: readonly Mistake[] = [
  {
    path: global,
    rule: 'global_settings_in_source_control',
    title: 'Global OAuth settings in source control',
    severity: 'error',
    line: 2,
    column: 1,
    what: 'This file is not ignored.',
    why: 'They hold the consumer of one org: key, callbacks, flows. They are never packaged, and a second deployment with another key reports success and changes nothing.',
    fix: 'Take the file out of source control and add *.ecaGlblOauth-meta.xml to .gitignore.',
    remedy: { path: '.gitignore', line: 3, removed: 0, added: ['*.ecaGlblOauth-meta.xml'] },
  },
  {
    path: settings,
    rule: 'runtime_scope_name',
    title: 'Scope name is a runtime name',
    severity: 'error',
    line: 3,
    column: 32,
    what: '“api” is sent at sign-in. In metadata it is “Api”.',
    why: 'A scope has one name at sign-in and another one in metadata. Metadata refuses the first.',
    fix: 'Use the name that the finding gives.',
    remedy: {
      path: settings,
      line: 3,
      removed: 1,
      added: ['    <commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>'],
    },
  },
  {
    path: settings,
    rule: 'missing_oauth_link',
    title: 'oauthLink is missing',
    severity: 'error',
    line: 6,
    column: 1,
    what: 'These settings belong to a package and have no oauthLink.',
    why: 'Packaged OAuth settings point to the Dev Hub’s consumer. Without the link the app’s OAuth plug-in breaks, and its page says “Cannot invoke String.split(String) because oauthLink is null”.',
    fix: 'Retrieve the settings from the Dev Hub and keep the line that they have there. Nobody can make it up.',
  },
  {
    path: policies,
    rule: 'run_as_user_in_default',
    title: 'Run-as user in default/',
    severity: 'error',
    line: 3,
    column: 5,
    what: 'default/ names integration@larkfield.example.',
    why: 'The folder default/ is for orgs that have none of their own, scratch orgs among them. Their user names cannot be known.',
    fix: 'Switch client credentials off in default/, and name the user in the folder of each org.',
    remedy: { path: policies, line: 3, removed: 1, added: [] },
  },
  {
    path: 'scripts/deploy.sh',
    rule: 'secret_in_file',
    title: 'Secret in a file',
    severity: 'error',
    line: 2,
    column: 20,
    what: 'The value of SF_CONSUMER_SECRET looks like a consumer secret.',
    why: 'Whoever can read the repository, or its history, can use it.',
    fix: 'Remove it from the file and its history, and rotate it in Salesforce.',
  },
  {
    path: 'sfdx-project.json',
    rule: 'wrong_install_order',
    title: 'Package directories in the wrong order',
    severity: 'error',
    line: 3,
    column: 5,
    what: '“policies” comes before “app”, whose OAuth settings it needs.',
    why: 'Directories are installed in the order of sfdx-project.json. The order is always app, OAuth, policies.',
    fix: 'Move the directory of the policies below the one of the app and its OAuth settings.',
    remedy: {
      path: 'sfdx-project.json',
      line: 3,
      removed: 2,
      added: [
        '    { "path": "app", "default": true, "package": "larkfield-app" },',
        '    { "path": "policies", "package": "larkfield-policies", "type": "source", "aliasfy": true }',
      ],
    },
  },
  {
    path: 'sfdx-project.json',
    rule: 'not_first_on_dev_hub',
    title: 'Not installed on the Dev Hub first',
    severity: 'warning',
    line: 4,
    column: 5,
    what: 'No script installs “larkfield-app” on a Dev Hub.',
    why: 'The consumer lives in the Dev Hub. Until the package is installed there, the link of every other org leads nowhere.',
    fix: 'Install the package on the Dev Hub before any other org.',
  },
];

/** What is said of each rule where nothing breaks it. */
export const keptRules: Readonly<Record<string, string>> = {
  missing_oauth_link: 'oauthLink is set where a package needs it',
  link_of_another_org: 'Links point to the right org',
  global_settings_in_source_control: 'Global OAuth settings stay out of source control',
  wrong_distribution_state: 'Distribution state fits the pattern',
  policies_before_oauth: 'Policies come after OAuth',
  wrong_install_order: 'Package directories in the order app, OAuth, policies',
  client_credentials_without_user: 'Client credentials name their user, or are off',
  run_as_user_in_default: 'No run-as user in default/',
  app_name_differs: 'API names agree',
  wrong_folder_or_suffix: 'Folders and suffixes are right',
  elements_out_of_order: 'Elements in the documented order',
  runtime_scope_name: 'Scopes have their metadata names',
  unknown_scope: 'Every scope is known',
  packaged_app_in_scratch_org: 'No packaged app aimed at a scratch org',
  not_first_on_dev_hub: 'Packages go to the Dev Hub first',
  secret_in_file: 'No secret in any file',
  not_readable: 'Every file can be read',
};

export const gitignore: readonly string[] = ['.sf/', '.sfdx/'];
