import { describe, expect, test } from 'vitest';
import { blankDraft } from '../../src/backend/fake/drafts';
import type { CheckView, FindingView, SubjectView } from '../../src/backend/generated';
import { addressCheck, localChecks, portCheck, verified, withPort } from '../../src/features/register/local-checks';
import { checkStates, doneText, leftText, subjectAsks, subjectNames } from '../../src/text/checks';
import { checkWords, findings } from '../../src/text/findings';

function check(change: Partial<CheckView>): CheckView {
  return { subject: 'key', state: 'fine', finding: null, detail: null, connection: null, cause: null, ...change };
}

const all = Object.keys(findings) as FindingView[];

/** After these there is nothing to do. */
const nothingToDo: FindingView[] = [
  'addressFine',
  'addressConfirmed',
  'serverAnswers',
  'orgFound',
  'orgConnected',
  'orgNotTold',
  'keyKnown',
  'callbackAccepted',
  'portFree',
  'portFreeWithoutIpv6',
  'keyringOpen',
  'passphraseOpen',
  'practiceKey',
  'clockRight',
  'clockUnknown',
  'storeSound',
  'databaseFine',
  'proxyNone',
  'proxyInUse',
  'certificatesFound',
  'browserFound',
  'versions',
];

describe('the words of a finding', () => {
  test.each(all)('%s are a whole sentence, with its value and without', (finding) => {
    for (const detail of [null, '12']) {
      const { found, fix } = checkWords(check({ finding, detail }));
      expect(found).toMatch(finding === 'versions' && detail ? /12/ : /\.$/);
      expect(found).not.toContain('null');
      if (fix !== null) expect(fix).toMatch(/\.$/);
    }
  });

  test.each(all)('%s say what to do, unless there is nothing to', (finding) => {
    const { fix } = checkWords(check({ finding }));
    if (nothingToDo.includes(finding)) expect(fix).toBeNull();
    else expect(fix?.length).toBeGreaterThan(20);
  });

  test('contain the value that the finding is about', () => {
    expect(checkWords(check({ finding: 'orgConnected', detail: '00D1' })).found).toBe(
      'This is 00D1; you already have a connection to it.',
    );
    expect(checkWords(check({ finding: 'portOccupied', detail: 'node (process 4127)' })).found).toContain('node');
    expect(checkWords(check({ finding: 'clockOff', detail: '-512' })).found).toBe('It is 9 minutes behind.');
    expect(checkWords(check({ finding: 'clockOff', detail: '90000' })).found).toBe('It is 25 hours ahead.');
    expect(checkWords(check({ finding: 'storeSound', detail: '1' })).found).toContain('1 connection.');
  });

  test('are those of the cause where Salesforce refused', () => {
    const { found, fix } = checkWords(check({ finding: 'refused', cause: 'appBlocked' }));
    expect(found).toContain('The app is blocked in this org');
    expect(fix).toContain('Unblock the app');
  });

  test('before there is one, tell what will be told, or what hinders it', () => {
    expect(checkWords(check({ state: 'waiting' })).found).toBe(subjectAsks.key);
    expect(checkWords(check({ state: 'skipped' })).found).toContain('needs');
  });

  test('neither beg nor shout', () => {
    const words = all.map((finding) => JSON.stringify(checkWords(check({ finding, detail: '1' }))));
    expect(words.join(' ')).not.toMatch(/please|oops|sorry|!/i);
  });
});

test('every subject and state has a word', () => {
  expect(Object.values({ ...subjectNames, ...subjectAsks, ...checkStates })).not.toContain('');
});

describe('the lines before Verify', () => {
  const custom = (confirmed: boolean) =>
    addressCheck({ kind: 'custom', host: 'a.example', looksLike: 'other', suggestion: null, confirmed, repairs: [] });

  test('stand in their places from the start', () => {
    expect(localChecks(blankDraft('draft-1'), null).map(({ subject }) => subject)).toEqual(verified);
  });

  test('say of the address what its field says', () => {
    expect(addressCheck({ kind: 'empty' }).state).toBe('waiting');
    expect(addressCheck({ kind: 'generic', origin: 'https://login.salesforce.com', repairs: [] })).toMatchObject({
      state: 'noted',
      detail: 'login.salesforce.com',
    });
    expect(custom(false).state).toBe('broken');
    expect(custom(true).finding).toBe('addressConfirmed');
    expect(addressCheck({ kind: 'refused', reason: 'host' }).state).toBe('broken');
  });
});

describe('the port', () => {
  const occupied = { kind: 'occupied', holder: 'node' } as const;
  const line = (finding: FindingView, state: CheckView['state']) => check({ subject: 'port', finding, state });

  test('is told with the program that holds it', () => {
    expect(portCheck(occupied)).toMatchObject({ state: 'broken', finding: 'portOccupied', detail: 'node' });
    expect(portCheck(null).state).toBe('running');
  });

  test('is told as it is now, where that differs from what Verify saw', () => {
    const [freed] = withPort([line('portOccupied', 'broken')], { kind: 'free' });
    expect(freed?.finding).toBe('portFree');
    const [taken] = withPort([line('portFree', 'fine')], occupied);
    expect(taken?.finding).toBe('portOccupied');
    const [same] = withPort([line('portFreeWithoutIpv6', 'noted')], { kind: 'free' });
    expect(same?.finding).toBe('portFreeWithoutIpv6');
  });
});

test('what is left is counted in words', () => {
  const line = (subject: SubjectView, state: CheckView['state']) => check({ subject, state });
  expect(leftText([line('key', 'fine'), line('org', 'noted')])).toBeNull();
  expect(leftText([line('port', 'broken'), line('key', 'inTime')])).toBe('1 to fix, 1 waiting');
  expect(doneText([line('port', 'broken'), line('key', 'inTime')])).toBe('Verified. To fix: Port 33333.');
  expect(doneText([line('key', 'inTime')])).toContain('not active yet');
  expect(doneText([line('key', 'fine')])).toBe('Verified. Nothing to fix.');
});
