import type { CommandMap } from '../generated';
import { refuse } from './refuse';
import type { World } from './world';

type SourceCommand =
  | 'choose_folder'
  | 'pattern_questions'
  | 'recommend_pattern'
  | 'plan_source'
  | 'write_source'
  | 'check_source'
  | 'apply_remedy';

type Answers = { [Each in SourceCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'] };

/** Source trees: the samples have none. */
export function sourceAnswers(world: World): Answers {
  const none = () => refuse('notFound', 'the samples have no source trees');
  return {
    choose_folder: () => ({ path: world.chosenPath('larkfield') }),
    pattern_questions: () => ({ questions: [] }),
    recommend_pattern: () => ({ pattern: null, because: [], givenUp: [] }),
    plan_source: none,
    write_source: none,
    check_source: none,
    apply_remedy: none,
  };
}
