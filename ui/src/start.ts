import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from './backend/backend';

/** The font of the page, by its name in `design/tokens.css`. */
const font = "1em 'Inter Variable'";
/** It comes with the program and takes some milliseconds. Nobody waits longer than this many for it, or for a paint: none comes while the window is hidden. */
const patience = 300;

/** Comes when what stands in the document has been painted. */
function painted(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/**
 * Puts the page into the document, on whatever answers it. Text is painted in its font from the first time on, and the
 * frame of the window before that: drawing the list would hold it up.
 */
export async function start(backend: Backend): Promise<void> {
  const target = document.getElementById('app');
  if (!target) throw new Error('The document has no #app.');
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  await Promise.race([Promise.all([document.fonts.load(font), painted()]), late]);
  target.replaceChildren();
  mount(App, { target, props: { backend } });
}
