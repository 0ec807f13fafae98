import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const asked = vi.hoisted(() => [] as string[]);

vi.mock('@tauri-apps/api/core', () => ({
  Channel: class {
    id = 0;
  },
  invoke: (name: string) => {
    asked.push(name);
    // Rust never answers in the same turn.
    return new Promise((resolve) => setTimeout(resolve, 0, { answered: name }));
  },
}));

/** The backend as the window has it, on a page that came with these answers. */
async function opened(known: Record<string, unknown>) {
  vi.resetModules();
  const texts = Object.entries(known).map(([name, answer]) => [name, JSON.stringify(answer)]);
  window.__ORGKEEP_KNOWN__ = Object.fromEntries(texts) as NonNullable<typeof window.__ORGKEEP_KNOWN__>;
  return import('../../src/backend/tauri');
}

beforeEach(() => {
  asked.length = 0;
});
afterEach(() => {
  delete window.__ORGKEEP_KNOWN__;
});

test('a list that came with the page is not asked for before somebody follows it', async () => {
  const { askEarly, tauriBackend } = await opened({ watch_connections: { came: true }, watch_vault: { came: true } });
  askEarly();
  expect(asked).toEqual([]);
  // Nothing has been answered, so what came with the page is no older than it was.
  const seen: unknown[] = [];
  tauriBackend.watch('watch_vault', (snapshot) => seen.push(snapshot));
  await Promise.resolve();
  expect(seen[0]).toEqual({ came: true });
});

test('a list that did not come is asked for early, and once', async () => {
  const { askEarly, tauriBackend } = await opened({});
  askEarly();
  expect(asked).toEqual(['watch_connections']);
  const seen: unknown[] = [];
  tauriBackend.watch('watch_connections', (snapshot) => seen.push(snapshot));
  await vi.waitFor(() => {
    expect(seen).toEqual([{ answered: 'watch_connections' }]);
  });
  expect(asked).toEqual(['watch_connections']);
});
