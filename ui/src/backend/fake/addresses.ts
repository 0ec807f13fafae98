import type { CustomHostView, LoginUrlCheckView, RepairView } from '../generated';

/** Pages of an org, and the My Domain that they belong to. */
const pages: readonly [RegExp, RepairView][] = [
  [/\.lightning\.force\.com$/, 'lightning'],
  [/\.my\.salesforce-setup\.com$/, 'setup'],
  [/--c\.vf\.force\.com$/, 'visualforce'],
  [/\.file\.force\.com$/, 'otherPage'],
];

function looksLike(host: string): CustomHostView {
  if (host.includes('xn--')) return 'homograph';
  if (host.endsWith('.my.site.com')) return 'site';
  if (host.endsWith('.my-salesforce.com')) return 'alternativeName';
  if (/^(na|eu|cs|ap)\d+\.salesforce\.com$/.test(host)) return 'oldInstance';
  return /salesf|force/.test(host) ? 'lookalike' : 'other';
}

function suggestion(host: string): string | null {
  const [, domain] = /^(.*)\.(?:my\.site|my-salesforce)\.com$/.exec(host) ?? [];
  return domain === undefined ? null : `https://${domain}.my.salesforce.com`;
}

function repaired(value: string, address: URL): RepairView[] {
  const repairs: RepairView[] = [];
  if (!value.startsWith('https://') && address.hostname !== 'localhost') repairs.push('scheme');
  if (address.port !== '' && address.hostname !== 'localhost') repairs.push('port');
  if (address.pathname !== '/') repairs.push('path');
  return repairs;
}

/** What Rust says of an address in the window, near enough for samples. `before` is what it said of the last one. */
export function checkAddress(value: string, before?: LoginUrlCheckView): LoginUrlCheckView {
  const typed = value.trim();
  if (typed === '') return { kind: 'empty' };
  const address = URL.parse(typed.includes('://') ? typed : `https://${typed}`);
  if (!address) return { kind: 'refused', reason: 'malformed' };
  if (address.username !== '') return { kind: 'refused', reason: 'userInfo' };
  const repairs = repaired(typed, address);
  const host = address.hostname;
  const page = pages.find(([pattern]) => pattern.test(host));
  if (page) {
    const [pattern, repair] = page;
    return { kind: 'myDomain', origin: `https://${host.replace(pattern, '.my.salesforce.com')}`, repairs: [repair] };
  }
  if (/^(login|test)\.salesforce\.com$/.test(host)) return { kind: 'generic', origin: `https://${host}`, repairs };
  if (host === 'localhost') return { kind: 'myDomain', origin: address.origin, repairs };
  if (host.endsWith('.my.salesforce.com') && !host.includes('xn--'))
    return { kind: 'myDomain', origin: `https://${host}`, repairs };
  const confirmed = before?.kind === 'custom' && before.host === host && before.confirmed;
  return { kind: 'custom', host, looksLike: looksLike(host), suggestion: suggestion(host), confirmed, repairs };
}

/** Whether a sign-in can go there. */
export function isUsable(check: LoginUrlCheckView): boolean {
  return check.kind === 'myDomain' || check.kind === 'generic' || (check.kind === 'custom' && check.confirmed);
}
