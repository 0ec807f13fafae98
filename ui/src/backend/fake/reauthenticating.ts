import type { CommandMap, ConnectionView, DoubtView, PendingCredentialsRequest, PendingView } from '../generated';
import { connected, question } from './attempt';
import type { Play, Playing } from './playing';
import { refuse } from './refuse';
import { signedIn, withHealth } from './verdicts';
import type { World } from './world';

type Answers<Name extends keyof CommandMap> = {
  [Each in Name]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

type ReauthenticateCommand =
  | 'set_pending_credentials'
  | 'set_pending_login'
  | 'discard_pending_credentials'
  | 'reauthenticate'
  | 'answer_identity';

/** The first and last characters of a key, as Rust shows them. */
function ends(key: string): string {
  return `${key.slice(0, 5)}…${key.slice(-4)}`;
}

/** Connections that are there and are signed in to again, played with sample data. */
export class Reauthenticating {
  readonly #world: World;
  readonly #playing: Playing;
  /** What the person is asked about, if anything: `doubt=…` of the query string. */
  readonly #doubt: DoubtView | null;

  constructor(world: World, playing: Playing, doubt: DoubtView | null) {
    this.#world = world;
    this.#playing = playing;
    this.#doubt = doubt;
  }

  readonly answers: Answers<ReauthenticateCommand> = {
    set_pending_credentials: (request) => this.#type(this.#connection(request.id), request),
    set_pending_login: ({ id, username, password, securityToken }) =>
      this.#keep({
        ...this.#connection(id),
        pendingLogin: {
          username,
          passwordCharacters: password.length,
          securityTokenCharacters: securityToken === null ? null : securityToken.length,
          typedAt: new Date().toISOString(),
        },
      }),
    discard_pending_credentials: ({ id }) => this.#keep({ ...this.#connection(id), pending: null, pendingLogin: null }),
    reauthenticate: ({ id, withPending }) => {
      const connection = this.#connection(id);
      if (withPending && !connection.pending && !connection.pendingLogin)
        return refuse('notFound', 'nothing was typed');
      return this.#playing.begin(this.play(connection, withPending));
    },
    answer_identity: ({ accept }) => this.#playing.answer(accept),
  };

  /** The sign-in of a connection. */
  play(connection: ConnectionView, withPending: boolean): Play {
    const { id, name, host } = connection.row;
    const target = { kind: 'connection', id, purpose: 'reauthenticate' } as const;
    const asked = this.#doubt
      ? { question: { kind: 'confirmingIdentity', question: question(this.#doubt) } as const }
      : {};
    return {
      subject: { target, name, host, password: connection.row.authentication === 'standard' },
      ...asked,
      finish: () => {
        const renewed = this.#renewed(this.#connection(id), withPending);
        this.#world.put(renewed);
        this.#world.attempt.set(connected(target, renewed, true));
      },
    };
  }

  #connection(id: string): ConnectionView {
    return this.#world.detail(id) ?? refuse('notFound', 'no such connection');
  }

  #keep(connection: ConnectionView): ConnectionView {
    this.#world.put(connection);
    return connection;
  }

  #type(connection: ConnectionView, { consumerKey, secret }: PendingCredentialsRequest): ConnectionView {
    if (!/^[\w.!]{1,256}$/.test(consumerKey)) return refuse('invalid', 'no consumer key');
    const before = connection.pending?.secretCharacters ?? null;
    const characters = { absent: null, asTyped: before, typed: secret.kind === 'typed' ? secret.secret.length : null };
    const pending: PendingView = {
      consumerKey: ends(consumerKey),
      authentication: null,
      secretCharacters: characters[secret.kind],
      typedAt: new Date().toISOString(),
      interruptedAt: null,
    };
    return this.#keep({ ...connection, pending });
  }

  #renewed(connection: ConnectionView, withPending: boolean): ConnectionView {
    const now = new Date().toISOString();
    const row = withHealth(signedIn(connection.row, now));
    const { pending, pendingLogin } = connection;
    if (withPending && pendingLogin) {
      const { username } = pendingLogin;
      return { ...connection, row: { ...row, username }, pendingLogin: null, passwordRefused: false };
    }
    if (!withPending || !pending) return { ...connection, row };
    const hasSecret = pending.secretCharacters !== null;
    const done = { ...connection, row, consumerKey: pending.consumerKey, hasSecret, pending: null };
    if (connection.rotation?.kind !== 'waiting') return done;
    const { endsAt } = connection.rotation;
    return { ...done, row: { ...row, expiry: null }, rotation: { kind: 'done', endsAt } };
  }
}
