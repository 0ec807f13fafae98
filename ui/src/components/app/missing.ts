import type { ChecklistStepId, DesignView, PresetView, ProblemView, QuestionId } from '../../backend/generated';
import { ownQuestions } from '../../text/app';

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

function missing({ question }: ProblemView, presets: readonly PresetView[]): MissingAnswer {
  if (question.kind !== 'input') return { label: ownQuestions[question.kind], step: ownSteps[question.kind] };
  const inputs = presets.find(({ id }) => id === question.preset)?.inputs ?? [];
  const input = inputs.find(({ key }) => key === question.key);
  const isAddress = input?.kind === 'callback' || input?.kind === 'instance';
  return { label: input?.label ?? question.key, step: isAddress ? 'callback' : 'policies' };
}

/** Every answer that is missing or wrong, in the order of the questions. */
export function missingAnswers({ problems }: DesignView, presets: readonly PresetView[]): MissingAnswer[] {
  return problems.map((problem) => missing(problem, presets));
}
