import { expect, test } from 'vitest';
import { groupOf } from '../../src/backend/fake/verdicts';
import type { VerdictId } from '../../src/backend/generated';
import { verdicts } from '../../src/text/verdicts';

const ids = Object.keys(verdicts) as VerdictId[];

test('each way that is broken has words of its own', () => {
  const broken = ids.filter((id) => groupOf[id] === 'unreachable').map((id) => verdicts[id]);
  expect(broken).toHaveLength(7);
  for (const part of ['title', 'short', 'why'] as const) {
    expect(new Set(broken.map((copy) => copy[part])).size, part).toBe(7);
  }
});
