import type { ChecklistStepId, ChecklistStepView } from '../../backend/generated';

function valuesOf(checklist: readonly ChecklistStepView[], id: ChecklistStepId): string {
  const step = checklist.find((each) => each.id === id);
  return JSON.stringify(step?.values.map(({ label, value }) => [label, value]));
}

/** The ticked steps whose values are not those any more that were entered. */
export function outdated(
  ticked: readonly ChecklistStepId[],
  before: readonly ChecklistStepView[],
  now: readonly ChecklistStepView[],
): ChecklistStepId[] {
  return ticked.filter((id) => valuesOf(before, id) !== valuesOf(now, id));
}
