import type { AuthenticationView, RetirementView } from '../backend/generated';
import { authenticationNames } from './names';

function month(text: string): string {
  const format = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${text}-01T00:00:00Z`));
}

/** What Salesforce ends, and when. */
export function retirementCopy(
  authentication: AuthenticationView,
  { end, release, month: when, source }: RetirementView,
): { title: string; text: string; source: string } {
  const name = authenticationNames[authentication];
  const at = when === null ? release : `${release}, ${month(when)}`;
  return {
    title: end === 'signIn' ? `${name} ends with ${at}` : `${name}: no new apps since ${at}`,
    text:
      end === 'signIn'
        ? 'After that this connection cannot sign in. Move it to an External Client App before.'
        : 'This one goes on working. A new one can be created as an External Client App only.',
    source: `Salesforce Help, article ${source}`,
  };
}
