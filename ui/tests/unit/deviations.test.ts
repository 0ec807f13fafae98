import { expect, test } from 'vitest';
import type { AuthenticationView, DeviationView } from '../../src/backend/generated';
import { isSerious, sorted } from '../../src/lib/deviations';
import { removeText } from '../../src/text/connections';

const all: DeviationView[] = [
  { kind: 'rotationAdvised' },
  { kind: 'scopeMissing', scope: 'web', wantedBy: ['Orgkeep'] },
  { kind: 'unsigned' },
  { kind: 'scopeExtra', scope: 'full' },
  { kind: 'noRefreshToken' },
];

test('advice is not called a difference', () => {
  const { differs, advice } = sorted(all);
  expect(differs.map(({ kind }) => kind)).toEqual(['scopeMissing', 'scopeExtra', 'noRefreshToken']);
  expect(advice.map(({ kind }) => kind)).toEqual(['rotationAdvised', 'unsigned']);
  expect(advice.some(isSerious)).toBe(false);
});

test.each<[AuthenticationView, string | null, boolean]>([
  ['standard', null, false],
  ['connectedApp', 'The Connected App stays', true],
  ['externalClientApp', 'The External Client App stays', true],
])('what a removal does is told of %s as it is', (authentication, app, revokes) => {
  const words = removeText.happens(authentication).join(' ');
  expect(words.includes('to revoke')).toBe(revokes);
  if (app === null) expect(words).not.toMatch(/App /);
  else expect(words).toContain(app);
  expect(words).toContain('This cannot be undone.');
});
