import { Channel, invoke } from '@tauri-apps/api/core';
import { isApiError, type Backend } from './backend';
import type { ApiError, StreamMap } from './generated';
import { SharedStream } from './shared-stream';
import { rowsOf, type Table } from './table';

/** A framework failure (bad argument, refused command) rejects with plain text. */
function asApiError(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
}

/** What every stream shows, and what `app` answers, as JSON. */
type Known = Partial<Record<keyof StreamMap | 'app', string>>;

declare global {
  interface Window {
    /** What the page is told when it is opened. */
    __ORGKEEP_KNOWN__?: Known;
    /** Tells it a moment later, where Rust was not ready. */
    __ORGKEEP_TELL__?: (known: Known) => void;
  }
}

/** A page that is loaded again would find what was true when the window was opened. */
const isFirst = performance.getEntriesByType('navigation').every((entry) => 'type' in entry && entry.type !== 'reload');
/** What is shown until Rust answers for the first time. From then on it is old, also for whoever follows later. */
let known: Known = (isFirst && window.__ORGKEEP_KNOWN__) || {};
/** Those who follow a stream already, when Rust tells later what it shows. */
const waiting = new Set<() => void>();

window.__ORGKEEP_TELL__ = (all) => {
  known = all;
  for (const look of waiting) look();
};

/** What travels otherwise than it is read. */
const arrived: { [Name in keyof StreamMap]?: (told: StreamMap[Name]) => StreamMap[Name] } = {
  watch_connections: (list) => ({ ...list, rows: rowsOf(list.rows as unknown as Table) }),
};

type Streams = { [Name in keyof StreamMap]?: SharedStream<StreamMap[Name]> };

/** Those that somebody has followed so far. They stay open as long as the page is there. */
const streams: Streams = {};

function streamOf<Name extends keyof StreamMap>(name: Name): SharedStream<StreamMap[Name]> {
  const shared: Streams[Name] = streams[name];
  if (shared) return shared;
  const opened = new SharedStream<StreamMap[Name]>((deliver) => {
    open(name, deliver);
  });
  (streams as Record<Name, typeof opened>)[name] = opened;
  return opened;
}

function open<Name extends keyof StreamMap>(name: Name, deliver: (snapshot: StreamMap[Name]) => void): void {
  let delivered = false;
  const told = (snapshot: StreamMap[Name]) => {
    delivered = true;
    waiting.delete(look);
    deliver(arrived[name]?.(snapshot) ?? snapshot);
  };
  const look = () => {
    const text = known[name];
    if (text !== undefined && !delivered) told(JSON.parse(text) as StreamMap[Name]);
  };
  let hasNewer = false;
  const newer = (snapshot: StreamMap[Name]) => {
    hasNewer = true;
    told(snapshot);
  };
  // The answer is the snapshot of that moment, or `null`: the page was told it. What comes through the channel is newer,
  // even if it comes first.
  const ask = async (): Promise<void> => {
    const now = await invoke<StreamMap[Name] | null>(name, { snapshots: new Channel(newer) });
    known = {};
    if (hasNewer) return;
    if (now !== null) newer(now);
    else if (!delivered) await ask();
  };
  waiting.add(look);
  // Not before the caller has what `follow` returns.
  queueMicrotask(look);
  void ask();
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
