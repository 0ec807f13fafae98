import { isApiError, type Backend } from '../backend';
import type { Landing } from '../backend/generated';
import { openText } from '../text/testing';
import { wordsOf } from '../text/verdict-words';
import type { Toasts } from './toasts.svelte';

/** Opens an org in the browser and tells how that went. Says whether the path was one. */
export async function openOrg(backend: Backend, toasts: Toasts, id: string, landing: Landing): Promise<boolean> {
  try {
    const opened = await backend.call('open_org', { id, landing });
    if (opened.kind === 'opened') toasts.show({ tone: 'success', title: openText.opened });
    else {
      const { title, why } = wordsOf(opened.found);
      toasts.show({ tone: 'warn', title: openText.failed, text: `${title}. ${why}` });
    }
  } catch (thrown) {
    if (landing.kind === 'path' && isApiError(thrown) && thrown.code === 'invalid') return false;
    toasts.failed(thrown);
  }
  return true;
}
