import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import type { Backend } from './backend/backend';

/** Puts the page into the document, on whatever answers it. */
export function start(backend: Backend): void {
  const target = document.getElementById('app');
  if (!target) throw new Error('The document has no #app.');
  mount(App, { target, props: { backend } });
}
