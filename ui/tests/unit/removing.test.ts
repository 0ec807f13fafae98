import { expect, test } from 'vitest';
import { fleet } from '../../src/backend/fake/fleet';
import type { RevocationOutcomeView } from '../../src/backend/generated';
import type { Connections } from '../../src/features/connections/connections.svelte';
import { Removing } from '../../src/features/connections/removing.svelte';

const rows = fleet()
  .map((connection) => connection.row)
  .slice(0, 12);

/** A server that answers when it is told to, and what was told at the end. */
function slowServer() {
  const answers: ((outcome: RevocationOutcomeView | null) => void)[] = [];
  const told: unknown[] = [];
  const connections = {
    removeOne: () => new Promise((answer) => answers.push(answer)),
    tellRemovals: (...words: unknown[]) => told.push(words),
    selection: { clear: () => undefined },
    closeDialog: () => undefined,
  } as unknown as Connections;
  return { connections, answers, told };
}

async function settled() {
  await new Promise((done) => setTimeout(done, 0));
}

test('a server that takes its time holds up no other', async () => {
  const { connections, answers, told } = slowServer();
  const removing = new Removing(connections, rows);
  const run = removing.run();
  expect(answers.length).toBe(8);
  for (let next = 1; next < rows.length; next += 1) {
    answers[next]?.(next === 1 ? 'unconfirmed' : next === 2 ? null : 'revoked');
    await settled();
  }
  expect([removing.done, removing.busy]).toEqual([10, true]);
  answers[0]?.('revoked');
  await run;
  expect(told).toEqual([[11, 1, [rows[2]?.name]]]);
});

test('what was not begun stays', async () => {
  const { connections, answers, told } = slowServer();
  const removing = new Removing(connections, rows);
  const run = removing.run();
  removing.stop();
  for (const answer of answers) answer('revoked');
  await run;
  expect([answers.length, told]).toEqual([8, [[8, 0, []]]]);
});
