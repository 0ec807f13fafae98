import type { SeverityId } from '../backend/generated';

const counted = (count: number, one: string, many: string) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

export const severityNames: Record<SeverityId, string> = { error: 'Error', warning: 'Warning' };

/** The page that checks a folder of source files. */
export const sourceCheckText = {
  pattern: 'Pattern',
  told: 'Detect from the files',
  check: 'Check',
  again: 'Check again',
  checking: 'Checking',
  stop: 'Stop',
  drop: 'Drop the folder to check it',
  nothing: {
    title: 'Check the source of an External Client App',
    text: 'Drop a folder here, or choose one. Orgkeep reads it, tells what would fail and why, and changes nothing by itself.',
    choose: 'Choose a folder',
    facts: [
      {
        title: 'Before a deployment fails',
        text: 'Links of another org, wrong order, policies before OAuth, names that do not match.',
      },
      {
        title: 'Before a secret leaks',
        text: 'Keys and secrets in any file, and global OAuth settings in source control.',
      },
      {
        title: 'With line and fix',
        text: 'Each finding has its place and reason. What Orgkeep can change, it shows first.',
      },
    ],
  },
  running: (folder: string) => `Reading ${folder}`,
  refusedFolder: 'Nothing was checked',
  foreign: {
    title: 'Nothing of an External Client App in there',
    text: (files: number) =>
      `Orgkeep looked into ${counted(files, 'file', 'files')} and found no metadata of an External Client App, so there was nothing to judge.`,
    fix: 'Choose the folder that holds sfdx-project.json, or retrieve the app first.',
  },
  good: {
    title: 'Nothing to fix',
    text: (rules: number) => `All ${rules} rules are kept.`,
  },
  errors: (count: number) => counted(count, 'error', 'errors'),
  warnings: (count: number) => counted(count, 'warning', 'warnings'),
  kept: (count: number) => counted(count, 'rule kept', 'rules kept'),
  scope: (files: number, milliseconds: number) =>
    `${counted(files, 'file', 'files')}, ${milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`}`,
  said: (errors: number, warnings: number) =>
    errors + warnings === 0
      ? 'Checked. Nothing to fix.'
      : `Checked. ${counted(errors, 'error', 'errors')}, ${counted(warnings, 'warning', 'warnings')}.`,
  copy: 'Copy as text',
  findings: 'Findings',
  findingsIn: (count: number) => counted(count, 'finding', 'findings'),
  line: (line: number) => `line ${line}`,
  keptRules: 'Passed:',
  projects: 'Projects',
  follows: (pattern: string) => `Follows ${pattern}`,
  projectFollows: (folder: string, pattern: string) => `${folder}: ${pattern}`,
  outermost: 'this folder',
  notTold: 'pattern not clear',
  patternUnclear: 'The files do not tell which pattern they follow. Choose it above, so that all rules apply.',
  unreadable: (count: number) => `${counted(count, 'file or folder', 'files and folders')} could not be read`,
  unreadableText: 'They are not part of this result. Check their permissions.',
  detail: 'Finding',
  place: 'the place, as editors open it',
  hiddenExcerpt: 'The lines are not shown, because a secret stands in them.',
  why: 'Why',
  fix: 'Fix',
  changes: (path: string) => `Orgkeep can do it in ${path}:`,
  apply: 'Apply fix',
  applying: 'Applying',
  applied: (path: string) => `Changed ${path}`,
  appliedText: (left: number) =>
    left === 0 ? 'Nothing is left to fix.' : `${counted(left, 'finding is', 'findings are')} left.`,
  report: {
    title: 'Orgkeep, check of source files',
    fix: 'Fix:',
    unreadable: 'Not read:',
  },
} as const;
