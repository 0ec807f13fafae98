import type { Backend } from '../../src/backend/backend';
import type {
  ApiError,
  AttemptView,
  CommandMap,
  ConnectionsView,
  CreationView,
  DraftView,
  VerificationView,
} from '../../src/backend/generated';
import { sampleBrowsers } from '../../src/backend/fake/browsers';
import { decode } from '../../src/backend/fake/decoding';
import { blankDraft, completed, confirmed } from '../../src/backend/fake/drafts';
import { refuse } from '../../src/backend/fake/refuse';

type Name = keyof CommandMap;

export const refused: ApiError = { code: 'store', message: 'the disk is full' };

function vouched(draft: DraftView, host: string): DraftView {
  const { loginUrl } = draft.checks;
  return loginUrl.kind === 'custom' && loginUrl.host === host ? confirmed(draft) : refuse('invalid', 'another host');
}

/** A backend that remembers what it was asked, and answers when it is told to. */
export class Recorder implements Backend {
  draft: DraftView = blankDraft('draft-1');
  asked: { name: Name; request: unknown }[] = [];
  failing = new Set<Name>();
  /** Delivers a sign-in. */
  attempt: (attempt: AttemptView) => void = () => undefined;
  /** Says that the list of connections has changed. */
  changed: () => void = () => undefined;
  /** Delivers the list of connections. */
  connections: (view: ConnectionsView) => void = () => undefined;
  /** Delivers how far an app is. */
  creation: (creation: CreationView) => void = () => undefined;
  /** Delivers what Verify found. */
  verification: (verification: VerificationView) => void = () => undefined;

  readonly #answers: { [Each in Name]?: (request: CommandMap[Each]['request']) => unknown } = {
    app: () => ({ version: '0.1.0', practice: null }),
    draft: () => this.draft,
    save_draft: ({ step, fields }) => (this.draft = { ...completed(this.draft, fields), step }),
    set_draft_secret: ({ secret }) =>
      (this.draft = { ...this.draft, secret: secret === null ? null : { characters: secret.length } }),
    new_draft: () => blankDraft('draft-2'),
    check_port: () => ({ kind: 'free' }),
    paste_callback: () => ({ verdict: 'accepted', decoded: null }),
    confirm_login_host: ({ host }) => (this.draft = vouched(this.draft, host)),
    browsers: () => ({ installed: sampleBrowsers }),
    decode: ({ text }) => decode(text),
  };

  /** Answers a command from now on. */
  answer<Each extends Name>(
    name: Each,
    answer: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'],
  ): void {
    Object.assign(this.#answers, { [name]: answer });
  }

  async call<Each extends Name>(name: Each, request: CommandMap[Each]['request']): Promise<CommandMap[Each]['view']> {
    this.asked.push({ name, request });
    await Promise.resolve();
    if (this.failing.has(name)) throw refused;
    return (this.#answers[name]?.(request) ?? {}) as CommandMap[Each]['view'];
  }

  watch: Backend['watch'] = (name, deliver) => {
    if (name === 'watch_attempt') {
      this.attempt = deliver as typeof this.attempt;
      this.attempt({ kind: 'idle' });
    }
    if (name === 'watch_creation') this.creation = deliver as typeof this.creation;
    if (name === 'watch_connections') {
      this.connections = deliver as typeof this.connections;
      const rows = {
        rows: [],
        unconfirmed: [],
        pauses: [],
        unsaved: { connections: [], closing: false },
      } satisfies ConnectionsView;
      this.changed = () => {
        (deliver as (view: ConnectionsView) => void)(rows);
      };
    }
    if (name === 'watch_verification') this.verification = deliver as typeof this.verification;
    return () => undefined;
  };

  names(): Name[] {
    return this.asked.map(({ name }) => name);
  }

  lastSaved(): unknown {
    return this.asked.filter(({ name }) => name === 'save_draft').at(-1)?.request;
  }
}
