import axe from 'axe-core';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
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

/** The table of orgs: a tree as well where rows stand in families. */
export const orgTable = (page: Page): Locator => page.getByRole('grid').or(page.getByRole('treegrid'));

/** An opened scene, with what the browser complained about. */
export interface Opened {
  page: Page;
  complaints: string[];
}

/** The built mock page and a headless browser. */
export class Stage {
  readonly #contexts: BrowserContext[] = [];
  /** The page that goes from scene to scene, where only looking is done. */
  #visitor: Page | undefined;
  /** What the visitor complained about in this scene. */
  #heard: string[] = [];

  private constructor(
    private readonly server: PreviewServer,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Stage> {
    const server = await preview({ mode: 'mock', logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
    // The browser without its own window, which costs a third of the time and is not looked at.
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: flags });
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

  /** Opens a scene in a window of its own, and waits until it stands still. */
  async scene({ query, hash = '', theme = 'light', size = sizes.usual }: Opening): Promise<Opened> {
    const complaints: string[] = [];
    const page = await this.#page(theme, size, (complaint) => complaints.push(complaint));
    this.#contexts.push(page.context());
    await this.#go(page, query, hash);
    return { page, complaints };
  }

  /** Opens a scene in the one window for looking: a new one costs as much as four looks. */
  async visit({ query, hash = '' }: Opening): Promise<Opened> {
    this.#visitor ??= await this.#page('light', sizes.usual, (complaint) => this.#heard.push(complaint));
    const page = this.#visitor;
    // The scene before is gone before its successor is listened to.
    await page.goto('about:blank');
    const complaints = (this.#heard = []);
    await change(page, ['light', 'usual']);
    await this.#go(page, query, hash);
    return { page, complaints };
  }

  async #page(theme: Theme, size: Opening['size'], complain: (complaint: string) => unknown): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: size ?? sizes.usual,
      colorScheme: theme,
      locale: 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    // Generous: a machine that builds something else at the same time is slow, not wrong.
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complain(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complain(message.text());
    });
    return page;
  }

  async #go(page: Page, query: string, hash: string): Promise<void> {
    await page.goto(`${this.#origin()}/mock.html?${query}${hash}`);
    await page.locator('h1').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
  }

  #origin(): string {
    const address = this.server.httpServer.address();
    if (address === null || typeof address === 'string') throw new Error('The preview has no port.');
    return `http://127.0.0.1:${address.port}`;
  }
}

/** A theme and a size. */
export type Look = readonly [theme: Theme, size: keyof typeof sizes];

export const everyLook: readonly Look[] = themes.flatMap((theme) => [
  [theme, 'usual'] as const,
  [theme, 'smallest'] as const,
]);

/** Changes how the page is seen, and waits until it is drawn. */
export async function change(page: Page, [theme, size]: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize(sizes[size]);
  await page.evaluate(
    () =>
      new Promise((drawn) => {
        requestAnimationFrame(() => requestAnimationFrame(drawn));
      }),
  );
}

/** Plays another scene in the page as it stands: what is watched changes, as it does in the window. */
export async function play(page: Page, query: string): Promise<void> {
  await page.evaluate((detail) => dispatchEvent(new CustomEvent('scene', { detail })), query);
}

/** Keeps a picture of what is seen, where somebody wants to look at it: with `PICTURES` in the environment. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env['PICTURES']) return;
  await mkdir(output, { recursive: true });
  await page.screenshot({ path: `${output}${name}.png` });
}

/** No rule of WCAG 2.2 A and AA is broken, as far as a program can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // The policy of the page forbids scripts from elsewhere; the browser's own door is not bound by it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const broken = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    // What is in order need not be described: that is most of the time.
    const { violations } = await engine.run(document, { runOnly: tags, resultTypes: ['violations'], selectors: false });
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

/** The steps of the wizard stand at the left and the page beside them. */
export async function expectBesideTheRail(page: Page): Promise<void> {
  const rail = await page.getByRole('navigation', { name: 'Registration' }).boundingBox();
  const main = await page.getByRole('main').boundingBox();
  expect(main?.y).toBe(rail?.y);
  expect(main?.x).toBe((rail?.x ?? 0) + (rail?.width ?? 0));
}

/** One thing to look at. */
export interface Scene {
  name: string;
  query: string;
  hash?: string;
  looks?: readonly Look[];
  /** What to do before looking. */
  act?: (opened: Opened) => Promise<void>;
}

/** Looks at what stands there: `also` is asked of it too. */
export async function lookAround(
  { page, complaints }: Opened,
  name: string,
  looks: readonly Look[] = everyLook,
  also?: (page: Page) => Promise<void>,
): Promise<void> {
  for (const look of looks) {
    await change(page, look);
    await picture(page, `${name}-${look.join('-')}`);
    await also?.(page);
    await expectFitting(page);
    await expectAccessible(page);
  }
  expect(complaints).toEqual([]);
}

/** Looks at a scene: light and dark, in the usual and in the smallest window, unless it says otherwise. */
export async function lookAt(stage: Stage, scene: Scene, also?: (page: Page) => Promise<void>): Promise<void> {
  const opened = await stage.visit(scene);
  await scene.act?.(opened);
  await lookAround(opened, scene.name, scene.looks, also);
}
