import { describe, expect, test } from 'vitest';
import { designOf } from '../../src/backend/fake/design';
import { presetViews } from '../../src/backend/fake/presets';
import type { AppFields } from '../../src/backend/generated';
import { heightOf, linesOf, rowsOf, short } from '../../src/components/app/drawings/lines';
import { missingAnswers } from '../../src/components/app/missing';
import { wishesOf } from '../../src/components/app/wishes';
import { blankApp } from '../../src/lib/app';
import { inputProblem, ownProblem } from '../../src/text/app';

function design(change: Partial<AppFields>) {
  return designOf({ ...blankApp, ...change });
}

function wishes(setting: string, change: Partial<AppFields>) {
  const { conflicts, givenUp } = design(change);
  const conflict = conflicts.find((each) => each.setting === setting);
  return conflict && wishesOf(conflict, givenUp);
}

describe('who asks for what', () => {
  test('stands under its value, with what became of it said once', () => {
    expect(wishes('secretForWebServerFlow', { presets: ['vault', 'compliance-rehearsal'] })).toEqual([
      { value: 'On', by: 'AutoRABIT Vault' },
      { value: 'Off (given up)', by: 'Orgkeep, Compliance & Rehearsal Tool' },
    ]);
  });

  test('is called obsolete where the platform has moved on', () => {
    expect(wishes('requirePkce', { presets: ['arm'] })?.at(-1)).toEqual({
      value: 'Off (obsolete)',
      by: 'AutoRABIT ARM',
    });
  });

  test('has a fate for each product where they differ', () => {
    const choices = [{ setting: 'ipRelaxation', value: 'Relax IP restrictions' }] as const;
    expect(wishes('ipRelaxation', { presets: ['compliance-rehearsal', 'general'], choices: [...choices] })).toEqual([
      { value: 'Relaxed', by: 'Compliance & Rehearsal Tool' },
      { value: 'Enforced', by: 'Orgkeep (given up), General API integration' },
    ]);
  });

  test('follows the answer that was chosen', () => {
    const chosen = wishes('requirePkce', { presets: ['arm'], choices: [{ setting: 'requirePkce', value: 'off' }] });
    expect(chosen).toEqual([
      { value: 'On (given up)', by: 'Orgkeep' },
      { value: 'Off', by: 'AutoRABIT ARM' },
    ]);
  });
});

describe('a missing answer', () => {
  test('is named as its question is, at the step that needs it', () => {
    const presets = ['vault', 'arm'];
    expect(missingAnswers(design({ presets }), presetViews)).toEqual([
      { label: 'Callback URL that ARM shows', step: 'callback' },
      { label: 'Vault instance', step: 'callback' },
    ]);
  });

  test('about people belongs to the policies, about names to the first page of the form', () => {
    const inputs = [{ preset: 'general', key: 'run_as', value: 'nobody' }];
    const wrong = design({ presets: ['general'], inputs, apiName: '1x', contactEmail: 'nora' });
    const steps = missingAnswers(wrong, presetViews).map(({ step }) => step);
    expect(steps).toEqual(['basicInformation', 'basicInformation', 'policies']);
  });

  test('says what is wrong in words that fit the question', () => {
    const inputs = [{ preset: 'vault', key: 'instance', value: 'http://vault.example' }];
    const { problems } = design({ presets: ['vault'], inputs, contactEmail: 'nora' });
    expect(inputProblem(problems, 'vault', { key: 'instance', kind: 'instance' })).toMatch(/https only/);
    expect(inputProblem(problems, 'arm', { key: 'callback', kind: 'callback' })).toBeNull();
    expect(ownProblem(problems, 'contactEmail')).toMatch(/not an e-mail/);
    expect(ownProblem(problems, 'label')).toBeNull();
  });
});

describe('the words of a drawing', () => {
  test('break between words and after a slash', () => {
    expect(linesOf('Require secret for Web Server Flow', 18)).toEqual(['Require secret for', 'Web Server Flow']);
    expect(linesOf('https://vault.example/dashboard/setup', 24)).toEqual(['https://vault.example/', 'dashboard/setup']);
  });

  test('break inside a word only where it is too long by itself', () => {
    expect(linesOf('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });

  test('push down what stands below them', () => {
    const rows = rowsOf(['a', 'b c', 'd'], (text) => text.split(' '), 100, 20);
    expect(rows.map(({ y }) => y)).toEqual([100, 120, 154]);
    expect(heightOf(rows)).toBe(74);
  });

  test('end with an ellipsis where there is no room', () => {
    expect(short('External Client App Manager', 12)).toBe('External Cl…');
    expect(short('Orgkeep', 12)).toBe('Orgkeep');
  });
});
