import type { AttemptView, CommandMap, MoveStateView, MovesStateView, MoveView } from '../generated';
import type { Migrating } from './migrating';
import type { Playing } from './playing';
import { refuse } from './refuse';
import type { World } from './world';

type QueueCommand =
  'queue_moves' | 'pause_moves' | 'resume_moves' | 'skip_move' | 'stop_moves' | 'close_moves' | 'export_moves';

type Answers = {
  [Each in QueueCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const open: MoveStateView['kind'][] = ['waiting', 'cutOff', 'signingIn'];

/** The queue of moves, played with sample data: one sign-in follows the other. */
export class Queueing {
  readonly #world: World;
  readonly #migrating: Migrating;
  readonly #playing: Playing;

  constructor(world: World, migrating: Migrating, playing: Playing) {
    this.#world = world;
    this.#migrating = migrating;
    this.#playing = playing;
    world.attempt.watch((attempt) => {
      this.#follow(attempt);
    });
  }

  readonly answers: Answers = {
    queue_moves: ({ connections }) => {
      for (const id of connections) {
        if (!this.#world.detail(id)?.pending) return refuse('notFound', 'no app was typed');
      }
      const others = this.#moves.filter(({ connection }) => !connections.includes(connection));
      this.#set([...others, ...connections.map((id) => this.#waiting(id))], { kind: 'running' });
      return this.#next();
    },
    pause_moves: () => {
      const kind = this.#current ? 'pausing' : 'paused';
      this.#set(this.#moves, kind === 'paused' ? { kind, why: { kind: 'asked' } } : { kind });
      return {};
    },
    resume_moves: () => {
      this.#set(this.#moves, { kind: 'running' });
      return this.#next();
    },
    skip_move: ({ id }) => {
      const isCurrent = this.#current?.connection === id;
      this.#mark(id, { kind: 'skipped' });
      if (isCurrent) this.#playing.cancel();
      return isCurrent ? this.#next() : {};
    },
    stop_moves: () => {
      const current = this.#current;
      if (current) this.#mark(current.connection, { kind: 'skipped' });
      this.#set(
        this.#moves.filter(({ state }) => !open.includes(state.kind)),
        { kind: 'over' },
      );
      if (current) this.#playing.cancel();
      return {};
    },
    close_moves: () => {
      this.#set([], { kind: 'over' });
      return {};
    },
    export_moves: ({ format }) => ({ path: this.#world.chosenPath(format === 'csv' ? 'moves.csv' : 'moves.md') }),
  };

  get #moves(): MoveView[] {
    return this.#world.moves.value.moves;
  }

  get #current(): MoveView | undefined {
    return this.#moves.find(({ state }) => state.kind === 'signingIn');
  }

  #waiting(id: string): MoveView {
    const row = this.#world.detail(id)?.row;
    return {
      connection: id,
      cameFrom: row?.authentication ?? 'standard',
      state: { kind: 'waiting' },
      changedAt: new Date().toISOString(),
    };
  }

  #set(moves: MoveView[], state: MovesStateView): void {
    const waits = moves.some((move) => open.includes(move.state.kind));
    this.#world.moves.set({ ...this.#world.moves.value, moves, state: waits ? state : { kind: 'over' } });
  }

  #mark(id: string, state: MoveStateView): void {
    const changedAt = new Date().toISOString();
    const moves = this.#moves.map((move) => (move.connection === id ? { ...move, state, changedAt } : move));
    this.#set(moves, this.#world.moves.value.state);
  }

  #next(): Record<string, never> {
    const next = this.#moves.find(({ state }) => open.includes(state.kind));
    if (!next || this.#current) return {};
    this.#mark(next.connection, { kind: 'signingIn' });
    this.#migrating.answers.migrate({ id: next.connection, allScopes: false });
    return {};
  }

  /** What became of the sign-in that runs. */
  #follow(attempt: AttemptView): void {
    const current = this.#current;
    if (!current) return;
    if (attempt.kind === 'connected' && attempt.connected.target.id === current.connection) {
      this.#end(current, { kind: 'moved' });
    } else if (attempt.kind === 'failed' && attempt.failed.target.id === current.connection) {
      this.#end(current, { kind: 'failed', reason: attempt.failed.reason });
    }
  }

  #end({ connection }: MoveView, state: MoveStateView): void {
    this.#mark(connection, state);
    const before = this.#world.moves.value.state;
    if (before.kind === 'pausing') this.#set(this.#moves, { kind: 'paused', why: { kind: 'asked' } });
    else if (before.kind === 'running') this.#next();
  }
}
