import type { PatternId } from '../backend/generated';

/** How an app gets into orgs, for a list. */
export const patternNames: Record<PatternId, string> = {
  packaged: 'Pattern 1, packaged',
  bootstrap: 'Pattern 2, source and bootstrap',
  dual: 'Dual, production and below',
  plain: 'Plain, one org',
};

/** Lines of files and of their differences. */
export const linesText = {
  excerpt: 'Lines around it',
  difference: 'Difference',
  marked: 'Here:',
  added: 'Added:',
  removed: 'Removed:',
  leftOut: (count: number) => (count === 1 ? '1 unchanged line' : `${count} unchanged lines`),
  extent: (added: number, removed: number) => `${added} added, ${removed} removed`,
} as const;

/** The folder that a person types, chooses or drops. */
export const folderText = {
  label: 'Folder',
  placeholder: '~/projects/our-eca',
  choose: 'Choose…',
} as const;

const counted = (count: number, one: string, many: string) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** What a pattern means, for those who choose. */
export const patternFacts: Record<PatternId, { what: string; byHand: string; key: string; refresh: string }> = {
  packaged: {
    what: 'One unlocked package from the Dev Hub, installed in every org.',
    byHand: 'Once, on the Dev Hub',
    key: 'One for all orgs, rotated once',
    refresh: 'Survives; deploy the policies again',
  },
  bootstrap: {
    what: 'Source, and a script that lets each org make its own key.',
    byHand: 'Nothing',
    key: 'One in each org',
    refresh: 'Lost; deploy and run the script again',
  },
  dual: {
    what: 'Two packages: one for production, one for everything below.',
    byHand: 'Once for each app, on the Dev Hub',
    key: 'Two: production, and below',
    refresh: 'Survives; deploy the policies again',
  },
  plain: {
    what: 'One deployment into one org, without package or script.',
    byHand: 'One deployment',
    key: 'One, in that org',
    refresh: 'Comes with the copy',
  },
};

/** The page that writes a blueprint as source. */
export const sourceText = {
  blueprint: 'Blueprint',
  chooseBlueprint: 'Choose a blueprint',
  products: 'Straight from products',
  productsHint: 'For a quick tree. A blueprint of your own also keeps your answers.',
  keep: 'Keep these answers as a blueprint',
  contactEmail: 'Contact Email',
  contactHint: 'Salesforce writes there about the app.',
  openBlueprint: 'Open the blueprint',
  incomplete: 'This blueprint is not complete',
  pattern: 'Pattern',
  chooser: 'Which pattern fits?',
  chooserHint: 'Tick every question that you answer with yes.',
  recommended: (pattern: string) => `Recommended: ${pattern}`,
  recommendedMark: 'recommended',
  givenUp: 'Does not go together with it:',
  noRecommendation: 'With no to everything, any pattern will do. Choose one below.',
  facts: { byHand: 'By hand', key: 'Key and secret', refresh: 'Sandbox refresh' },
  link: 'Link to the Dev Hub',
  linkOf: { production: 'Link of the production app', below: 'Link of the app below production' },
  linkLead: 'Only Salesforce makes these two values. Orgkeep never invents them.',
  linkSteps: [
    'On the Dev Hub, create the app in External Client App Manager and enable OAuth.',
    'Retrieve it into any sfdx project:',
    'Paste the two retrieved files below, or only the values that they hold.',
  ],
  retrieve: (apiName: string | null) =>
    `sf project retrieve start --metadata ExternalClientApplication${apiName === null ? '' : `:${apiName}`} --metadata ExtlClntAppOauthSettings --target-org DevHub`,
  retrieveWhat: 'the command',
  appFile: 'Retrieved .eca-meta.xml, or orgScopedExternalApp',
  appFileExample: '00D…:Orgkeep',
  oauthFile: 'Retrieved .ecaOauth-meta.xml, or oauthLink',
  oauthFileExample: '00D…:888…',
  environments: 'Orgs with policies of their own',
  environmentsOf: { production: 'Orgs of production', below: 'Orgs below production' },
  environmentsHint: 'Every other org takes the policies of default/.',
  alias: 'Alias',
  aliasExample: 'uat',
  runAs: 'Run as (client credentials)',
  runAsExample: 'integration@…',
  aliasOf: (row: number) => `Alias of org ${row}`,
  runAsOf: (row: number) => `Run as in org ${row}`,
  addEnvironment: 'Add an org',
  removeEnvironment: (name: string) => `Remove ${name}`,
  anOrg: 'this org',
  belowCallbacks: 'Callback URLs below production',
  belowCallbacksHint: 'One in each line, beside Orgkeep’s own. Empty takes those of production.',
  folder: 'Folder',
  folderHint: 'It is made where it is not there. What is in it already is shown before anything is replaced.',
  plan: 'What will be written',
  nothing: {
    title: 'The files stand here before anything is written',
    text: 'Choose a blueprint and a pattern at the left.',
  },
  looking: 'Looking',
  refused: (count: number) => counted(count, 'thing is still needed', 'things are still needed'),
  refusedText: 'Then the files stand here, and nothing is written before you say so.',
  goThere: 'Go there',
  occupied: 'The folder is not empty. Files that are not in this list stay as they are.',
  replaces: (count: number) =>
    count === 1
      ? '1 file there has another text, which will be lost'
      : `${count} files there have another text, which will be lost`,
  replacesText: 'Look at the differences first.',
  counts: {
    new: (n: number) => `${n} new`,
    replaced: (n: number) => `${n} replaced`,
    same: (n: number) => `${n} unchanged`,
  },
  marks: { new: 'new', same: 'unchanged', replaced: 'replaced' },
  tree: 'Files',
  write: (files: number) => `Write ${counted(files, 'file', 'files')}`,
  writeAndReplace: (files: number, replaced: number) => `Write ${counted(files, 'file', 'files')}, replace ${replaced}`,
  writing: 'Writing',
  allThere: 'Everything is there already',
  show: 'What to show',
  difference: 'Difference',
  text: 'New text',
  copyFile: 'the file',
  writtenTitle: (files: number) => `${counted(files, 'file', 'files')} written`,
  writtenText: (replaced: number) =>
    `In this folder.${replaced === 0 ? '' : ` ${counted(replaced, 'file was', 'files were')} replaced.`}`,
  commands: 'Run next, in this order',
  commandsHint: 'In a terminal, in that folder.',
  copyCommand: (line: number) => `command ${line}`,
  copyAll: 'Copy all',
  check: 'Check these files',
  again: 'Back to the files',
  copyPath: 'the folder',
} as const;
