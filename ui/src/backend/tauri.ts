import { Channel, invoke } from '@tauri-apps/api/core';
import { isApiError, type Backend } from './backend';
import type { ApiError } from './generated';

/** A framework failure (bad argument, refused command) rejects with plain text. */
function asApiError(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
}

/** The window: the only file that knows Tauri. */
export const tauriBackend: Backend = {
  async call(name, request) {
    try {
      return await invoke(name, { request });
    } catch (thrown) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the contract rejects with an ApiError
      throw asApiError(thrown);
    }
  },
  watch(name, deliver) {
    let wanted = true;
    const snapshots = new Channel<Parameters<typeof deliver>[0]>((snapshot) => {
      if (wanted) deliver(snapshot);
    });
    void invoke(name, { snapshots });
    return () => {
      wanted = false;
    };
  },
};
