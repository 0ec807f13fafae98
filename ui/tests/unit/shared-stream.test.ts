import { expect, test } from 'vitest';
import { SharedStream } from '../../src/backend/shared-stream';

/** A stream that can be sent to, and how often it was opened. */
function stream() {
  const [sinks, seen] = [[] as ((snapshot: number) => void)[], [] as string[]];
  const shared = new SharedStream<number>((deliver) => sinks.push(deliver));
  const follow = (who: string) => shared.follow((snapshot) => seen.push(`${who}${snapshot}`));
  const send = (snapshot: number) => {
    for (const sink of sinks) sink(snapshot);
  };
  return { sinks, seen, follow, send };
}

test('everyone who follows gets each snapshot, over one stream', () => {
  const { sinks, seen, follow, send } = stream();
  follow('a');
  follow('b');
  send(1);
  expect(seen).toEqual(['a1', 'b1']);
  expect(sinks.length).toBe(1);
});

test('who comes later gets the latest snapshot, and who goes leaves the others theirs', async () => {
  const { seen, follow, send } = stream();
  follow('a');
  send(1);
  send(2);
  const leave = follow('b');
  expect(seen).toEqual(['a1', 'a2']);
  await Promise.resolve();
  leave();
  send(3);
  expect(seen).toEqual(['a1', 'a2', 'b2', 'a3']);
});

test('who goes at once gets nothing', async () => {
  const { seen, follow, send } = stream();
  follow('a');
  send(1);
  follow('b')();
  await Promise.resolve();
  expect(seen).toEqual(['a1']);
});

test('who comes just before a snapshot gets it once', async () => {
  const { seen, follow, send } = stream();
  follow('a');
  send(1);
  follow('b');
  send(2);
  await Promise.resolve();
  expect(seen).toEqual(['a1', 'a2', 'b2']);
});
