import type { PatternId, RecommendationView } from '../generated';

interface Question {
  key: string;
  text: string;
  pattern: PatternId;
  because: string;
  /** Which other patterns do that too. */
  also: PatternId[];
}

/** The questions, in the order in which they decide. */
export const questions: readonly Question[] = [
  {
    key: 'one_org_now',
    text: 'Is it one org, now?',
    pattern: 'plain',
    because: 'One deployment into one org needs no package and no script.',
    also: [],
  },
  {
    key: 'strict_isolation',
    text: 'Must every org have a key and secret of its own, because it is regulated or isolated?',
    pattern: 'bootstrap',
    because: 'Each org makes its own consumer, so no key opens a second org.',
    also: [],
  },
  {
    key: 'no_manual_step',
    text: 'Must everything run without a manual step?',
    pattern: 'bootstrap',
    because: 'Nothing is done by hand, on any org.',
    also: ['plain'],
  },
  {
    key: 'test_and_production_apart',
    text: 'Must the test side of the external system never hold the key of production?',
    pattern: 'dual',
    because: 'Production and everything below it have a consumer and callbacks each.',
    also: ['bootstrap', 'plain'],
  },
  {
    key: 'shared_credentials',
    text: 'Shall all orgs share one key and secret?',
    pattern: 'packaged',
    because: 'The consumer lives in the Dev Hub, and every org uses it.',
    also: [],
  },
  {
    key: 'central_rotation',
    text: 'Shall key and secret be rotated in one place?',
    pattern: 'packaged',
    because: 'One rotation in the Dev Hub reaches every org.',
    also: ['plain'],
  },
  {
    key: 'sandboxes_refreshed_often',
    text: 'Are sandboxes refreshed often?',
    pattern: 'packaged',
    because: 'A packaged app survives a refresh; only its policies are deployed again.',
    also: ['dual'],
  },
];

/** What fits best when the answer to these questions is yes. */
export function recommend(yes: readonly string[]): RecommendationView {
  const asked = questions.filter(({ key }) => yes.includes(key));
  const pattern = asked[0]?.pattern ?? null;
  const speaks = (each: Question) => pattern !== null && (each.pattern === pattern || each.also.includes(pattern));
  return {
    pattern,
    because: asked.filter(speaks).map(({ because }) => because),
    givenUp: asked.filter((each) => !speaks(each)).map(({ text }) => text),
  };
}
