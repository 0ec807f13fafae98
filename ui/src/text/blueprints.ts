const counted = (count: number, one: string, many: string) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** The pages about blueprints: what known products ask for, and the person’s own. */
export const blueprintsText = {
  title: 'Blueprints',
  newOne: 'New blueprint',
  making: 'Making it',
  import: 'Import…',
  importing: 'Importing',
  tabs: { presets: 'Presets', mine: 'Mine', source: 'Source files', check: 'Check source' },
  notRead: 'The blueprints could not be read',
  imported: (name: string) => `Imported “${name}”`,
  importedText: 'Keys and secrets are never part of the file.',
  exported: 'Blueprint exported',
  checklistSaved: 'Checklist saved',
} as const;

/** What known products ask for. */
export const presetsText = {
  list: 'Products',
  use: 'Use as a new blueprint',
  compare: 'Compare',
  asks: 'Settings of the app',
  /** As Salesforce says, and the lines of Rust. */
  callback: 'Callback URL',
  answer: (question: string) => `‹${question}›`,
  asksOfYou: 'What you answer',
  asksNothing: 'Nothing. Every value is known.',
  optional: 'optional',
  open: 'open',
  example: (hint: string) => `for example ${hint}`,
  from: 'From',
  source: (title: string, publisher: string) => `“${title}”, ${publisher}`,
  always: 'Part of every app that Orgkeep signs in with.',
  differs: 'Bold values are not those of Orgkeep alone.',
  differsMark: 'differs from Orgkeep alone',
  loading: 'Reading the values',
} as const;

/** The person’s own blueprints. */
export const mineText = {
  list: 'Your blueprints',
  empty: {
    title: 'No blueprint of your own yet',
    text: 'A blueprint says what an External Client App shall be: products, values and your answers. Use it for many orgs, compare it, write it as source, or share it as a file.',
    presets: 'Look at the presets',
  },
  complete: 'Complete',
  open: (count: number) => counted(count, 'answer open', 'answers open'),
  changed: 'changed',
  actions: (name: string) => `Actions for ${name}`,
  menu: {
    open: 'Open',
    duplicate: 'Duplicate',
    compare: 'Compare…',
    source: 'Write source files…',
    checklist: 'Save checklist…',
    export: 'Export…',
    remove: 'Remove',
  },
  remove: {
    title: (name: string) => `Remove “${name}”?`,
    text: 'The blueprint goes from this computer, and this cannot be undone. Apps in Salesforce and files that were written stay as they are.',
    advice: 'Export it first if somebody may need it again.',
    remove: 'Remove',
    keep: 'Keep it',
  },
  removed: (name: string) => `“${name}” removed`,
} as const;

/** One of the person’s own blueprints. */
export const editorText = {
  back: 'Mine',
  name: 'Name of this blueprint',
  nameHint: 'As it stands in your list. The app has a name of its own.',
  source: 'Write source files',
  checklist: 'Save checklist',
  gone: 'This blueprint is not there any more',
  goneText: 'It was removed meanwhile. The list shows what there is now.',
  goToList: 'Go to list',
} as const;

/** Two blueprints side by side. */
export const compareText = {
  title: 'Compare blueprints',
  back: 'Blueprints',
  left: 'One blueprint',
  right: 'Other blueprint',
  choose: 'Choose a blueprint',
  preset: (title: string) => `${title} (preset)`,
  swap: 'Swap sides',
  show: 'Lines to show',
  differences: (count: number) => `Differences ${count}`,
  all: (count: number) => `All ${count}`,
  setting: 'Setting',
  nothing: 'Nothing',
  differs: 'differs',
  chooseBoth: 'Choose two blueprints to see them side by side.',
  same: {
    title: 'No difference',
    text: 'Both blueprints make the same app.',
    all: 'Show all lines',
  },
} as const;
