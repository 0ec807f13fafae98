import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What the window allows, so that the page tests meet it too. Without `ipc:`, which only the window has. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'";

/** The code of the page is fetched at once, while what connects it with Rust is set up. */
const fetchStartAtOnce: Plugin = {
  name: 'fetch-start-at-once',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const files = new Set<string>();
      const add = (file: string) => {
        const chunk = bundle[file];
        if (files.has(file) || chunk?.type !== 'chunk') return;
        files.add(file);
        chunk.imports.forEach(add);
      };
      for (const [file, chunk] of Object.entries(bundle)) {
        if (chunk.type === 'chunk' && chunk.name === 'start') add(file);
      }
      return [...files].map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
        injectTo: 'head',
      }));
    },
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), fetchStartAtOnce],
  base: './',
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  build: {
    target: 'safari16.4',
    outDir: mode === 'mock' ? 'dist-mock' : 'dist',
    // A font inlined as data: would need a wider policy.
    assetsInlineLimit: 0,
    // The polyfill is an inline script where the policy forbids one, and every web view has the feature.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      ...(mode === 'mock' && { input: 'mock.html' }),
      // One file for what the list needs, although other pages need parts of it too: each file more is a request more
      // before anything can be used. What connects the page with Rust stands before it, and waits for nothing.
      output: {
        codeSplitting: {
          groups: [
            { name: 'main', test: /\/src\/main\.ts$/, priority: 1 },
            { name: 'start', test: /\/src\/start\.ts$/ },
          ],
        },
      },
    },
  },
  test: {
    projects: [
      {
        extends: true,
        resolve: { conditions: ['browser'] },
        test: { name: 'unit', environment: 'happy-dom', include: ['tests/unit/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'node',
          include: ['tests/page/**/*.page.ts'],
          // Each file has a browser of its own, which is where the time goes.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
}));
