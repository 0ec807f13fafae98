import type { DraftView, SetupPageId } from '../../backend/generated';
import type { Remedies, Remedy } from '../../components/remedies';
import { copyText } from '../../lib/copy';
import { blockedActions, type CauseAction } from '../../text/causes';
import { canBePrivate } from '../../lib/browsers';
import { viewOf } from './draft.svelte';
import type { Registration } from './register.svelte';

/** How a sign-in is begun once more: after it failed, or while it runs. */
export interface Way {
  /** With the values as they are. */
  again: () => unknown;
  /** With all scopes of the app. */
  withAllScopes: () => unknown;
  /** From the question on whether Salesforce knows the key. */
  fromTheKey: () => unknown;
}

/** Why no page of this draft's Setup can be opened, or nothing. */
export function setupBlocked(draft: DraftView | null, practice: boolean): string | null {
  if (practice) return blockedActions.setupOfPractice;
  if (draft?.hasSetup) return null;
  return draft?.checks.loginUrl.kind === 'generic' ? blockedActions.setupOfGeneric : blockedActions.setupOfUnknown;
}

/** What the buttons of a cause do for a registration. `page` is the one that `openSetupPage` opens. */
export function remediesOf(
  registration: Registration,
  way: Way,
  callback: string,
  page: SetupPageId | undefined,
): Remedies {
  const { draft, browsers } = registration;
  const { browser } = draft.fields;
  const start = (run: () => unknown): Remedy => ({ run, busy: registration.starting });
  const remedies: Record<CauseAction, Remedy | undefined> = {
    retry: start(way.again),
    retryWithAllScopes: start(way.withAllScopes),
    wait: start(way.fromTheKey),
    privateWindow: {
      ...start(() => {
        draft.choose({ browser: { ...browser, private: true } });
        return way.again();
      }),
      blocked: canBePrivate(browsers.installed, browser) ? null : blockedActions.privateWindow,
    },
    backToCredentials: { run: () => registration.goTo('credentials') },
    editAddress: { run: () => registration.goTo('credentials', 'loginUrl') },
    copyCallback: { run: () => copyText(callback) },
    openSetupPage: page && {
      run: () => registration.openSetupPage(page),
      blocked: setupBlocked(viewOf(draft.found), registration.practice !== null),
    },
  };
  return remedies as Remedies;
}
