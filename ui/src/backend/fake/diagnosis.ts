import type { CheckStateView, CheckView, DiagnosisView, FindingView, SubjectView } from '../generated';
import { minutesAgo } from './moments';

type Line = [subject: SubjectView, state: CheckStateView, finding: FindingView, detail?: string];

const sound: Line[] = [
  ['port', 'fine', 'portFree'],
  ['keyring', 'fine', 'keyringOpen'],
  ['store', 'fine', 'storeSound', '11'],
  ['database', 'fine', 'databaseFine', '3.53.1'],
  ['proxy', 'fine', 'proxyNone'],
  ['certificates', 'fine', 'certificatesFound', '142'],
  ['clock', 'fine', 'clockRight'],
  ['browser', 'fine', 'browserFound', 'Firefox'],
  ['versions', 'fine', 'versions', 'Orgkeep 0.1.0, Debian GNU/Linux 13, WebKitGTK 2.50'],
];

/** Three things broken at once, and one worth knowing. */
const broken: Line[] = [
  ['port', 'broken', 'portOccupied', 'node (process 4127)'],
  ['keyring', 'broken', 'keyringAbsent'],
  ['store', 'broken', 'storeExposed', '.local/share/orgkeep'],
  ['proxy', 'noted', 'proxyInUse', 'proxy.larkfield.example:3128'],
];

function check([subject, state, finding, detail]: Line): CheckView {
  return { subject, state, finding, detail: detail ?? null, connection: null, cause: null };
}

/** What was found, for `computer=broken` or a sound one. */
export function sampleDiagnosis(computer: string | null): DiagnosisView {
  const lines =
    computer === 'broken' ? sound.map((line) => broken.find(([subject]) => subject === line[0]) ?? line) : sound;
  const report = lines.map(([subject, state, finding, detail]) =>
    [subject.padEnd(14), state.padEnd(8), finding, detail === undefined ? '' : `(${detail})`].join(' ').trimEnd(),
  );
  return {
    takenAt: minutesAgo(0),
    checks: lines.map(check),
    report: ['Orgkeep diagnostics', '', ...report, ''].join('\n'),
  };
}
