import './app.css';
import { fakeBackend } from './backend/fake';
import { start } from './start';

// The query string selects a scene: mock.html?scene=list
void start(fakeBackend(new URLSearchParams(location.search)));
