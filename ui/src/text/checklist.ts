import type { ChecklistStepView, NoteKindId } from '../backend/generated';

/** The words around the checklist. Its steps, places, values and notes come from Rust. */
export const checklistText = {
  heading: 'Enter these values',
  done: (done: number, all: number) => `${done} of ${all} done`,
  open: 'Open this page',
  tick: (title: string) => `Done: ${title}`,
  before: 'Before you start',
};

/** What stands at the end of a closed step: how much there is to enter. */
export function checklistSize({ id, values }: ChecklistStepView): string {
  if (id === 'credentials') return 'e-mailed code';
  const [one, many] = id === 'security' || id === 'flows' ? ['box', 'boxes'] : ['value', 'values'];
  return values.length === 1 ? `1 ${one}` : `${values.length} ${many}`;
}

/** What kind of note it is, in a word. A hint needs none. */
export const noteKinds: Record<NoteKindId, string | null> = {
  hint: null,
  variant: 'In some orgs',
  wait: 'Takes time',
  remark: 'About a wish',
  givenUp: 'Given up',
};

export const noteText = {
  open: (page: string) => `Open ${page}`,
};
