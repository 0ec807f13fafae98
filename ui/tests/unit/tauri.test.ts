import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What was asked of Rust, and what it answers to the next questions: `null` after these. */
const rust = vi.hoisted(() => ({ asked: [] as string[], answers: [] as unknown[] }));

vi.mock('@tauri-apps/api/core', () => ({
  Channel: class {
    id = 0;
  },
  invoke: (name: string) => {
    rust.asked.push(name);
    // Rust never answers in the same turn.
    return new Promise((resolve) => setTimeout(resolve, 0, rust.answers.shift() ?? null));
  },
}));

const kept = '"what came with the page"';

/** The backend of a page that came with these answers. */
async function opened(known: NonNullable<typeof window.__ORGKEEP_KNOWN__>) {
  vi.resetModules();
  window.__ORGKEEP_KNOWN__ = known;
  const { tauriBackend } = await import('../../src/backend/tauri');
  const seen: unknown[] = [];
  const follow = (name: 'watch_vault' | 'watch_attempt') => tauriBackend.watch(name, (view) => seen.push(view));
  return { seen, follow };
}

/** Until Rust has answered everything it was asked, and what that led to. */
async function answered() {
  for (let before = -1; before < rust.asked.length;) {
    before = rust.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

beforeEach(() => {
  rust.asked.length = 0;
  rust.answers.length = 0;
});
afterEach(() => {
  delete window.__ORGKEEP_KNOWN__;
});

test('what came with the page is shown at once, and stays where Rust has nothing newer', async () => {
  const { seen, follow } = await opened({ watch_vault: kept });
  follow('watch_vault');
  await Promise.resolve();
  expect(seen).toEqual([JSON.parse(kept)]);
  await answered();
  expect(seen.length).toBe(1);
  expect(rust.asked).toEqual(['watch_vault']);
});

test('what is newer takes its place', async () => {
  rust.answers.push('newer');
  const { seen, follow } = await opened({ watch_vault: kept });
  follow('watch_vault');
  await answered();
  expect(seen).toEqual([JSON.parse(kept), 'newer']);
});

test('a page that is told later shows it as soon as it is told, and asks for nothing twice', async () => {
  const { seen, follow } = await opened({});
  follow('watch_vault');
  window.__ORGKEEP_TELL__?.({ watch_vault: kept, watch_attempt: kept });
  follow('watch_attempt');
  await Promise.resolve();
  expect(seen).toEqual([JSON.parse(kept), JSON.parse(kept)]);
  await answered();
  expect(rust.asked).toEqual(['watch_vault', 'watch_attempt']);
  expect(seen.length).toBe(2);
});

test('whoever was told nothing asks again', async () => {
  rust.answers.push(null, 'all of it');
  const { seen, follow } = await opened({});
  follow('watch_vault');
  await answered();
  expect(seen).toEqual(['all of it']);
  expect(rust.asked.length).toBe(2);
});

test('what came with the page is old once Rust has answered', async () => {
  rust.answers.push('newer', 'now');
  const { seen, follow } = await opened({ watch_vault: kept, watch_attempt: kept });
  follow('watch_vault');
  await answered();
  follow('watch_attempt');
  await answered();
  expect(seen).toEqual([JSON.parse(kept), 'newer', 'now']);
});
