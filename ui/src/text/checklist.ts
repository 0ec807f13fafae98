import type { ChecklistStepView, NoteKindId } from '../backend/generated';

/** The words around the checklist. Its steps, places, values and notes come from Rust. */
export const checklistText = {
  heading: 'Enter these values',
  done: (done: number, all: number) => `${done} of ${all} done`,
  open: 'Open this page',
  tick: (title: string) => `Done: ${title}`,
  before: 'Before you start',
  incomplete: 'Incomplete',
  changed: 'Changed',
  changedText: 'The values have changed since you ticked this step.',
};

/** What stands at the end of a closed step: how much there is to enter. */
export function checklistSize({ id, values }: ChecklistStepView): string {
  if (id === 'credentials') return 'e-mailed code';
  const [one, many] = id === 'security' || id === 'flows' ? ['box', 'boxes'] : ['value', 'values'];
  return values.length === 1 ? `1 ${one}` : `${values.length} ${many}`;
}

/** What kind of note it is, in a word before it. A hint needs none. */
export const noteKinds: Record<NoteKindId, string | null> = {
  hint: null,
  variant: 'Variant: ',
  wait: 'Wait: ',
  remark: 'Remark: ',
  givenUp: 'Given up: ',
};

export const noteText = {
  open: (page: string) => `Open ${page}`,
};

/** The checklist on its way to the person who may create apps. */
export const handOverText = {
  menu: 'Hand over',
  menuHint: 'To the person who may create apps',
  markdown: 'Save as Markdown…',
  print: 'Print or save as PDF…',
  saved: 'Checklist saved',
};

/** The checklist on paper. */
export const printText = {
  title: (app: string) => `External Client App ${app}`,
  products: (products: readonly string[]) => `For ${products.join(', ')}.`,
  host: 'In the org',
};
