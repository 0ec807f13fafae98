import type { ConnectionView } from '../generated';
import { sampleConnections } from './connections';

/** What somebody hostile has as a name: script, markup, addresses, and signs that turn or hide the rest. */
const hostileTexts = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '"><iframe src=javascript:alert(1)>',
  'javascript:alert(document.cookie)',
  "{{constructor.constructor('alert(1)')()}}",
  '${7*7}#{7*7}<%= 7*7 %>',
  '</title><style>*{display:none}</style>',
  '<a href="data:text/html,x">Sign in</a>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  "'; DROP TABLE connection; --",
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\u009b2J\u009b1;1Hcleared',
  'line one\r\nline two',
  'acme\u202emoc.live\u202c',
  'acme\u2066\u2069\u200f\u061c',
  'zero\u200bwidth\ufeff\u2060joined',
  'tags \u{e0041}\u{e0042}\u{e007f} end',
  'nul\u0000byte\u0008\u0008\u0008gone',
  'paragraph\u2029separator\u2028line',
  '../../../../etc/passwd\u007f',
  '__proto__',
  'A'.repeat(5000),
] as const;

/** One connection for each, which stands in every field that an org or a person fills. The real backend cuts and cleans them. */
export function hostileConnections(): ConnectionView[] {
  const [sample] = sampleConnections();
  if (!sample) return [];
  return hostileTexts.map((text, index) => ({
    ...structuredClone(sample),
    row: {
      ...structuredClone(sample.row),
      id: `hostile-${index}`,
      name: text,
      username: text,
      host: text,
      tags: [text],
      owner: text,
    },
    orgName: text,
    edition: text,
    instanceName: text,
    namespace: text,
    displayName: text,
    loginHost: text,
    notes: text,
  }));
}
