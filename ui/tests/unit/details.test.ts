import { expect, test } from 'vitest';
import { found } from '../../src/backend/fake/verdicts';
import type { TestView, VerdictId } from '../../src/backend/generated';
import { median, mostBars, picture } from '../../src/features/connections/details/timeline';
import { wordsOf } from '../../src/text/verdict-words';
import { catalogue } from '../../src/text/catalogue';
import { verdicts } from '../../src/text/verdicts';

function tested(verdict: VerdictId, milliseconds: number): TestView {
  return {
    found: found(verdict),
    at: '2026-11-21T09:00:00Z',
    milliseconds,
    renewed: false,
    credentials: {
      authentication: 'externalClientApp',
      consumerKey: '3MVG9…c4Rk',
      authorizedAt: '2026-11-20T09:00:00Z',
      inForce: true,
    },
    requests: null,
  };
}

test('the latest test stands last, and only working ones set the scale', () => {
  const { bars, scale } = picture([tested('working', 100), tested('timedOut', 10_000), tested('working', 240)]);
  expect(scale).toBe(250);
  expect(bars.map(({ kind }) => kind)).toEqual(['working', 'failing', 'working']);
  expect(bars.map(({ height }) => height)).toEqual([0.96, 1, 0.4]);
});

test('the picture has room for so many tests', () => {
  const many = Array.from({ length: mostBars + 5 }, (_, index) => tested('working', index));
  const { bars } = picture(many);
  expect(bars.length).toBe(mostBars);
  expect(bars.at(-1)?.test).toBe(many[0]);
});

test('what passes by itself is drawn as such', () => {
  const kinds = picture([tested('limitReached', 1), tested('maintenance', 1), tested('nameNotFound', 1)]).bars;
  expect(kinds.map(({ kind }) => kind)).toEqual(['failing', 'passing', 'passing']);
});

test('the value in the middle', () => {
  expect(median([])).toBeNull();
  expect(median([9, 1, 5])).toBe(5);
});

test('the end of a sign-in has the words of its verdict, and what Salesforce refuses those of the catalogue', () => {
  const ended = wordsOf(found('rotatedElsewhere'));
  expect(ended).toMatchObject({ title: verdicts.rotatedElsewhere.title, signsIn: true });
  const blocked = wordsOf(found('appBlocked'));
  expect(blocked).toMatchObject({ title: catalogue['appBlocked']?.title, signsIn: false });
  expect(blocked.steps.at(-1)?.title).toBe('Test again');
  expect(wordsOf(found('timedOut')).title).toBe(verdicts.timedOut.title);
});

test('why a password is refused is told, and that a new sign-in is what helps', () => {
  for (const cause of ['loginWrong', 'securityTokenNeeded', 'passwordExpired', 'authenticationFailed']) {
    const refused = wordsOf({ ...found('passwordChanged'), cause });
    expect(refused).toMatchObject({ title: catalogue[cause]?.title, signsIn: true });
  }
  const ended = wordsOf({ ...found('rotatedElsewhere'), cause: 'tokenExpired' });
  expect(ended.title).toBe(verdicts.rotatedElsewhere.title);
});
