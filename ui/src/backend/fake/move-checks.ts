import type { CommandMap, MoveCheckView, MoveCreationView } from '../generated';
import type { World } from './world';

type CheckCommand = 'check_moves' | 'cancel_move_checks' | 'close_move_checks';

type Answers = {
  [Each in CheckCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const outcomes: MoveCreationView[] = [
  { kind: 'possible' },
  {
    kind: 'refused',
    problems: [
      {
        typeName: '',
        cause: 'permissionMissing',
        code: 'INSUFFICIENT_ACCESS',
        message: 'You need the Customize Application and Modify All Data permissions to deploy this.',
        fields: [],
      },
    ],
  },
  { kind: 'present' },
  { kind: 'hindered', failure: { kind: 'jwtToken' } },
  { kind: 'nameTaken' },
];

/** Between two results, in milliseconds. */
const pace = 150;

/** A dry run of many moves, played with sample data. */
export function moveCheckAnswers(world: World): Answers {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (left: string[]) => {
    const [id, ...others] = left;
    const { found, total } = world.moveChecks.value;
    if (id === undefined) {
      world.moveChecks.set({ running: false, total, found });
      return;
    }
    const creation = outcomes[found.length % outcomes.length] ?? { kind: 'possible' };
    const check: MoveCheckView = { connection: id, isDevHub: found.length === 2, creation };
    world.moveChecks.set({ running: true, total, found: [...found, check] });
    timer = setTimeout(() => {
      show(others);
    }, pace);
  };
  return {
    check_moves: ({ connections }) => {
      world.moveChecks.set({ running: true, total: connections.length, found: [] });
      timer = setTimeout(() => {
        show(connections);
      }, pace);
      return {};
    },
    cancel_move_checks: () => {
      clearTimeout(timer);
      world.moveChecks.set({ ...world.moveChecks.value, running: false });
      return {};
    },
    close_move_checks: () => {
      clearTimeout(timer);
      world.moveChecks.set({ running: false, total: 0, found: [] });
      return {};
    },
  };
}
