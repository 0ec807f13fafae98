import type { ChecklistStepId, DesignView, PresetView, QuestionId } from '../../backend/generated';
import { questionLabel } from '../../text/app';

/** An answer that is missing or wrong, and the step whose values are not complete without it. */
export interface MissingAnswer {
  label: string;
  step: ChecklistStepId;
}

const ownSteps: Record<Exclude<QuestionId['kind'], 'input'>, ChecklistStepId> = {
  label: 'basicInformation',
  apiName: 'basicInformation',
  contactEmail: 'basicInformation',
  description: 'basicInformation',
  callbacks: 'callback',
};

function stepOf(question: QuestionId, presets: readonly PresetView[]): ChecklistStepId {
  if (question.kind !== 'input') return ownSteps[question.kind];
  const inputs = presets.find(({ id }) => id === question.preset)?.inputs ?? [];
  const kind = inputs.find(({ key }) => key === question.key)?.kind;
  return kind === 'callback' || kind === 'instance' ? 'callback' : 'policies';
}

/** Every answer that is missing or wrong, in the order of the questions. */
export function missingAnswers({ problems }: DesignView, presets: readonly PresetView[]): MissingAnswer[] {
  return problems.map(({ question }) => ({
    label: questionLabel(question, presets),
    step: stepOf(question, presets),
  }));
}
