import { Channel, invoke } from '@tauri-apps/api/core';
import { isApiError, type Backend } from './backend';
import type { ApiError, StreamMap } from './generated';
import { SharedStream } from './shared-stream';

/** A framework failure (bad argument, refused command) rejects with plain text. */
function asApiError(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
}

type Streams = { [Name in keyof StreamMap]?: SharedStream<StreamMap[Name]> };

/** Those that somebody has followed so far. They stay open as long as the page is there. */
const streams: Streams = {};

function streamOf<Name extends keyof StreamMap>(name: Name): SharedStream<StreamMap[Name]> {
  const known: Streams[Name] = streams[name];
  if (known) return known;
  const opened: SharedStream<StreamMap[Name]> = new SharedStream((deliver) => {
    void invoke(name, { snapshots: new Channel(deliver) });
  });
  (streams as Record<Name, typeof opened>)[name] = opened;
  return opened;
}

/** The window: the only file that knows Tauri. */
export const tauriBackend: Backend = {
  async call(name, request) {
    try {
      return await invoke(name, { request });
    } catch (thrown) {
      throw asApiError(thrown);
    }
  },
  watch: (name, deliver) => streamOf(name).follow(deliver),
};
