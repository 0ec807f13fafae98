import type { DoubtView } from '../backend/generated';

/** The question about somebody who is not as the connection has it. */
interface QuestionCopy {
  /** What happened, before the connection's name. */
  lead: (name: string) => string;
  /** What accepting means. */
  means: readonly string[];
  accept: string;
  refuse: string;
}

export const identityQuestions: Record<DoubtView, QuestionCopy> = {
  otherUser: {
    lead: (name) => `You signed in to the right org, but as another user than ${name} has.`,
    means: [
      'The connection signs in as the new user from then on, with that user’s permissions.',
      'Everything that uses this connection acts as the new user.',
      'Name, label and record stay. The tokens of the user before are revoked.',
    ],
    accept: 'Use the new user',
    refuse: 'Keep the user as it is',
  },
  alreadyRegistered: {
    lead: (name) => `${name} is not new: you already have a connection with this org, user and app.`,
    means: [
      'That connection gets the new tokens, and the name, the products and the browser of this registration. There is no second entry.',
      'Its record, environment, tags, notes and owner stay.',
      'Its tokens of before are revoked.',
    ],
    accept: 'Update the connection',
    refuse: 'Leave it as it is',
  },
  refreshedSandbox: {
    lead: (name) => `The address of ${name} now leads to an org with another id: the sandbox was refreshed.`,
    means: [
      'The connection belongs to the refreshed org from then on. Name, label and record stay.',
      'A Local External Client App is not copied by a refresh. It must be created again in the sandbox, with a new key.',
      'What the connection had in the sandbox before the refresh is gone in Salesforce.',
    ],
    accept: 'Use the refreshed sandbox',
    refuse: 'Keep the connection as it is',
  },
  otherUserOfRefreshedSandbox: {
    lead: (name) =>
      `The sandbox of ${name} was refreshed and has another id now, and you signed in to it as another user than ${name} has.`,
    means: [
      'The connection belongs to the refreshed org from then on, and signs in as the new user, with that user’s permissions.',
      'Everything that uses this connection acts as the new user. Name, label and record stay.',
      'A Local External Client App is not copied by a refresh. It must be created again in the sandbox, with a new key.',
    ],
    accept: 'Use the refreshed sandbox and the new user',
    refuse: 'Keep the connection as it is',
  },
};

/** The question about a login host that leads into a private network. */
export const addressQuestion = {
  lead: (host: string, addresses: readonly string[]) =>
    `${host} leads to ${addresses.join(', ')}. Every private network has such addresses, and each means another computer by them.`,
  means: [
    'Nothing was sent there. If you accept, Orgkeep and your browser sign in there.',
    'Accept it if this is your company’s own way to Salesforce. Refuse it in a network that is not yours.',
    'The answer is remembered for this host and address.',
  ],
  accept: 'Use this address',
  refuse: 'Send nothing there',
} as const;

export const identityText = {
  expected: 'The connection has',
  found: 'Who came back',
  differs: 'differs',
  acceptMeans: 'What accepting means',
  untouched: 'Nothing is changed before you answer. No answer counts as no.',
  left: 'to answer',
  timeLeft: (time: string) => `${time} left to answer`,
  answering: 'Answering',
  facts: {
    displayName: 'Name',
    username: 'Username',
    userId: 'User id',
    orgName: 'Org',
    orgId: 'Org id',
    host: 'Host',
  },
} as const;
