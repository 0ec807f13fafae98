/** Words of the frame, and words that every screen uses. */
export const common = {
  product: 'Orgkeep',
  mainNavigation: 'Main',
  orgs: 'Orgs',
  help: 'Help',
  settings: 'Settings',
  copy: 'Copy',
  copied: 'Copied',
  refused: 'Not copied',
  copyWhat: (what: string) => `Copy ${what}`,
  notCopied: 'The clipboard did not take the text.',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  dismiss: 'Dismiss',
  details: 'Details',
  messages: 'Messages',
} as const;
