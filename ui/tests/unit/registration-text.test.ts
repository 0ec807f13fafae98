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
  const draftOf = (fields: object) => completed(blank, { ...blank.fields, ...fields });

  test('is told in the order of the fields', () => {
    const filled = { name: 'Acme', loginUrl: 'https://acme.my.salesforce.com', consumerKey: '3MVG9' };
    expect(blockedBecause(draftOf({}), null)).toContain('name');
    expect(blockedBecause(draftOf({ name: 'Acme' }), null)).toContain('Login URL');
    expect(blockedBecause(draftOf({ ...filled, consumerKey: '' }), null)).toContain('Consumer ID');
    expect(blockedBecause(draftOf(filled), null)).toBeNull();
  });

  test('is a host that nobody has vouched for yet', () => {
    const custom = draftOf({ name: 'Acme', loginUrl: 'https://sso.acme.example', consumerKey: '3MVG9' });
    expect(blockedBecause(custom, null)).toContain('not confirmed');
  });

  test('is what a password needs, and first of all that its end was accepted', () => {
    const login = { name: 'Acme', loginUrl: 'https://acme.my.salesforce.com', authentication: 'standard' };
    const accepted = { ...login, retirementAccepted: true, username: 'ana@acme.example' };
    expect(blockedBecause(draftOf(login), null)).toContain('end of this way');
    expect(blockedBecause(draftOf({ ...accepted, username: 'ana' }), null)).toContain('e-mail');
    expect(blockedBecause(draftOf(accepted), null)).toContain('password');
    const typed = { ...draftOf(accepted), password: { characters: 8 } };
    expect(blockedBecause(completed(typed, typed.fields), null)).toBeNull();
  });

  test('is another sign-in, before everything else', () => {
    expect(blockedBecause(draftOf({}), 'Acme UAT')).toContain('Acme UAT');
  });
});
