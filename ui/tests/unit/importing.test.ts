import { expect, test } from 'vitest';
import type { ImportEntryView, ImportStateView } from '../../src/backend/generated';
import { linesOf } from '../../src/features/importing/entries';
import { Importing } from '../../src/features/importing/importing.svelte';
import { Recorder } from './recorder';

function entry(key: string, state: ImportStateView): ImportEntryView {
  return {
    key,
    name: key,
    username: `${key}@acme.example`,
    host: 'acme.my.salesforce.com',
    orgType: 'production',
    authentication: 'connectedApp',
    isDevHub: false,
    otherApps: [],
    state,
  };
}

const entries = [
  entry('gone', { kind: 'unusable', reason: 'expired', day: '2026-11-02' }),
  entry('own', { kind: 'ready', mayRotate: true }),
  entry('here', { kind: 'matched', name: 'ACME' }),
  entry('cli', { kind: 'ready', mayRotate: false }),
  entry('bare', { kind: 'draft', reason: 'absent' }),
];

function recorder(): Recorder {
  const backend = new Recorder();
  backend.answer('preview_import', () => ({ id: 'preview-1', place: '…/.sfdx', entries, errors: [] }));
  backend.answer('run_import', ({ chosen }) => ({
    connections: chosen.filter(({ withTokens }) => withTokens).map(({ key }) => key),
    drafts: chosen.filter(({ withTokens }) => !withTokens).map(({ key }) => key),
    leftOut: 0,
    notGiven: [],
  }));
  backend.answer('drafts', () => ({ drafts: [] }));
  return backend;
}

async function looked(backend: Recorder): Promise<Importing> {
  const importing = new Importing(backend);
  await importing.look('cliHome');
  return importing;
}

test('everything that can be imported is chosen, but no tokens that another program may need', async () => {
  const importing = await looked(recorder());
  expect(importing.wanted).toEqual([
    { key: 'own', withTokens: false },
    { key: 'cli', withTokens: true },
    { key: 'bare', withTokens: false },
  ]);
});

test('what cannot be imported stands last, and lines of a list that cannot be read stand with it', () => {
  const lines = linesOf({ entries, errors: [{ line: 7, field: 'name', fault: 'missing' }] });
  expect(lines.map(({ key }) => key)).toEqual([
    'group open',
    'entry own',
    'entry cli',
    'entry bare',
    'group matched',
    'entry here',
    'group unusable',
    'entry gone',
    'fault 0',
  ]);
  expect(lines.filter(({ stops }) => stops)).toHaveLength(3);
});

test('whoever wants the tokens of an entry wants the entry', async () => {
  const importing = await looked(recorder());
  importing.toggleAll();
  expect(importing.wanted).toEqual([]);
  importing.toggleTokens('own');
  expect(importing.wanted).toEqual([{ key: 'own', withTokens: true }]);
});

test('the result names what may not be used in two places any more', async () => {
  const backend = recorder();
  const importing = await looked(backend);
  importing.toggleTokens('own');
  await importing.run();
  expect(importing.stage).toMatchObject({
    kind: 'done',
    result: { connections: ['own', 'cli'], drafts: ['bare'] },
    names: [{ id: 'bare', name: '' }],
    rotating: ['own'],
  });
  expect(backend.asked.find(({ name }) => name === 'run_import')?.request).toMatchObject({ preview: 'preview-1' });
});

test('an import that is refused changes nothing of what was chosen', async () => {
  const backend = recorder();
  backend.failing.add('run_import');
  const importing = await looked(backend);
  importing.toggle('cli');
  const wanted = importing.wanted;
  await importing.run();
  expect(importing.refused?.code).toBe('store');
  expect([importing.stage.kind, importing.wanted]).toEqual(['preview', wanted]);
});

test('whoever chooses no file stays where they were', async () => {
  const backend = recorder();
  const importing = await looked(backend);
  backend.answer('preview_import', () => ({ id: null, place: '', entries: [], errors: [] }));
  importing.toggle('cli');
  await importing.look('chosenList');
  expect(importing.stage).toMatchObject({ kind: 'preview', source: 'cliHome' });
  expect(importing.wanted.map(({ key }) => key)).toEqual(['own', 'bare']);
});

test('the CLI itself is a source only where it is installed, and not knowing that is no failure', async () => {
  const backend = recorder();
  const importing = new Importing(backend);
  backend.answer('import_sources', () => ({ throughCli: true }));
  await importing.load();
  expect(importing.throughCli).toBe(true);
  backend.failing.add('import_sources');
  await importing.load();
  expect(importing.throughCli).toBe(false);
  expect(importing.stage).toEqual({ kind: 'source', failed: null });
});

test('what the CLI did not give is not named among what may not be used in two places', async () => {
  const backend = recorder();
  backend.answer('run_import', () => ({
    connections: ['cli'],
    drafts: [],
    leftOut: 0,
    notGiven: [{ name: 'own', username: 'own@acme.example', reason: 'tooLate' }],
  }));
  const importing = new Importing(backend);
  await importing.look('throughCli');
  importing.toggleTokens('own');
  await importing.run();
  expect(importing.stage).toMatchObject({ kind: 'done', rotating: [] });
});

test('whoever stops an import sees what was chosen, as it was', async () => {
  const backend = recorder();
  backend.answer('run_import', () => {
    throw Object.assign(new Error('stopped'), { code: 'stopped', message: 'the import was stopped' });
  });
  backend.answer('stop_import', () => ({}));
  const importing = new Importing(backend);
  await importing.look('throughCli');
  const wanted = importing.wanted;
  const running = importing.run();
  importing.stop();
  await running;
  expect(backend.names()).toContain('stop_import');
  expect([importing.stage.kind, importing.wanted]).toEqual(['preview', wanted]);
});
