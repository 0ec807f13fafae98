import type { InstalledBrowserView } from '../generated';

/** Three browsers, of which one opens no private window. */
export const sampleBrowsers: InstalledBrowserView[] = [
  { id: 'firefox.desktop', name: 'Firefox', privateWindow: true, isDefault: true },
  { id: 'chromium.desktop', name: 'Chromium', privateWindow: true, isDefault: false },
  { id: 'epiphany.desktop', name: 'Web', privateWindow: false, isDefault: false },
];
