// Keeps everything that Rust tells the page, and what the page is after each of it. Every answer and every snapshot
// of a stream goes through the list of callbacks, which is the one door.
const { callbacks } = window.__TAURI_INTERNALS__;
const find = Map.prototype.get;
const recording = { fromTheStart: false, messages: [], pages: [] };

// The frame that all requests of the page pass through says this once. Before it no request leaves the page, so that
// nothing can have been answered.
window.addEventListener('message', (event) => {
  if (event.data === '__TAURI_ISOLATION_READY__') recording.fromTheStart = true;
});

const text = (message) =>
  message instanceof ArrayBuffer ? new TextDecoder().decode(message) : JSON.stringify(message);

// What stands in a password field that has the focus is being typed by the person at this moment.
const isBeingTyped = (field) => field.type === 'password' && field === document.activeElement;

recording.look = () => {
  const fields = [...document.querySelectorAll('input, textarea, select')].filter((field) => !isBeingTyped(field));
  const values = fields.map((field) => `${field.id}: ${field.value}`);
  const storage = JSON.stringify([
    location.href,
    document.title,
    history.state,
    { ...localStorage },
    { ...sessionStorage },
  ]);
  recording.pages.push([document.documentElement.outerHTML, ...values, storage].join('\n'));
};

callbacks.get = (id) => (message) => {
  recording.messages.push(String(text(message)));
  find.call(callbacks, id)?.(message);
  setTimeout(recording.look);
};

// What the page is told without asking stands here, and is as much told as the rest.
recording.messages.push(JSON.stringify(window.__ORGKEEP_KNOWN__ ?? null));

window.recording = recording;
