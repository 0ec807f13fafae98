import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/text/catalogue';
import { causeActions, causeCopy, retryPolicies, setupPageNames } from '../../src/text/causes';

const causes = Object.entries(catalogue);

describe('each cause of the catalogue', () => {
  test.each(causes)('%s says what happened, why, what to do and when to try again', (_, copy) => {
    expect(copy.title).not.toMatch(/[.!]$/);
    expect(copy.why).toMatch(/\.$/);
    expect(copy.steps.length).toBeGreaterThan(0);
    expect(new Set(copy.steps.map(({ title }) => title)).size).toBe(copy.steps.length);
    expect(retryPolicies[copy.retry]).toMatch(/\.$/);
  });

  test.each(causes)('%s has words for its buttons, and a page for the one that opens Setup', (_, copy) => {
    const actions = copy.steps.flatMap(({ action }) => action ?? []);
    for (const action of actions) expect(causeActions[action]).toBeTruthy();
    expect(actions.includes('openSetupPage') ? copy.setupPage : 'not needed').toBeDefined();
    if (copy.setupPage) expect(setupPageNames[copy.setupPage]).toBeTruthy();
  });
});

test('nearly every cause is named: at most one in twenty ends in the unknown one', () => {
  const unknown = causes.filter(([id]) => id === 'unknown').length;
  expect(unknown).toBe(1);
  expect(unknown / causes.length).toBeLessThan(0.05);
});

test.each(['next-year', 'constructor', '__proto__', ''])('%s, which the catalogue does not have, is unknown', (id) => {
  expect(causeCopy(id)).toBe(catalogue['unknown']);
});
