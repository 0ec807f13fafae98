import axe from 'axe-core';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { expect } from 'vitest';

/** Where the pictures go; git does not see it. */
const output = fileURLToPath(new URL('../../test-output/', import.meta.url));

/** The usual window and the smallest one. */
export const sizes = {
  usual: { width: 1180, height: 760 },
  smallest: { width: 900, height: 600 },
} as const;

export type Theme = 'light' | 'dark';

export const themes: readonly Theme[] = ['light', 'dark'];

export interface Opening {
  /** What `?…` says, such as `scene=list`. */
  query: string;
  /** What `#…` says, such as `#/orgs/connection-0`. */
  hash?: string;
  theme?: Theme;
  size?: { width: number; height: number };
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An opened scene, with what the browser complained about. */
export interface Opened {
  page: Page;
  complaints: string[];
}

/** The built mock page and a headless browser. */
export class Stage {
  readonly #contexts: BrowserContext[] = [];

  private constructor(
    private readonly server: PreviewServer,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Stage> {
    const server = await preview({ mode: 'mock', logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
    return new Stage(server, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }

  /** Closes the scenes of one test. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  /** Opens a scene, and waits until it stands still. */
  async scene({ query, hash = '', theme = 'light', size = sizes.usual }: Opening): Promise<Opened> {
    const context = await this.browser.newContext({
      viewport: size,
      colorScheme: theme,
      locale: 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    // Generous: a machine that builds something else at the same time is slow, not wrong.
    page.setDefaultTimeout(20_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(`${this.#origin()}/mock.html?${query}${hash}`);
    await page.locator('h1').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    return { page, complaints };
  }

  #origin(): string {
    const address = this.server.httpServer.address();
    if (address === null || typeof address === 'string') throw new Error('The preview has no port.');
    return `http://127.0.0.1:${address.port}`;
  }
}

/** Keeps a picture of what is seen. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(output, { recursive: true });
  await page.screenshot({ path: `${output}${name}.png` });
}

/** No rule of WCAG 2.2 A and AA is broken, as far as a program can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // The policy of the page forbids scripts from elsewhere; the browser's own door is not bound by it.
  await page.evaluate(axe.source);
  const broken = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await engine.run(document, { runOnly: tags });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`,
    );
  });
  expect(broken).toEqual([]);
}

/** Nothing reaches past the window's right edge, and no text is cut without an ellipsis that says so. */
export async function expectFitting(page: Page): Promise<void> {
  const misfits = await page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || style.visibility === 'hidden' || element.closest('.hidden, svg')) continue;
      const words = element.textContent.trim().slice(0, 50);
      const named = `${element.tagName.toLowerCase()}.${element.className} “${words}”`;
      const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (scrolls && element.scrollWidth > element.clientWidth + 1 && !element.matches('.code')) {
        found.push(`scrolls sideways: ${named}`);
      }
      const holdsText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const cutOnPurpose = style.textOverflow === 'ellipsis';
      if (holdsText && box.right > innerWidth + 1) found.push(`beyond the edge: ${named}`);
      if (holdsText && !cutOnPurpose && style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) {
        found.push(`cut: ${named}`);
      }
      const parent = element.parentElement;
      if (holdsText && parent && !cutOnPurpose && style.position !== 'absolute' && !element.closest('.cut')) {
        const outer = parent.getBoundingClientRect();
        if (outer.width > 0 && box.right > outer.right + 2) found.push(`sticks out: ${named}`);
      }
    }
    return found;
  });
  expect(misfits).toEqual([]);
}

/** One thing to look at. */
export interface Scene {
  name: string;
  query: string;
  hash?: string;
  /** What to do before looking. */
  act?: (opened: Opened) => Promise<void>;
}

/** Looks at a scene, light and dark, in the usual and in the smallest window. */
export async function lookAt(stage: Stage, { name, query, hash = '', act }: Scene): Promise<void> {
  const look = async (theme: Theme) => {
    const opened = await stage.scene({ query, hash, theme });
    await act?.(opened);
    for (const [sizeName, size] of Object.entries(sizes)) {
      await opened.page.setViewportSize(size);
      await picture(opened.page, `${name}-${theme}-${sizeName}`);
      await expectFitting(opened.page);
      await expectAccessible(opened.page);
    }
    expect(opened.complaints).toEqual([]);
  };
  await Promise.all(themes.map(look));
}
