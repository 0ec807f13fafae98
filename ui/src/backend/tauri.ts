import { Channel, invoke } from '@tauri-apps/api/core';
import { isApiError, type Backend } from './backend';
import type { ApiError, StreamMap } from './generated';
import { SharedStream } from './shared-stream';

/** A framework failure (bad argument, refused command) rejects with plain text. */
function asApiError(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
}

declare global {
  interface Window {
    /** What every stream showed when the window was opened, and what `app` answers, as JSON. */
    __ORGKEEP_KNOWN__?: Partial<Record<keyof StreamMap | 'app', string>>;
  }
}

/** A page that is loaded again would find what was true when the window was opened. */
const isFirst = performance.getEntriesByType('navigation').every((entry) => 'type' in entry && entry.type !== 'reload');
/** What is shown until Rust answers for the first time. From then on it is old, also for whoever follows later. */
let known = (isFirst && window.__ORGKEEP_KNOWN__) || {};

type Streams = { [Name in keyof StreamMap]?: SharedStream<StreamMap[Name]> };

/** Those that somebody has followed so far. They stay open as long as the page is there. */
const streams: Streams = {};

function streamOf<Name extends keyof StreamMap>(name: Name): SharedStream<StreamMap[Name]> {
  const shared: Streams[Name] = streams[name];
  if (shared) return shared;
  const opened: SharedStream<StreamMap[Name]> = new SharedStream((deliver) => {
    let hasNewer = false;
    const later = (snapshot: StreamMap[Name]) => {
      hasNewer = true;
      deliver(snapshot);
    };
    // The answer is the snapshot of that moment. What comes through the channel is newer, even if it comes first.
    void invoke<StreamMap[Name]>(name, { snapshots: new Channel(later) }).then((now) => {
      known = {};
      if (!hasNewer) later(now);
    });
    const text = known[name];
    if (text === undefined) return;
    // Not before the caller has what `follow` returns.
    queueMicrotask(() => {
      if (!hasNewer) deliver(JSON.parse(text) as StreamMap[Name]);
    });
  });
  (streams as Record<Name, typeof opened>)[name] = opened;
  return opened;
}

/**
 * Asks for what takes longest to come, before there is a page to show it. What came with the page stays what is shown
 * first: an answer would make all of it old.
 */
export function askEarly(): void {
  if (known.watch_connections === undefined) streamOf('watch_connections').follow(() => undefined);
}

/** The window: the only file that knows Tauri. */
export const tauriBackend: Backend = {
  async call(name, request) {
    if (name === 'app' && known.app !== undefined) return JSON.parse(known.app) as never;
    try {
      return await invoke(name, { request });
    } catch (thrown) {
      throw asApiError(thrown);
    }
  },
  watch: (name, deliver) => streamOf(name).follow(deliver),
};
