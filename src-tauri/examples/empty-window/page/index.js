const answer = await window.__TAURI_INTERNALS__.invoke('app');
const line = document.createElement('p');
line.setAttribute('role', 'row');
line.textContent = answer;
document.body.append(line);
