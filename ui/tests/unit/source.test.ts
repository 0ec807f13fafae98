import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SourcePlanView, SourceRequest } from '../../src/backend/generated';
import { Toasts } from '../../src/components/toasts.svelte';
import { fieldsFor, blankFields } from '../../src/features/blueprints/source/fields';
import { SourceTree } from '../../src/features/blueprints/source/source.svelte';
import { Recorder, refused } from './recorder';

const link = { oauthLink: '00D5g00000ABCDE:8885g0000000XYZ', orgScopedApp: '00D5g00000ABCDE:Orgkeep' };

const ready = (token: string): SourcePlanView => ({ kind: 'ready', folder: '/eca', occupied: false, files: [], token });

let backend: Recorder;
let source: SourceTree;

beforeEach(() => {
  backend = new Recorder();
  backend.answer('plan_source', () => ready('first'));
  source = new SourceTree(backend, new Toasts());
});

/** A tree of answers given here. */
async function open(): Promise<void> {
  await source.take({ kind: 'products' });
  source.pick('plain');
  await vi.waitFor(() => {
    expect(source.planned.kind).toBe('ready');
  });
}

describe('what a pattern has no part for', () => {
  const typed = { ...blankFields, link, below: { ...blankFields.below, link, callbacks: 'https://test.example' } };

  test('is not sent', () => {
    expect(fieldsFor('plain', typed)).toMatchObject({ link: { oauthLink: '' }, environments: [] });
    expect(fieldsFor('bootstrap', typed).environments).toHaveLength(2);
    expect(fieldsFor('packaged', typed).below).toMatchObject({ callbacks: '', environments: [] });
    expect(fieldsFor('dual', typed)).toEqual(typed);
  });
});

describe('a plan', () => {
  test('is not asked for before there are an app and a pattern', async () => {
    await source.plan();
    expect(backend.names()).toEqual([]);
    source.pick('plain');
    await source.plan();
    expect(source.planned.kind).toBe('nothing');
  });

  test('is asked for a moment after the last key, once', async () => {
    await open();
    backend.asked = [];
    for (const folder of ['~', '~/', '~/eca']) source.type({ folder });
    expect(source.looking).toBe(true);
    await vi.waitFor(() => {
      expect(source.looking).toBe(false);
    });
    expect(backend.names()).toEqual(['plan_source']);
    expect((backend.asked[0]?.request as SourceRequest).folder).toBe('~/eca');
  });

  test('that something was typed after cannot be written', async () => {
    await open();
    source.type({ folder: '~/elsewhere' });
    await source.write();
    expect(backend.names()).not.toContain('write_source');
  });

  test('is written as it was shown, with its token', async () => {
    await open();
    backend.answer('write_source', () => ({ folder: '/eca', written: 3, replaced: 0, commands: [] }));
    await source.write();
    expect(backend.asked.at(-1)).toMatchObject({ name: 'write_source', request: { token: 'first' } });
    expect(source.planned.kind).toBe('written');
  });

  test('that no longer fits is looked at again', async () => {
    await open();
    backend.answer('plan_source', () => ready('second'));
    vi.spyOn(backend, 'call').mockRejectedValueOnce({ code: 'changed', message: 'the folder has changed' });
    await source.write();
    expect(source.planned).toMatchObject({ kind: 'ready', plan: { token: 'second' } });
  });

  test('that is refused says what is wrong at a place only once it was touched', async () => {
    backend.answer('plan_source', () => ({
      kind: 'refused',
      problems: [],
      faults: [{ place: 'folder', text: 'Name it.' }],
    }));
    await source.take({ kind: 'products' });
    source.pick('plain');
    await source.plan();
    expect(source.faults('folder')).toEqual([]);
    source.touch('folder');
    expect(source.faults('folder')).toEqual(['Name it.']);
  });

  test('that could not be made says why', async () => {
    backend.failing.add('plan_source');
    await source.take({ kind: 'products' });
    source.pick('plain');
    await source.plan();
    expect(source.planned).toEqual({ kind: 'failed', error: refused });
  });
});

describe('the pattern', () => {
  test('follows the answers until one is picked', async () => {
    backend.answer('recommend_pattern', () => ({ pattern: 'dual', because: [], givenUp: [] }));
    await source.decide('test_and_production_apart', true);
    expect(source.pattern).toBe('dual');
    source.pick('plain');
    await source.decide('central_rotation', true);
    expect(source.pattern).toBe('plain');
  });
});
