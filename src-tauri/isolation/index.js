// Every message from the page passes through here before Rust sees it. Only Orgkeep's own commands do: their names
// have no colon, while those of plugins and of the core begin with "plugin:". One of these is needed as well. With it
// the page fetches a snapshot of its own streams that is too long to be handed over, which is from 8 KiB on.
const LONG_SNAPSHOT = 'plugin:__TAURI_CHANNEL__|fetch';

window.__TAURI_ISOLATION_HOOK__ = (message) => {
  const { cmd } = message;
  if (cmd !== LONG_SNAPSHOT && (typeof cmd !== 'string' || !/^[a-z_]{1,64}$/.test(cmd))) {
    throw new Error('refused');
  }
  return message;
};
