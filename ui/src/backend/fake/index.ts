import type { Backend } from '../backend';
import type { CommandMap, DoubtView, ErrorCode, FolderDragView, RemovalView, StreamMap } from '../generated';
import { activityAnswers } from './activity';
import { blueprintAnswers } from './blueprints';
import { Caring, rightPassphrase } from './care';
import { Creating } from './creating';
import { Rotating } from './rotating';
import { sampleDiagnosis } from './diagnosis';
import { Importing } from './importing';
import { Migrating } from './migrating';
import { labellingAnswers } from './labelling';
import { samplePractice } from './practice';
import { moveCheckAnswers } from './move-checks';
import { Playing } from './playing';
import { Queueing } from './queueing';
import { Reauthenticating } from './reauthenticating';
import { refuse } from './refuse';
import { Registering } from './registering';
import { scenes } from './scenes';
import { Sources } from './sources';
import { TakingOver } from './taking-over';
import { Testing } from './testing';
import { Topic } from './topic';
import { World } from './world';

type Answers = { [Name in keyof CommandMap]: (request: CommandMap[Name]['request']) => CommandMap[Name]['view'] };

/** The page reloads itself now; the address decides what it finds. */
function reopenWith(scene: string): Record<string, never> {
  history.replaceState(null, '', `?scene=${scene}`);
  return {};
}

/** Takes the scope away that opening an org needs. */
function withoutWeb(world: World): void {
  for (const { id } of world.connections.value.rows) {
    const known = world.detail(id);
    if (known) world.put({ ...known, row: { ...known.row, canOpen: false } });
  }
}

function answers(world: World, query: URLSearchParams): Answers {
  const outcome = (query.get('revocation') ?? 'revoked') as RemovalView['revocation'];
  const open = (custody: 'keyring' | 'passphrase') => {
    world.vault.set({ kind: 'open', custody });
    return {};
  };
  const playing = new Playing(world, query.get('hold'));
  const detail = (id: string) => world.detail(id) ?? refuse('notFound', 'no such connection');
  const migrating = new Migrating(world, playing);
  return {
    ...new Registering(world, playing).answers,
    ...new Reauthenticating(world, playing, query.get('doubt') as DoubtView | null).answers,
    ...new Testing(world, query).answers,
    ...migrating.answers,
    ...moveCheckAnswers(world),
    ...new Queueing(world, migrating, playing).answers,
    ...new Creating(world, query).answers,
    ...new Rotating(world, query).answers,
    ...new Importing(world).answers,
    ...new TakingOver(world, query).answers,
    ...activityAnswers(world, query),
    ...new Caring(world, query).answers,
    ...blueprintAnswers(world),
    ...new Sources(world).answers,
    ...labellingAnswers(world),
    app: () => world.app,
    unlock_vault: () => open('keyring'),
    unlock_with_passphrase: ({ passphrase }) =>
      passphrase === rightPassphrase
        ? open('passphrase')
        : refuse('passphraseWrong', 'the control record did not open'),
    choose_passphrase: () => open('passphrase'),
    connection: ({ id }) => detail(id),
    relabel_connection: ({ id, name, environment }) => {
      const known = detail(id);
      const changed = { ...known, row: { ...known.row, name, environment } };
      world.put(changed);
      return changed;
    },
    remove_connection: ({ id }) => {
      const { name } = detail(id).row;
      world.remove(id);
      return { name, revocation: outcome };
    },
    retry_revocations: () => {
      world.connections.set({ ...world.connections.value, unconfirmed: [] });
      return {};
    },
    give_up_revocation: ({ id }) => {
      const { unconfirmed } = world.connections.value;
      world.connections.set({ ...world.connections.value, unconfirmed: unconfirmed.filter((one) => one.id !== id) });
      return {};
    },
    diagnose: () => sampleDiagnosis(query.get('computer')),
    enter_practice: () => reopenWith('practice'),
    leave_practice: () => reopenWith('list'),
    set_scenario: ({ id, on }) => {
      const practice = world.app.practice ?? samplePractice();
      const scenarios = practice.scenarios.map((scenario) => (scenario.id === id ? { ...scenario, on } : scenario));
      world.app = { ...world.app, practice: { ...practice, scenarios } };
      return world.app;
    },
  };
}

/**
 * Sample data in place of the window, for the page alone.
 *
 * `scene` selects what there is; `fail=command:code` makes one command fail; `delay` slows every command, in
 * milliseconds; `hold=stage` keeps a sign-in at that stage until a `goon` event. A `scene` event with another query
 * string changes what there is while the page stands; a `folderdrag` event stands for a folder that is dragged over the
 * window.
 */
export function fakeBackend(query: URLSearchParams): Backend {
  const world = new World();
  scenes[query.get('scene') ?? 'list']?.(world, query);
  if (query.get('scopes') === 'noweb') withoutWeb(world);
  // For looking at many scenes without loading the page for each.
  addEventListener('scene', (event) => {
    const next = new URLSearchParams((event as CustomEvent<string>).detail);
    scenes[next.get('scene') ?? 'list']?.(world, next);
  });
  const folderDrag = new Topic<FolderDragView>({ over: false, drops: 0, path: null });
  addEventListener('folderdrag', (event) => {
    folderDrag.set((event as CustomEvent<FolderDragView>).detail);
  });
  const known = answers(world, query);
  const [failing, code] = (query.get('fail') ?? '').split(':');
  const delay = Number(query.get('delay') ?? 0);
  const streams: { [Name in keyof StreamMap]: Topic<StreamMap[Name]> } = {
    watch_vault: world.vault,
    watch_connections: world.connections,
    watch_tests: world.tests,
    watch_arrangement: world.arrangement,
    watch_attempt: world.attempt,
    watch_moves: world.moves,
    watch_move_checks: world.moveChecks,
    watch_creation: world.creation,
    watch_verification: world.verification,
    watch_folder_drag: folderDrag,
    watch_store: world.news,
  };
  return {
    async call(name, request) {
      // Whoever stops something does not stand in line behind it.
      await new Promise((resolve) => setTimeout(resolve, name.startsWith('stop_') ? 0 : delay));
      if (name === failing) refuse(code as ErrorCode, 'asked for by the query string');
      return structuredClone(known[name](request));
    },
    watch: (name, deliver) => streams[name].watch(deliver),
  };
}
