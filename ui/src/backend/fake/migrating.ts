import type {
  CommandMap,
  ConnectionView,
  EarlierView,
  PendingCredentialsRequest,
  PendingView,
  PurposeView,
} from '../generated';
import { connected } from './attempt';
import type { Playing } from './playing';
import { grantedScopes, retirements } from './connections';
import { refuse } from './refuse';
import { signedIn, withHealth } from './verdicts';
import type { World } from './world';

type MigrateCommand =
  'set_migration_credentials' | 'migrate' | 'go_back' | 'forget_earlier' | 'keeping' | 'set_keeping';

type Answers = {
  [Each in MigrateCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

const dayLength = 24 * 60 * 60 * 1000;

/** Connections that move to an External Client App and back, played with sample data. */
export class Migrating {
  readonly #world: World;
  readonly #playing: Playing;
  #days = 14;

  constructor(world: World, playing: Playing) {
    this.#world = world;
    this.#playing = playing;
  }

  readonly answers: Answers = {
    set_migration_credentials: (request) => {
      const typed = this.#type(this.#connection(request.id), request);
      const { ready } = this.#world.moves.value;
      this.#world.moves.set({ ...this.#world.moves.value, ready: [...ready, request.id] });
      return typed;
    },
    migrate: ({ id }) => {
      const connection = this.#connection(id);
      if (!connection.pending?.authentication) return refuse('notFound', 'nothing was typed');
      return this.#play(connection, 'migrate', (before) => this.#moved(before));
    },
    go_back: ({ id }) => {
      const connection = this.#connection(id);
      if (!connection.earlier) return refuse('notFound', 'nothing is kept');
      const password = connection.earlier.authentication === 'standard';
      return this.#play(connection, 'goBack', (before) => this.#returned(before), password);
    },
    forget_earlier: ({ id }) => this.#keep({ ...this.#connection(id), earlier: null }),
    keeping: () => ({ days: this.#days }),
    set_keeping: ({ days: chosen }) => {
      if (chosen < 1 || chosen > 90) return refuse('invalid', 'out of range');
      this.#days = chosen;
      return { days: chosen };
    },
  };

  #play(
    connection: ConnectionView,
    purpose: PurposeView,
    change: (before: ConnectionView) => ConnectionView,
    password = false,
  ): Record<string, never> {
    const { id, name, host } = connection.row;
    const target = { kind: 'connection', id, purpose } as const;
    return this.#playing.begin({
      subject: { target, name, host, password },
      finish: () => {
        const changed = this.#keep(change(this.#connection(id)));
        this.#world.attempt.set(connected(target, changed, true));
      },
    });
  }

  #connection(id: string): ConnectionView {
    return this.#world.detail(id) ?? refuse('notFound', 'no such connection');
  }

  #keep(connection: ConnectionView): ConnectionView {
    this.#world.put(connection);
    return connection;
  }

  #type(connection: ConnectionView, { consumerKey, secret }: PendingCredentialsRequest): ConnectionView {
    if (connection.row.authentication === 'externalClientApp') return refuse('invalid', 'it is there already');
    if (!/^[\w.!]{1,256}$/.test(consumerKey)) return refuse('invalid', 'no consumer key');
    const before = connection.pending?.secretCharacters ?? null;
    const characters = { absent: null, asTyped: before, typed: secret.kind === 'typed' ? secret.secret.length : null };
    const pending: PendingView = {
      consumerKey: `${consumerKey.slice(0, 6)}…${consumerKey.slice(-4)}`,
      authentication: 'externalClientApp',
      secretCharacters: characters[secret.kind],
      typedAt: new Date().toISOString(),
      interruptedAt: null,
    };
    return this.#keep({ ...connection, pending });
  }

  #moved(before: ConnectionView): ConnectionView {
    const { pending, row } = before;
    if (!pending) return before;
    const now = Date.now();
    const password = row.authentication === 'standard';
    const earlier: EarlierView = {
      authentication: row.authentication,
      username: row.username,
      consumerKey: before.consumerKey,
      keptSince: new Date(now).toISOString(),
      wipedAt: new Date(now + this.#days * dayLength).toISOString(),
      token: password ? 'none' : 'revoked',
    };
    return {
      ...before,
      row: this.#fresh(before, 'externalClientApp'),
      consumerKey: pending.consumerKey,
      hasSecret: pending.secretCharacters !== null,
      hasRefreshToken: true,
      callback: 'http://localhost:33333',
      scopes: grantedScopes(),
      retirement: null,
      pending: null,
      earlier,
    };
  }

  #returned(before: ConnectionView): ConnectionView {
    const { earlier } = before;
    if (!earlier) return before;
    const row = this.#fresh(before, earlier.authentication);
    const retirement = retirements[earlier.authentication];
    const changed = { ...before, row: { ...row, retires: retirement?.end ?? null }, retirement, earlier: null };
    if (earlier.authentication !== 'standard') return { ...changed, consumerKey: earlier.consumerKey };
    const withoutApp = { consumerKey: null, callback: null, hasSecret: false, hasRefreshToken: false, scopes: [] };
    return { ...changed, ...withoutApp };
  }

  #fresh(before: ConnectionView, authentication: ConnectionView['row']['authentication']): ConnectionView['row'] {
    const now = new Date().toISOString();
    return withHealth({ ...signedIn(before.row, now), authentication, retires: null });
  }
}
