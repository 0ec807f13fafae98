// Every message from the page passes through here before Rust sees it. Only Orgkeep's own commands do:
// their names have no colon, while those of plugins and of the core begin with "plugin:".
window.__TAURI_ISOLATION_HOOK__ = (message) => {
  if (typeof message.cmd !== 'string' || !/^[a-z_]{1,64}$/.test(message.cmd)) {
    throw new Error('refused');
  }
  return message;
};
