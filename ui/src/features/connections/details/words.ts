import type { VerdictView } from '../../../backend/generated';
import { causeCopy, type CauseStep } from '../../../text/causes';
import { verdicts } from '../../../text/verdicts';

/** What happened, why, and what to do. */
export interface VerdictWords {
  title: string;
  why: string;
  steps: readonly CauseStep[];
  /** Whether only a new sign-in helps, so that this is what trying again means. */
  signsIn: boolean;
}

/** What Salesforce refused for a cause of its own has the words of the catalogue; all else those of the verdict. */
export function wordsOf(found: VerdictView): VerdictWords {
  const own = verdicts[found.verdict];
  const ends = found.group === 'signInAgain' || found.verdict === 'orgRefreshed';
  if (found.cause === null || ends) return { title: own.title, why: own.why, steps: own.steps, signsIn: ends };
  const { title, why, steps, retry } = causeCopy(found.cause);
  return { title, why, steps, signsIn: retry === 'signInAgain' };
}
