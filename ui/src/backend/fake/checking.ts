import type {
  CheckSourceRequest,
  DifferenceLineView,
  RemedyView,
  SourceFindingView,
  SourceReportView,
} from '../generated';
import { brokenFiles, gitignore, keptRules, mistakes, type Mistake, type SampleRemedy } from './broken-source';
import { refuse } from './refuse';

const around = 2;

function difference(lines: readonly string[], { line, removed, added }: SampleRemedy): DifferenceLineView[] {
  const as = (change: DifferenceLineView['change']) => (text: string) => ({ change, text });
  const at = line - 1;
  return [
    ...lines.slice(Math.max(0, at - around), at).map(as('same')),
    ...lines.slice(at, at + removed).map(as('removed')),
    ...added.map(as('added')),
    ...lines.slice(at + removed, at + removed + around).map(as('same')),
  ];
}

function remedyView(remedy: SampleRemedy, token: string): RemedyView {
  const lines = brokenFiles[remedy.path] ?? gitignore;
  return { path: remedy.path, difference: difference(lines, remedy), token };
}

function finding({ path, remedy, ...mistake }: Mistake): SourceFindingView {
  const lines = brokenFiles[path] ?? [];
  const from = Math.max(0, mistake.line - 1 - around);
  const excerpt = lines
    .slice(from, mistake.line + around)
    .map((text, index) => ({ number: from + index + 1, text, marked: from + index + 1 === mistake.line }));
  const hidden = mistake.rule === 'secret_in_file';
  return {
    ...mistake,
    excerpt: hidden ? [] : excerpt,
    remedy: remedy ? remedyView(remedy, mistake.rule) : null,
  };
}

/** Checks of folders, played with sample data: the folder’s name says what is in it. */
export class Checking {
  readonly #done = new Set<string>();

  report({ folder, pattern }: CheckSourceRequest): SourceReportView {
    if (!/^(~\/|\/)/.test(folder)) refuse('file', 'not an absolute path');
    if (folder.includes('nowhere')) refuse('file', 'No such file or directory (os error 2)');
    const foreign = folder.includes('website');
    const clean = foreign || folder.includes('clean');
    const left = clean ? [] : mistakes.filter(({ rule }) => !this.#done.has(rule));
    const paths = [...new Set(left.map(({ path }) => path))];
    const broken = new Set(left.map(({ rule }) => rule));
    const kept = Object.entries(keptRules).filter(([rule]) => !broken.has(rule));
    return {
      folder: folder.replace(/^~/, ''),
      files: paths.map((path) => ({ path, findings: left.filter((each) => each.path === path).map(finding) })),
      errors: left.filter(({ severity }) => severity === 'error').length,
      warnings: left.filter(({ severity }) => severity === 'warning').length,
      kept: foreign ? [] : kept.map(([, words]) => words),
      projects: foreign ? [] : [{ folder: '', pattern: pattern ?? (folder.includes('unclear') ? null : 'packaged') }],
      lookedInto: foreign ? 212 : 14,
      components: foreign ? 0 : 7,
      unreadable: folder.includes('unreadable') ? ['policies/prod', '.git/index.lock'] : [],
      milliseconds: 184,
    };
  }

  apply(check: CheckSourceRequest, token: string): SourceReportView {
    if (check.folder.includes('busy')) refuse('changed', 'the file has changed since it was read');
    this.#done.add(token);
    return this.report(check);
  }
}
