import { createSubscriber } from 'svelte/reactivity';

/** The time, as state. It ticks only while something on the page reads it. */
class Clock {
  readonly #subscribe: () => void;

  constructor(interval: number) {
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, interval);
      return () => {
        clearInterval(timer);
      };
    });
  }

  /** Milliseconds since 1970. */
  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

/** For ages in a list. */
export const slowClock = new Clock(15_000);

/** For countdowns and for waiting that says since when. */
export const secondsClock = new Clock(1000);
