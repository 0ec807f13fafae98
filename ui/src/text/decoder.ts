import type { DecodedView } from '../backend/generated';

/** What a pasted text is when it tells no cause. */
export interface DecodedCopy {
  title: string;
  text: string;
}

/** Everything but a cause, which has its words in the catalogue. */
export function decodedCopy(decoded: Exclude<DecodedView, { kind: 'told' }>): DecodedCopy {
  switch (decoded.kind) {
    case 'callback':
      return {
        title: 'This is a callback address',
        text: 'It is the answer of a sign-in, without an error. It works once and for 15 minutes, in the sign-in that it belongs to: paste it there under Nothing came back?',
      };
    case 'signInPage':
      return {
        title: 'The sign-in is not finished',
        text: `${decoded.host} shows a page of Salesforce without an error. Go on in that tab: sign in, then choose Allow.`,
      };
    case 'errorPage':
      return {
        title: 'The address does not say which error',
        text: `${decoded.host} shows an error page, and the reason stands on the page alone. Copy its words and paste them here.`,
      };
    case 'notSalesforce':
      return {
        title: 'This page is not Salesforce’s',
        text: `${decoded.host} is somebody else’s: a single sign-on, a proxy, or the sign-in page of a network. If it shows an error, whoever runs it can help.`,
      };
    case 'nothing':
      return {
        title: 'Nothing in it that Orgkeep knows',
        text: 'Copy the whole address, with everything after the question mark, or all the words of the page. If there is no more, look at Login History in Setup.',
      };
  }
}

export const decoderText = {
  read: 'Read it',
  reading: 'Reading',
  label: 'Address or text from the browser',
  placeholder: 'Address or text',
  serverSaid: 'Salesforce said',
  code: 'Code',
  shownBy: 'Shown by',
  page: 'Page in Setup',
  nothingSaid: 'Nothing but the page itself.',
  announce: (title: string) => `Read. ${title}.`,
};

export const helpText = {
  title: 'Help',
  heading: 'What did Salesforce show?',
  lead: 'Paste the address or the text of an error page. Orgkeep names the cause, the page in Setup and what to do.',
  private: 'It is read on this computer. The field is emptied at once, and secrets are left out of what is shown.',
  takes: 'What it can take',
  takesList: [
    { what: 'The address of an error page', example: 'https://…/setup/secur/RemoteAccessErrorPage.apexp?error=…' },
    { what: 'The words of the page', example: 'this app is blocked by admin' },
    { what: 'A code, from any tool', example: 'OAUTH_APP_BLOCKED, invalid_grant, INVALID_LOGIN' },
    { what: 'The answer of a failed request', example: '{"error":"invalid_client", …}' },
    { what: 'A callback address', example: 'http://localhost:33333/?error=…' },
  ],
  signIn: (name: string) => `The sign-in of ${name} can go on from here.`,
  goToSignIn: 'Go to the sign-in',
};
