import { blankApp } from '../../lib/app';
import type { AuthenticationView, DraftChecksView, DraftFields, DraftView, FieldCheckView } from '../generated';
import { checkAddress, isUsable } from './addresses';
import { retirements } from './connections';
import { designOf } from './design';
import { minutesAgo } from './moments';
import { presetViews } from './presets';

/** What a new draft begins with. */
export const registered: AuthenticationView = 'externalClientApp';

function text(value: string, longest: number, allowed: RegExp): FieldCheckView {
  if (value.trim() === '') return 'empty';
  if (value.length > longest) return 'tooLong';
  return allowed.test(value) ? 'fine' : 'malformed';
}

function checks(fields: DraftFields, hasPassword: boolean, before?: DraftChecksView): DraftChecksView {
  const name = text(fields.name, 80, /./);
  const key = text(fields.consumerKey, 256, /^[\w.!]+$/);
  const address = checkAddress(fields.loginUrl, before?.loginUrl);
  const username = text(fields.username, 200, /^[^\s@]+@[^\s@]+$/);
  const complete =
    fields.authentication === 'standard'
      ? username === 'fine' && hasPassword && fields.retirementAccepted
      : key === 'fine';
  const ready = name === 'fine' && complete && isUsable(address);
  return { name, loginUrl: address, consumerKey: key, username, ready };
}

/** Works out, for the samples, what Rust works out in the window. */
export function completed(draft: DraftView, fields: DraftFields): DraftView {
  const checked = checks(fields, draft.password !== null, draft.checks);
  return {
    ...draft,
    fields,
    retirement: retirements[fields.authentication],
    checks: checked,
    design: designOf(fields.app, fields.ticked),
    // The practice orgs, on this computer, have no Setup.
    hasSetup: checked.loginUrl.kind === 'myDomain' && checked.loginUrl.origin.startsWith('https:'),
    updatedAt: new Date().toISOString(),
  };
}

/** The draft with its host vouched for. */
export function confirmed(draft: DraftView): DraftView {
  const { loginUrl } = draft.checks;
  if (loginUrl.kind !== 'custom') return draft;
  return completed({ ...draft, checks: { ...draft.checks, loginUrl: { ...loginUrl, confirmed: true } } }, draft.fields);
}

/** An empty draft. */
export function blankDraft(id: string): DraftView {
  const fields: DraftFields = {
    name: '',
    orgType: 'production',
    authentication: registered,
    retirementAccepted: false,
    loginUrl: '',
    consumerKey: '',
    username: '',
    browser: { id: null, private: false },
    opensWhenActive: false,
    app: blankApp,
    ticked: [],
  };
  const bare = {
    id,
    step: 'prerequisites',
    secret: null,
    password: null,
    securityToken: null,
    isDevHub: false,
    retirement: null,
    hasSetup: false,
    interruptedAt: null,
  } as const;
  const design = designOf(fields.app);
  return completed(
    { ...bare, presets: presetViews, fields, checks: checks(fields, false), design, updatedAt: '' },
    fields,
  );
}

/** Two unfinished registrations. */
export function sampleDrafts(): DraftView[] {
  const first = blankDraft('draft-1');
  const filled = completed(first, {
    ...first.fields,
    name: 'Larkfield Sandbox QA',
    orgType: 'sandbox',
    loginUrl: 'https://larkfield--qa.sandbox.my.salesforce.com',
    consumerKey: '3MVG9pRzvMkjMb6mT8qk2cFxYw1Zr0Hn5sVdKqLbTgUeXoJ7aPiC4yNf6Wm9Gt3Rk',
    app: { ...blankApp, presets: ['compliance-rehearsal'] },
    ticked: ['openManager', 'basicInformation', 'callback'],
  });
  const second = blankDraft('draft-2');
  const named = completed(second, { ...second.fields, name: 'Brightwater Hotfix' });
  return [
    { ...filled, step: 'credentials', secret: { characters: 64 }, updatedAt: minutesAgo(12) },
    { ...named, updatedAt: minutesAgo(2 * 24 * 60) },
  ];
}
