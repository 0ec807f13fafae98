import type { CommandMap, ConnectionView, RotatedView, RotationView } from '../generated';
import { refuse } from './refuse';
import type { World } from './world';

type RotationCommand = 'rotate_secret' | 'undo_rotation';

type Answers = {
  [Each in RotationCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const day = 24 * 60 * 60 * 1000;

function inDays(days: number): string {
  return new Date(Date.now() + days * day).toISOString();
}

/** New keys and secrets, played with sample data. `rotation` in the query string selects what happens. */
export class Rotating {
  readonly #world: World;
  readonly #wish: string | null;
  #failed = false;

  constructor(world: World, query: URLSearchParams) {
    this.#world = world;
    this.#wish = query.get('rotation');
  }

  readonly answers: Answers = {
    rotate_secret: ({ id, productionConfirmed }) => {
      const connection = this.#connection(id);
      if (connection.row.orgType === 'production' && !productionConfirmed) {
        return { connection, failure: { kind: 'notConfirmed' } };
      }
      if (this.#wish === 'old') return { connection, failure: { kind: 'orgTooOld' } };
      if (this.#wish === 'spare') return { connection, failure: { kind: 'spareThere' } };
      // It fails once; going on works.
      if (this.#wish === 'fails' && !this.#failed) {
        this.#failed = true;
        const rotation = { kind: 'unfinished', canUndo: true, beganAt: new Date().toISOString() } as const;
        return { ...this.#put(connection, rotation), failure: { kind: 'tooSlow' } };
      }
      const pending = {
        consumerKey: '3MVG9…x8Qz',
        secretCharacters: 64,
        typedAt: new Date().toISOString(),
        authentication: null,
        interruptedAt: null,
      };
      const at = inDays(30);
      const row = { ...connection.row, expiry: { kind: 'withKey', at } as const };
      return this.#put({ ...connection, row, pending }, { kind: 'waiting', endsAt: at });
    },
    undo_rotation: ({ id }) => this.#put({ ...this.#connection(id), pending: null }, null),
  };

  #connection(id: string): ConnectionView {
    return this.#world.detail(id) ?? refuse('notFound', 'no such connection');
  }

  #put(connection: ConnectionView, rotation: RotationView | null): RotatedView {
    const changed = { ...connection, rotation };
    this.#world.put(changed);
    return { connection: changed, failure: null };
  }
}
