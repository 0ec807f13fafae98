import type { CommandMap, DraftView, LoginField } from '../generated';
import { connected } from './attempt';
import { sampleConnections } from './connections';
import { decode, pasted } from './decoding';
import { devHubDraft, devHubs } from './dev-hubs';
import { blankDraft, completed, confirmed } from './drafts';
import type { Play, Playing } from './playing';
import { refuse } from './refuse';
import { verified, verifying } from './verification';
import type { World } from './world';

type Answers<Name extends keyof CommandMap> = {
  [Each in Name]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'];
};

type RegisterCommand =
  | 'drafts'
  | 'new_draft'
  | 'draft'
  | 'save_draft'
  | 'set_draft_secret'
  | 'set_draft_login'
  | 'use_practice_login'
  | 'dev_hubs'
  | 'new_dev_hub_draft'
  | 'discard_draft'
  | 'confirm_login_host'
  | 'verify'
  | 'browsers'
  | 'decode'
  | 'check_port'
  | 'open_setup_page'
  | 'save_checklist'
  | 'connect'
  | 'cancel_attempt'
  | 'open_when_active'
  | 'go_on'
  | 'open_browser_again'
  | 'copy_sign_in_link'
  | 'paste_callback'
  | 'close_attempt'
  | 'use_practice_app';

/** Registration, played with sample data. */
export class Registering {
  readonly #world: World;
  readonly #playing: Playing;

  constructor(world: World, playing: Playing) {
    this.#world = world;
    this.#playing = playing;
  }

  readonly answers: Answers<RegisterCommand> = {
    drafts: () => ({ drafts: this.#world.drafts }),
    new_draft: () => this.#keep(blankDraft(`draft-${Date.now()}`)),
    draft: ({ id }) => this.#draft(id),
    save_draft: ({ id, step, fields }) => this.#keep({ ...completed(this.#draft(id), fields), step }),
    set_draft_secret: ({ id, secret }) =>
      this.#keep({ ...this.#draft(id), secret: secret === null ? null : { characters: secret.length } }),
    set_draft_login: ({ id, field, secret }) => this.#seal(this.#draft(id), field, secret),
    use_practice_login: ({ draft, org }) => this.#fillLogin(draft, org),
    dev_hubs: () => devHubs(this.#world),
    new_dev_hub_draft: () => this.#keep(devHubDraft(`draft-${Date.now()}`)),
    discard_draft: ({ id }) => {
      this.#world.drafts = this.#world.drafts.filter((draft) => draft.id !== id);
      return {};
    },
    confirm_login_host: ({ draft, host }) => this.#confirm(this.#draft(draft), host),
    verify: ({ id }) => this.#verify(this.#draft(id)),
    browsers: () => ({ installed: this.#world.browsers }),
    decode: ({ text }) => decode(text),
    check_port: () => this.#world.port,
    open_setup_page: () => ({}),
    save_checklist: () => ({ path: this.#world.chosenPath('Orgkeep checklist.md') }),
    connect: ({ draft }) => this.#playing.begin(this.#play(this.#draft(draft))),
    cancel_attempt: () => this.#playing.cancel(),
    open_when_active: ({ opens }) => this.#openWhenActive(opens),
    go_on: () => this.#goOn(),
    open_browser_again: () => ({}),
    copy_sign_in_link: () => ({}),
    paste_callback: ({ address }) => pasted(address),
    close_attempt: () => this.#playing.end(),
    use_practice_app: ({ draft, org, app }) => this.#fill(draft, org, app),
  };

  #draft(id: string): DraftView {
    return this.#world.drafts.find((draft) => draft.id === id) ?? refuse('notFound', 'no such draft');
  }

  #keep(draft: DraftView): DraftView {
    this.#world.drafts = [draft, ...this.#world.drafts.filter((other) => other.id !== draft.id)];
    return draft;
  }

  #fill(id: string, orgKey: string, appKey: string): DraftView {
    const org = this.#world.app.practice?.orgs.find(({ key }) => key === orgKey);
    const app = org?.apps.find(({ key }) => key === appKey);
    if (!org || !app) return refuse('notFound', 'no such practice app');
    const draft = this.#draft(id);
    const fields = {
      ...draft.fields,
      name: draft.fields.name || org.name,
      orgType: org.orgType,
      loginUrl: org.loginUrl,
      consumerKey: `3MVG9practice_${org.key}_${app.key}`,
    };
    return this.#keep({ ...completed(draft, fields), secret: app.hasSecret ? { characters: 64 } : null });
  }

  #seal(draft: DraftView, field: LoginField, secret: string | null): DraftView {
    const sealed = { ...draft, [field]: secret === null ? null : { characters: secret.length } };
    return this.#keep(completed(sealed, sealed.fields));
  }

  #fillLogin(id: string, orgKey: string): DraftView {
    const org = this.#world.app.practice?.orgs.find(({ key }) => key === orgKey);
    if (!org) return refuse('notFound', 'no such practice org');
    const draft = { ...this.#draft(id), password: { characters: 16 }, securityToken: { characters: 24 } };
    const { name, orgType, loginUrl, username } = org;
    return this.#keep(
      completed(draft, { ...draft.fields, name: draft.fields.name || name, orgType, loginUrl, username }),
    );
  }

  #confirm(draft: DraftView, host: string): DraftView {
    const { loginUrl } = draft.checks;
    const same = loginUrl.kind === 'custom' && loginUrl.host === host;
    return same ? this.#keep(confirmed(draft)) : refuse('invalid', 'another host');
  }

  #verify(draft: DraftView): Record<string, never> {
    const { verification, verifies } = this.#world;
    verification.set(verifying(draft));
    setTimeout(() => {
      if (verifies !== 'running') verification.set(verified(draft, verifies));
    }, 300);
    return {};
  }

  #openWhenActive(opensBrowser: boolean): Record<string, never> {
    const { value } = this.#world.attempt;
    if (value.kind !== 'running' || value.attempt.stage.kind !== 'waitingForKey') return {};
    const changed = { ...value.attempt, stage: { ...value.attempt.stage, opensBrowser } };
    this.#world.attempt.set({ kind: 'running', attempt: changed });
    return {};
  }

  #goOn(): Record<string, never> {
    const { value } = this.#world.attempt;
    if (value.kind !== 'running') return {};
    const { target } = value.attempt;
    return this.#playing.goOn(target.kind === 'draft' ? this.#play(this.#draft(target.id)) : null);
  }

  #play(draft: DraftView): Play {
    const target = { kind: 'draft', id: draft.id } as const;
    return {
      subject: {
        target,
        name: draft.fields.name,
        host: new URL(draft.fields.loginUrl).host,
        password: draft.fields.authentication === 'standard',
      },
      finish: () => {
        this.#finish(draft);
      },
    };
  }

  #finish(draft: DraftView): void {
    const [, sample] = sampleConnections();
    if (!sample) return;
    const now = new Date().toISOString();
    const row = {
      ...sample.row,
      id: `connection-of-${draft.id}`,
      name: draft.fields.name,
      authentication: draft.fields.authentication,
    };
    const connection = { ...sample, row: { ...row, statusAt: now, authenticatedAt: now }, createdAt: now };
    this.#world.drafts = this.#world.drafts.filter((other) => other.id !== draft.id);
    this.#world.put(connection);
    this.#world.attempt.set(connected({ kind: 'draft', id: draft.id }, connection));
  }
}
