import type { DecodedView, PastedView } from '../generated';

/** Signs of a few causes, in place of the catalogue's. */
const signs: readonly [RegExp, string, string, string | null][] = [
  [/redirect_uri_mismatch/, 'callbackMismatch', 'redirect_uri_mismatch', 'redirect_uri must match configuration'],
  [/invalid_client_id/, 'keyUnknown', 'invalid_client_id', 'client identifier invalid'],
  [/OAUTH_EC_APP_NOT_FOUND/, 'appOfAnotherOrg', 'OAUTH_EC_APP_NOT_FOUND', null],
  [/OAUTH_APP_BLOCKED/, 'appBlocked', 'OAUTH_APP_BLOCKED', 'this app is blocked by admin'],
  [/invalid_scope/, 'scopeNotAllowed', 'invalid_scope', 'the requested scope is not allowed'],
  [/INVALID_LOGIN/, 'loginWrong', 'INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.'],
  [/SOMETHING_NEW/, 'unknown', 'SOMETHING_NEW', 'a reason of next year'],
];

/** What Rust makes of a pasted text in the window, near enough for samples. */
export function decode(text: string): DecodedView {
  const host = URL.parse(text)?.host ?? null;
  const sign = signs.find(([pattern]) => pattern.test(text));
  if (sign) return { kind: 'told', cause: sign[1], code: sign[2], words: sign[3], host };
  if (text.startsWith('http://localhost:33333')) return { kind: 'callback' };
  if (host === null) return { kind: 'nothing' };
  return host.endsWith('.salesforce.com') ? { kind: 'signInPage', host } : { kind: 'notSalesforce', host };
}

/** What becomes of a text that was pasted during a sign-in. */
export function pasted(text: string): PastedView {
  if (!text.startsWith('http://localhost:33333')) return { verdict: 'notACallback', decoded: decode(text) };
  if (text.includes('state=other')) return { verdict: 'otherSignIn', decoded: null };
  return { verdict: text.includes('code=') ? 'accepted' : 'incomplete', decoded: null };
}
