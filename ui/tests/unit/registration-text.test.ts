import { describe, expect, test } from 'vitest';
import { failure } from '../../src/backend/fake/attempt';
import { blankDraft, completed } from '../../src/backend/fake/drafts';
import { catalogue } from '../../src/text/catalogue';
import { appText, inputHints } from '../../src/text/app';
import { checklistText, noteKinds } from '../../src/text/checklist';
import { copyOfFailure, failureCopy, failureFact, type OwnFailure } from '../../src/text/failures';
import { blockedBecause } from '../../src/text/register';
import { scopeText } from '../../src/text/scopes';

const kinds = Object.keys(failureCopy) as OwnFailure[];

describe('the words of a failure', () => {
  test.each(kinds)('%s say what happened, why and what to do, with a button that ends the repair', (kind) => {
    const { title, why, steps } = failureCopy[kind];
    expect(title).not.toMatch(/[.!]$/);
    expect(why).toMatch(/\.$/);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.some((step) => step.action === 'retry' || step.action === 'backToCredentials')).toBe(true);
    expect(new Set(steps.map((step) => step.title)).size).toBe(steps.length);
  });

  test('name the program that holds the port', () => {
    expect(failureFact(failure('portOccupied'), () => '')).toContain('node');
  });

  test('say nothing more where nothing more is known', () => {
    expect(failureFact({ kind: 'portOccupied', holder: null }, () => '')).toBeNull();
    expect(failureFact(failure('told'), () => '')).toBeNull();
  });

  test('are the catalogue’s where Salesforce told the cause', () => {
    expect(copyOfFailure({ kind: 'told', cause: 'denied' })).toBe(catalogue['denied']);
    expect(copyOfFailure({ kind: 'cancelled' })).toBe(failureCopy.cancelled);
  });
});

test('no words beg, excuse or shout', () => {
  expect(JSON.stringify([failureCopy, checklistText, noteKinds, appText, inputHints, catalogue])).not.toMatch(
    /please|oops|sorry|!/i,
  );
});

describe('a scope', () => {
  test('that is known says what it makes possible', () => {
    expect(scopeText('api')).toContain('APIs');
    expect(scopeText('offline_access')).toBe(scopeText('refresh_token'));
  });

  test.each(['new_scope_of_next_year', 'constructor', '__proto__'])('%s, unknown, has words too', (scope) => {
    expect(scopeText(scope)).toBe('Not known to this version of Orgkeep');
  });
});

describe('why a sign-in cannot start', () => {
  const blank = blankDraft('draft-1');
  const checksOf = (fields: object) => completed(blank, { ...blank.fields, ...fields }).checks;

  test('is told in the order of the fields', () => {
    const filled = { name: 'Acme', loginUrl: 'https://acme.my.salesforce.com', consumerKey: '3MVG9' };
    expect(blockedBecause(checksOf({}), null)).toContain('name');
    expect(blockedBecause(checksOf({ name: 'Acme' }), null)).toContain('Login URL');
    expect(blockedBecause(checksOf({ ...filled, consumerKey: '' }), null)).toContain('Consumer ID');
    expect(blockedBecause(checksOf(filled), null)).toBeNull();
  });

  test('is a host that nobody has vouched for yet', () => {
    const custom = checksOf({ name: 'Acme', loginUrl: 'https://sso.acme.example', consumerKey: '3MVG9' });
    expect(blockedBecause(custom, null)).toContain('not confirmed');
  });

  test('is another sign-in, before everything else', () => {
    expect(blockedBecause(checksOf({}), 'Acme UAT')).toContain('Acme UAT');
  });
});
