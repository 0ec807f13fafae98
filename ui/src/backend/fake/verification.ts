import type { CheckStateView, CheckView, DraftView, FindingView, SubjectView, VerificationView } from '../generated';

const order: SubjectView[] = ['address', 'network', 'org', 'key', 'callback', 'port', 'keyring', 'clock'];

const orgId = '00D8E0000003rwUAA0';

type Found = Partial<CheckView> & { state: CheckStateView; finding: FindingView | null };

const all: Partial<Record<SubjectView, Found>> = {
  address: { state: 'fine', finding: 'addressFine', detail: 'larkfield--qa.sandbox.my.salesforce.com' },
  network: { state: 'fine', finding: 'serverAnswers' },
  org: { state: 'fine', finding: 'orgFound', detail: orgId },
  key: { state: 'fine', finding: 'keyKnown' },
  callback: { state: 'fine', finding: 'callbackAccepted' },
  port: { state: 'fine', finding: 'portFree' },
  keyring: { state: 'fine', finding: 'keyringOpen' },
  clock: { state: 'fine', finding: 'clockRight' },
};

const skipped: Found = { state: 'skipped', finding: null };
const behindTheNetwork = { org: skipped, key: skipped, callback: skipped, clock: skipped };

function stopped(finding: FindingView, detail: string | null = null): Partial<Record<SubjectView, Found>> {
  return { network: { state: 'broken', finding, detail }, ...behindTheNetwork };
}

/** What differs from all being fine, for `verify=…`. */
export const verifyOutcomes: Record<string, Partial<Record<SubjectView, Found>>> = {
  fine: {},
  generic: {
    address: { state: 'noted', finding: 'addressGeneric', detail: 'login.salesforce.com' },
    org: { state: 'noted', finding: 'orgNotTold' },
  },
  orgConnected: {
    org: {
      state: 'noted',
      finding: 'orgConnected',
      detail: orgId,
      connection: { id: 'connection-8', name: 'Larkfield Production' },
    },
  },
  orgConnectedSameApp: {
    org: {
      state: 'noted',
      finding: 'orgConnectedSameApp',
      detail: orgId,
      connection: { id: 'connection-8', name: 'Larkfield Production' },
    },
  },
  keyNotActiveYet: { key: { state: 'inTime', finding: 'keyNotActiveYet' }, callback: skipped },
  keyProbablyWrong: { key: { state: 'broken', finding: 'keyProbablyWrong' }, callback: skipped },
  refused: { key: { state: 'broken', finding: 'refused', cause: 'appBlocked' }, callback: skipped },
  callbackMismatch: { callback: { state: 'broken', finding: 'callbackMismatch' } },
  portOccupied: { port: { state: 'broken', finding: 'portOccupied', detail: 'node (process 4127)' } },
  portReserved: { port: { state: 'broken', finding: 'portReserved' } },
  portUnavailable: { port: { state: 'broken', finding: 'portUnavailable', detail: 'permission denied' } },
  withoutIpv6: { port: { state: 'noted', finding: 'portFreeWithoutIpv6' } },
  nameUnknown: stopped('nameUnknown', 'larkfield--qa.sandbox.my.salesforce.com'),
  serverUnreachable: stopped('serverUnreachable'),
  serverSlow: stopped('serverSlow'),
  certificateUnknown: stopped('certificateUnknown'),
  certificateExpired: stopped('certificateExpired'),
  certificateOfAnother: stopped('certificateOfAnother'),
  certificateRefused: stopped('certificateRefused'),
  proxyPassword: stopped('proxyPassword', 'proxy.larkfield.example:3128'),
  proxyUnreachable: stopped('proxyUnreachable', 'proxy.larkfield.example:3128'),
  captivePortal: stopped('captivePortal'),
  serverBusy: stopped('serverBusy'),
  answerUnexpected: stopped('answerUnexpected'),
  clockOff: { clock: { state: 'broken', finding: 'clockOff', detail: '-512' } },
  keyring: {
    keyring: { state: 'inTime', finding: 'keyringAsked' },
    clock: { state: 'noted', finding: 'clockUnknown' },
  },
};

function check(subject: SubjectView, found: Found): CheckView {
  return { subject, detail: null, connection: null, cause: null, ...found };
}

/** Every line while nothing is known yet. */
export function verifying(draft: DraftView): VerificationView {
  const checks = order.map((subject) => check(subject, { state: 'running', finding: null }));
  return { draft: draft.id, running: true, checks };
}

/** Every line of an outcome. */
export function verified(draft: DraftView, outcome: string): VerificationView {
  const differing = verifyOutcomes[outcome] ?? {};
  const checks = order.map((subject) => check(subject, differing[subject] ?? all[subject] ?? skipped));
  return { draft: draft.id, running: false, checks };
}
