import { tick } from 'svelte';

/**
 * Gives the focus to the heading of the page that comes, unless something on it already has it. A page whose code is
 * still on its way is waited for; returns what ends that.
 */
export function focusHeading(): () => void {
  const observer = new MutationObserver(take);
  void tick().then(() => {
    observer.observe(document.body, { childList: true, subtree: true });
    take();
  });
  return () => {
    observer.disconnect();
  };

  function take() {
    const heading = document.querySelector<HTMLElement>('h1');
    if (!heading) return;
    observer.disconnect();
    if (document.activeElement === document.body) heading.focus();
  }
}
