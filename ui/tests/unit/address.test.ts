import { describe, expect, test } from 'vitest';
import type { LoginUrlCheckView, RepairView } from '../../src/backend/generated';
import { addressProblem, customHosts, hostOf, repairs, repairText } from '../../src/text/address';

const host = 'acme.my.salesforce.com';

describe('a repaired address', () => {
  test('is told with where Orgkeep signs in and what was pasted', () => {
    expect(repairText(host, ['lightning'])).toBe(
      'Orgkeep signs in at acme.my.salesforce.com. You pasted its Lightning address.',
    );
  });

  test('that was a page is told as that page, not as a path that went', () => {
    expect(repairText(host, ['scheme', 'path', 'setup'])).toBe(
      'Orgkeep signs in at acme.my.salesforce.com. You pasted its Setup address.',
    );
    expect(repairText(host, ['scheme', 'port'])).toContain('The port was left out.');
  });

  test('is not told where nothing was repaired', () => {
    expect(repairText(host, [])).toBeNull();
  });

  test.each(Object.keys(repairs) as RepairView[])('%s has its sentence', (repair) => {
    expect(repairText(host, [repair])).toMatch(/\.$/);
  });
});

test('only a refused address has a problem; a custom one has a box of its own', () => {
  const custom: LoginUrlCheckView = {
    kind: 'custom',
    host,
    looksLike: 'other',
    suggestion: null,
    confirmed: false,
    repairs: [],
  };
  expect(addressProblem(custom)).toBeNull();
  expect(addressProblem({ kind: 'refused', reason: 'host' })).toContain('host');
});

test('only what is made to deceive is told as a danger, and each kind tells its risk', () => {
  const dangers = Object.entries(customHosts).filter(([, copy]) => copy.danger);
  expect(dangers.map(([kind]) => kind)).toEqual(['homograph', 'lookalike']);
  for (const { risk } of Object.values(customHosts)) expect(risk.length).toBeGreaterThan(40);
});

test('the host of an address is what stands between scheme and path', () => {
  expect(hostOf('https://acme.my.salesforce.com/x?y')).toBe(host);
  expect(hostOf(host)).toBe(host);
});
