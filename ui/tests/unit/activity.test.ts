import { describe, expect, test } from 'vitest';
import type { ActivityEntryView, ActivityView } from '../../src/backend/generated';
import { Toasts } from '../../src/components/toasts.svelte';
import { Activity } from '../../src/features/activity/activity.svelte';
import { filterOf, nothingChosen } from '../../src/features/activity/choices';
import { byDay } from '../../src/features/activity/days';
import { actorText, detailText, headline, kindGroups, kinds, sealLines } from '../../src/text/activity';
import { Recorder } from './recorder';

function entry(number: number, change: Partial<ActivityEntryView> = {}): ActivityEntryView {
  return {
    number,
    at: '2026-11-20T12:00:00.000Z',
    kind: 'test',
    result: 'done',
    connection: null,
    person: 'admin',
    program: 'window',
    detail: null,
    ...change,
  };
}

function view(numbers: number[], before: number | null = null): ActivityView {
  return { entries: numbers.map((number) => entry(number)), before, connections: [] };
}

describe('the words', () => {
  test('what was not done is never told as done', () => {
    expect(headline({ kind: 'remove', result: 'done' })).toBe('Removed');
    expect(headline({ kind: 'remove', result: 'failed' })).toBe('Removal failed');
    expect(headline({ kind: 'revoke', result: 'unconfirmed' })).toBe('Revoking the token not confirmed yet');
    expect(headline({ kind: null, result: 'done' })).toContain('does not know');
  });

  test('a detail that the page does not know is left out', () => {
    expect(detailText({ kind: 'verdict', verdict: 'moonstruck' }, 'test')).toBe('');
    expect(detailText({ kind: 'obstacle', obstacle: 'toString' }, 'register')).toBe('');
    expect(detailText({ kind: 'obstacle', obstacle: 'portOccupied' }, 'register')).toBe('Port 33333 is in use');
    expect(detailText({ kind: 'count', count: 1 }, 'writeSource')).toBe('1 file');
    expect(detailText(null, null)).toBe('');
  });

  test('who is the account and the program, as far as both are known', () => {
    expect(actorText({ person: 'admin', program: 'commandLine' })).toBe('admin, orgkeep');
    expect(actorText({ person: null, program: null })).toBe('');
  });

  test('every kind can be looked for', () => {
    const found = new Set(Object.values(kindGroups).flatMap(({ kinds }): string[] => [...kinds]));
    expect([...found].sort()).toEqual(Object.keys(kinds).sort());
  });

  test('what the seal does not cover is told', () => {
    const chain = { entries: 12, firstAt: null, fault: null };
    expect(sealLines({ ...chain, seal: { kind: 'covers', from: 3, since: '2026-11-20T12:00:00Z', to: 10 } })).toEqual([
      '8 entries, sealed with the vault’s key',
      'The first 2 entries were written before there was a seal.',
      'The last 2 entries were written while the vault was locked.',
    ]);
  });
});

describe('days', () => {
  test('entries stand under their day, and a clock that was set back begins it again', () => {
    const now = Date.parse('2026-11-20T13:00:00Z');
    const at = (day: number, number: number) => entry(number, { at: `2026-11-${day}T12:00:00Z` });
    const days = byDay([at(20, 5), at(20, 4), at(19, 3), at(20, 2), at(10, 1)], now);
    expect(days.map(({ title }) => title).slice(0, 4)).toEqual(['Today', 'Yesterday', 'Today', days[3]?.title]);
    expect(days.map(({ entries }) => entries.length)).toEqual([2, 1, 1, 1]);
    expect(new Set(days.map(({ key }) => key)).size).toBe(days.length);
  });
});

describe('the entries', () => {
  function activity(views: ActivityView[]): { activity: Activity; recorder: Recorder } {
    const recorder = new Recorder();
    recorder.answer('activity', () => views.shift() ?? view([]));
    return { activity: new Activity(recorder, new Toasts()), recorder };
  }

  test('older ones that were shown stay when new ones come', async () => {
    const { activity: shown } = activity([view([4, 3], 3), view([2, 1]), view([5, 4], 4)]);
    await shown.load();
    await shown.more();
    await shown.load();
    expect(shown.entries.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
    expect(shown.before).toBeNull();
  });

  test('no gap is shown as if there were none', async () => {
    const { activity: shown } = activity([view([2, 1]), view([9, 8], 8)]);
    await shown.load();
    await shown.load();
    expect(shown.entries.map(({ number }) => number)).toEqual([9, 8]);
    expect(shown.before).toBe(8);
  });

  test('another choice asks anew, and an answer to an earlier one comes too late', async () => {
    const { activity: shown, recorder } = activity([view([3]), view([1])]);
    const early = shown.load();
    await Promise.all([early, shown.choose({ result: 'wrong' })]);
    expect(shown.entries.map(({ number }) => number)).toEqual([1]);
    expect(recorder.asked.at(-1)?.request).toMatchObject({
      filter: { results: ['failed', 'cancelled', 'unconfirmed'] },
    });
  });

  test('a time span is counted back from now', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    const choices = { ...nothingChosen, time: 'week' } as const;
    expect(filterOf(choices, now)).toMatchObject({ connection: null, kinds: [], from: '2026-11-13T12:00:00.000Z' });
  });

  test('what was done with one program is asked for by it', () => {
    expect(filterOf(nothingChosen, 0).program).toBeNull();
    expect(filterOf({ ...nothingChosen, program: 'commandLine' }, 0).program).toBe('commandLine');
  });

  test('what could not be read is told, and the next try can succeed', async () => {
    const { activity: shown, recorder } = activity([view([1])]);
    recorder.failing.add('activity');
    await shown.load();
    expect(shown.error?.code).toBe('store');
    recorder.failing.clear();
    await shown.load();
    expect([shown.error, shown.entries.length]).toEqual([null, 1]);
  });
});
