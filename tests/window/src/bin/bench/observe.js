// Answers, in milliseconds since 1970, when TEXT came to stand in the document and when the page was first painted.
const done = arguments[arguments.length - 1];
const isThere = () => document.documentElement.textContent.includes('TEXT');
const painted = () => performance.getEntriesByName('first-contentful-paint')[0];

const answer = (usable) => {
  const paint = painted();
  if (paint) done({ usable, paint: performance.timeOrigin + paint.startTime });
  else setTimeout(() => answer(usable), 5);
};

// It came before anybody could look: this moment is the latest that it can have been.
if (isThere()) answer(performance.timeOrigin + performance.now());
else {
  const watching = new MutationObserver(() => {
    if (!isThere()) return;
    watching.disconnect();
    answer(performance.timeOrigin + performance.now());
  });
  watching.observe(document, { subtree: true, childList: true, characterData: true });
}
