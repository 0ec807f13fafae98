import type { ConnectionRowView } from '../backend/generated';

/** Whether a connection may be asked to create an app. Salesforce alone knows whether its user may. */
function isUsable({ status }: ConnectionRowView): boolean {
  return status !== 'signInAgain';
}

/** The connections that can create an app in one org. */
export function makersIn(rows: readonly ConnectionRowView[], orgId: string): ConnectionRowView[] {
  return rows.filter((row) => row.orgId === orgId && isUsable(row));
}

/** The connections that can create an app for a registration. An address that leads to one org leaves those of that org. */
export function makersFor(rows: readonly ConnectionRowView[], host: string | null): ConnectionRowView[] {
  if (host === null) return rows.filter(isUsable);
  const org = rows.find((row) => row.host === host)?.orgId;
  return org === undefined ? [] : makersIn(rows, org);
}

/** The one that is meant without asking: they all lead to the same org, or there is just one. */
export function evidentMaker(makers: readonly ConnectionRowView[]): ConnectionRowView | null {
  const [first] = makers;
  return first && makers.every(({ orgId }) => orgId === first.orgId) ? first : null;
}

/**
 * The e-mail address that a user name suggests. Salesforce puts a sandbox's name behind the user names of its
 * production org, and My Domain tells that name.
 */
export function suggestedEmail({ username, host }: Pick<ConnectionRowView, 'username' | 'host'>): string {
  const sandbox = /--([a-z0-9]+)\.sandbox\./i.exec(host)?.[1];
  const suffix = sandbox === undefined ? null : `.${sandbox.toLowerCase()}`;
  return suffix !== null && username.toLowerCase().endsWith(suffix) ? username.slice(0, -suffix.length) : username;
}
