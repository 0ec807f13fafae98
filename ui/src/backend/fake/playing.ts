import type { StageView } from '../generated';
import { failed, running, stage, type Subject } from './attempt';
import type { World } from './world';

/** A sign-in that is played. */
export interface Play {
  subject: Subject;
  /** Asked before anything is saved. */
  question?: Extract<StageView, { kind: 'confirmingIdentity' }>;
  /** It worked. */
  finish: () => void;
}

/** How long the samples stay at each stage, in milliseconds. */
const script: [StageView['kind'], number][] = [
  // Goes on to the identity, past everything that needs a browser.
  ['loggingIn', 600],
  ['checkingKey', 400],
  ['listening', 200],
  ['awaitingConsent', 2500],
  ['exchanging', 400],
  ['identifying', 400],
  ['confirmingIdentity', 0],
  ['saving', 300],
];

/** The one sign-in of the window, stage by stage. */
export class Playing {
  readonly #world: World;
  /** The stage that stays until a `goon` event comes. */
  #held: string | null;
  #goOn: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #play: Play | null = null;

  constructor(world: World, held: string | null) {
    this.#world = world;
    this.#held = held;
    addEventListener('goon', () => {
      this.#held = null;
      this.#goOn();
    });
  }

  begin(play: Play): Record<string, never> {
    this.#play = play;
    return this.#goTo(play.subject.password ? 'loggingIn' : 'checkingKey');
  }

  /** Goes on to the browser. `play` is what goes on when a scene has set the stage. */
  goOn(play: Play | null): Record<string, never> {
    this.#play ??= play;
    return this.#goTo('listening');
  }

  answer(accept: boolean): Record<string, never> {
    return accept ? this.#goTo('saving') : this.#fail('identityRefused');
  }

  cancel(): Record<string, never> {
    return this.#fail('cancelled');
  }

  end(): Record<string, never> {
    clearTimeout(this.#timer);
    this.#play = null;
    this.#world.attempt.set({ kind: 'idle' });
    return {};
  }

  #fail(kind: 'cancelled' | 'identityRefused'): Record<string, never> {
    clearTimeout(this.#timer);
    const { value } = this.#world.attempt;
    if (value.kind === 'running') this.#world.attempt.set(failed(value.attempt, { kind }));
    return {};
  }

  #goTo(kind: StageView['kind']): Record<string, never> {
    this.#show(script.findIndex(([each]) => each === kind));
    return {};
  }

  #show(place: number): void {
    const next = script[place];
    const play = this.#play;
    if (!play) return;
    if (!next) {
      play.finish();
      return;
    }
    const [kind, milliseconds] = next;
    if (kind === 'confirmingIdentity') {
      if (play.question) this.#world.attempt.set(running(play.subject, play.question, place + 1));
      else this.#show(place + 1);
      return;
    }
    this.#world.attempt.set(running(play.subject, stage(kind), place + 1));
    const after = kind === 'loggingIn' ? script.findIndex(([each]) => each === 'identifying') : place + 1;
    const goOn = () => {
      this.#show(after);
    };
    if (kind === this.#held) this.#goOn = goOn;
    else this.#timer = setTimeout(goOn, milliseconds);
  }
}
