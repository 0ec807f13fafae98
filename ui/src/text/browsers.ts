export const browserText = {
  label: 'Browser',
  another: 'Another browser',
  systemDefault: 'System default',
  systemDefaultNamed: (name: string) => `System default (${name})`,
  missing: 'A browser that is no longer installed',
  privateWindow: 'In a private window',
  privateHint: 'No session of another org answers there.',
  wrongBrowser: 'Wrong browser or profile?',
  wrongBrowserHint: 'Choose another one, then Open again. The link is the same.',
};
