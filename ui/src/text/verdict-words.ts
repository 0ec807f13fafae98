import type { VerdictView } from '../backend/generated';
import { causeCopy, type CauseStep } from './causes';
import { testAgain, verdicts } from './verdicts';

/** What happened, why, and what to do. */
export interface VerdictWords {
  title: string;
  why: string;
  steps: readonly CauseStep[];
  /** Whether only a new sign-in helps, so that this is what trying again means. */
  signsIn: boolean;
}

/** The catalogue speaks of signing in; what a test met is tried again by a test. */
function testedAgain(step: CauseStep): CauseStep {
  return step.action === 'retry' ? testAgain : step;
}

/** Of the end of a sign-in these tell less than the verdict does, which knows who else was at work. */
const plainEnds = ['tokenExpired', 'tokenLifetimeOver', 'grantRefused', 'sessionExpired'];

/** What Salesforce refused for a cause of its own has the words of the catalogue; all else those of the verdict. */
export function wordsOf(found: VerdictView): VerdictWords {
  const own = verdicts[found.verdict];
  const ends = found.group === 'signInAgain' || found.verdict === 'orgRefreshed';
  const isPlain = found.cause === null || found.verdict === 'orgRefreshed' || (ends && plainEnds.includes(found.cause));
  if (found.cause === null || isPlain) return { title: own.title, why: own.why, steps: own.steps, signsIn: ends };
  const { title, why, steps, retry } = causeCopy(found.cause);
  const signsIn = ends || retry === 'signInAgain';
  return { title, why, steps: signsIn ? steps : steps.map(testedAgain), signsIn };
}
