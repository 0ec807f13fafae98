import { Channel, invoke } from '@tauri-apps/api/core';
import { getCurrentWebview, type DragDropEvent } from '@tauri-apps/api/webview';
import { isApiError, type Backend, type FolderDrag } from './backend';
import type { ApiError } from './generated';

/** A framework failure (bad argument, refused command) rejects with plain text. */
function asApiError(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
}

function asFolderDrag(event: DragDropEvent): FolderDrag {
  switch (event.type) {
    case 'enter':
    case 'over':
      return { kind: 'over' };
    case 'leave':
      return { kind: 'left' };
    case 'drop': {
      const [path] = event.paths;
      return path === undefined ? { kind: 'left' } : { kind: 'dropped', path };
    }
  }
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
  watchFolderDrag(deliver) {
    // The page itself never learns where a dropped folder is; only the window's own event says it.
    const listening = getCurrentWebview().onDragDropEvent(({ payload }) => {
      deliver(asFolderDrag(payload));
    });
    // Without the event a folder can still be chosen or typed.
    listening.catch(() => undefined);
    return () => {
      listening.then(
        (end) => {
          end();
        },
        () => undefined,
      );
    };
  },
};
