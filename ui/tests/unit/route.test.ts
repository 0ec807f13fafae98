import { expect, test } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../src/frame/route.svelte';

test.each<Route>([
  { page: 'list' },
  { page: 'board' },
  { page: 'help' },
  { page: 'import' },
  { page: 'settings' },
  { page: 'settings', section: 'diagnostics' },
  { page: 'details', id: 'a/b c' },
  { page: 'register', draft: 'draft-1' },
  { page: 'reauthenticate', id: 'a/b c' },
  { page: 'migrate', id: 'a/b c' },
  { page: 'go-back', id: 'a/b c' },
  { page: 'blueprints', place: { kind: 'tab', tab: 'check' } },
  { page: 'blueprints', place: { kind: 'own', id: 'a/b c' } },
  {
    page: 'blueprints',
    place: { kind: 'compare', left: { kind: 'preset', id: 'arm' }, right: { kind: 'own', id: 'a:b/c' } },
  },
  { page: 'blueprints', place: { kind: 'compare', left: null, right: { kind: 'preset', id: 'vault' } } },
])('$page survives the address', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

test('what is not known is the list', () => {
  for (const hash of ['', '#', '#/orgs', '#/elsewhere/1', '#/orgs/%E0%A4%A']) {
    expect(parseRoute(hash)).toEqual({ page: 'list' });
  }
});

test('an unknown place among the blueprints is their first tab', () => {
  for (const hash of ['#/blueprints', '#/blueprints/elsewhere', '#/blueprints/own/']) {
    expect(parseRoute(hash)).toEqual({ page: 'blueprints', place: { kind: 'tab', tab: 'presets' } });
  }
});
