import type { SourceReportView } from '../../../backend/generated';
import { severityNames, sourceCheckText } from '../../../text/source-check';
import { findingsOf } from './check.svelte';

/** A report as text to hand on: one paragraph for each finding, its place first. */
export function reportText(report: SourceReportView): string {
  const { report: words } = sourceCheckText;
  const findings = findingsOf(report).map(({ path, finding }) => {
    const place = `${path}:${finding.line}:${finding.column}`;
    return [
      `${place}: ${severityNames[finding.severity].toLowerCase()}: ${finding.title} [${finding.rule}]`,
      `  ${finding.what} ${finding.why}`,
      `  ${words.fix} ${finding.fix}`,
    ].join('\n');
  });
  const summary = [
    sourceCheckText.errors(report.errors),
    sourceCheckText.warnings(report.warnings),
    sourceCheckText.kept(report.kept.length),
    sourceCheckText.scope(report.lookedInto, report.milliseconds),
  ].join(', ');
  const unreadable = report.unreadable.map((path) => `${words.unreadable} ${path}`);
  return [`${words.title}\n${report.folder}\n${summary}`, ...findings, ...unreadable].join('\n\n') + '\n';
}
