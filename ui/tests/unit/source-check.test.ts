import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Checking } from '../../src/backend/fake/checking';
import type { CheckSourceRequest, SourceReportView } from '../../src/backend/generated';
import { Toasts } from '../../src/components/toasts.svelte';
import { SourceCheck } from '../../src/features/blueprints/check/check.svelte';
import { reportText } from '../../src/features/blueprints/check/report';
import { Recorder, refused } from './recorder';

let backend: Recorder;
let check: SourceCheck;
let toasts: Toasts;

beforeEach(() => {
  const checking = new Checking();
  backend = new Recorder();
  backend.answer('check_source', (request) => checking.report(request));
  backend.answer('apply_remedy', ({ check: asked, token }) => checking.apply(asked, token));
  toasts = new Toasts();
  check = new SourceCheck(backend, toasts);
});

describe('a check', () => {
  test('of no folder is not asked for', async () => {
    check.folder = '  ';
    await check.run();
    expect(backend.names()).toEqual([]);
    expect(check.state.kind).toBe('nothing');
  });

  test('keeps what was found before while it runs again', async () => {
    await check.look('~/eca');
    const again = check.run();
    expect(check.state.kind).toBe('running');
    expect(check.report?.errors).toBe(6);
    await again;
    expect(check.state.kind).toBe('told');
  });

  test('of another folder begins with nothing', async () => {
    await check.look('~/eca');
    const other = check.look('~/clean');
    expect(check.report).toBeNull();
    await other;
    expect(check.findings).toEqual([]);
  });

  test('that was overtaken says nothing any more', async () => {
    let answer: (report: SourceReportView) => void = () => undefined;
    const answered = new Promise<SourceReportView>((resolve) => (answer = resolve));
    vi.spyOn(backend, 'call').mockReturnValueOnce(answered);
    const slow = check.look('~/eca');
    await check.look('~/clean');
    answer(new Checking().report({ folder: '~/eca', pattern: null }));
    await slow;
    expect(check.report?.folder).toContain('clean');
  });

  test('that is stopped shows what was found before, and its answer counts no more', async () => {
    await check.look('~/eca');
    const again = check.run();
    check.stop();
    expect(check.state.kind).toBe('told');
    expect(backend.names()).toContain('stop_check');
    await again;
    expect(check.report?.errors).toBe(6);
    check.stop();
    expect(backend.names().filter((name) => name === 'stop_check')).toHaveLength(1);
  });

  test('that is refused says why', async () => {
    backend.failing.add('check_source');
    await check.look('~/eca');
    expect(check.state).toEqual({ kind: 'refused', error: refused });
  });
});

describe('a fix', () => {
  test('is asked for the folder and pattern that were checked, not for what is typed since', async () => {
    await check.look('~/eca');
    check.folder = '~/other';
    const [first] = check.findings;
    if (first) await check.apply(first);
    expect((backend.asked.at(-1)?.request as { check: CheckSourceRequest }).check.folder).toBe('~/eca');
  });

  test('leads on to the finding that takes its place', async () => {
    await check.look('~/eca');
    const [first, second] = check.findings;
    if (first) await check.apply(first);
    expect(check.shown?.finding.title).toBe(second?.finding.title);
    expect(check.findings).toHaveLength(6);
  });

  test('of a file that has changed reads the folder again', async () => {
    await check.look('~/busy');
    const [first] = check.findings;
    if (first) await check.apply(first);
    expect(backend.names()).toEqual(['check_source', 'apply_remedy', 'check_source']);
    expect(toasts.list.map(({ title }) => title)).toEqual(['It has changed meanwhile']);
  });
});

test('a report as text has each finding with its place, rule and fix, and what was not read', () => {
  const text = reportText(new Checking().report({ folder: '~/unreadable', pattern: null }));
  expect(text).toContain('\nscripts/deploy.sh:2:20: error: Secret in a file [secret_in_file]\n');
  expect(text).toContain('Fix: Remove it from the file and its history');
  expect(text).toContain('Not read: policies/prod');
  expect(text.endsWith('\n')).toBe(true);
});
