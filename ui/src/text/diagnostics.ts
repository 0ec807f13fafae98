export const settingsText = {
  title: 'Settings',
  sections: 'Sections of Settings',
  vault: 'Vault',
  diagnostics: 'Diagnostics',
};

export const diagnosticsText = {
  lead: 'What Orgkeep needs from this computer, and whether it is there. Checking changes nothing.',
  checks: 'Checks of this computer',
  again: 'Check again',
  checking: 'Checking',
  taken: 'Checked',
  report: 'Report',
  reportLead: 'For whoever helps you. It names no org, no user, no secret and no folder of yours.',
  preview: 'The report, exactly as it is copied',
  noReport: 'The report follows when the checks are done.',
  copy: 'Copy report',
  copied: 'Report copied',
  refused: 'Not copied',
  refusedHint: 'The clipboard did not take the text. Select it below and copy it by hand.',
  allFine: 'Nothing to fix.',
  toFix: (count: number) => (count === 1 ? '1 thing to fix.' : `${count} things to fix.`),
};
