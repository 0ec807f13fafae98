import './app.css';
import { askEarly, tauriBackend } from './backend/tauri';

// Not at the top: what connects the page with Rust is set up once this script has run, and goes on beside the rest.
void import('./start').then(({ start }) => {
  askEarly();
  return start(tauriBackend);
});
