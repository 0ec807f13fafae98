import './app.css';
import { tauriBackend } from './backend/tauri';

// Not at the top: what connects the page with Rust is set up once this script has run, and goes on beside the rest.
void import('./start').then(({ start }) => start(tauriBackend));
