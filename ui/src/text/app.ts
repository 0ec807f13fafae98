import type {
  AnswerProblemId,
  DesignView,
  InputKindId,
  PresetView,
  ProblemView,
  QuestionId,
  SettingId,
} from '../backend/generated';

/** The words around what an External Client App shall be. Products, values and remarks come from Rust. */
export const appText = {
  serves: 'What will the app serve?',
  always: 'always included',
  sources: 'Where the values come from',
  source: (title: string, publisher: string) => `“${title}”, ${publisher}`,
  optional: 'Optional',
  name: 'Name and contact',
  label: 'External Client App Name',
  apiName: 'API Name',
  apiNameHint: 'Salesforce makes it of the name. It is hard to change later.',
  contactEmail: 'Contact Email',
  contactHint: 'Salesforce writes there about the app. Source files need it.',
  description: 'Description',
  conflicts: (products: number, count: number) =>
    `${products} products, ${count === 1 ? '1 difference' : `${count} differences`}`,
  open: 'Settings that are yours to choose',
  setting: 'Setting',
  answer: 'This app',
  proposed: (value: string) => `${value} (proposed)`,
  choose: (setting: string) => `Value for ${setting}`,
  withFate: (words: string, fate: string | null) => (fate === null ? words : `${words} (${fate})`),
  fate: { givenUp: 'given up', obsolete: 'obsolete' },
  remarks: (count: number) => (count === 1 ? '1 remark on these wishes' : `${count} remarks on these wishes`),
  about: (setting: string, products: readonly string[]) => `${setting} (${products.join(', ')})`,
  missing: (questions: readonly string[]) =>
    questions.length === 1
      ? `An answer is missing or wrong: ${questions[0] ?? ''}.`
      : `Answers are missing or wrong: ${questions.join(', ')}.`,
  more: (product: string) => `${product}: optional answers`,
};

export const settingNames: Record<SettingId, string> = {
  clientCredentialsFlow: 'Client Credentials Flow',
  codeAndCredentialsFlow: 'Code and Credentials Flow',
  credentialsInBody: 'Credentials only in the POST body',
  secretForWebServerFlow: 'Secret for Web Server Flow',
  secretForRefreshTokenFlow: 'Secret for Refresh Token Flow',
  requirePkce: 'Require PKCE',
  permittedUsers: 'Permitted Users',
  ipRelaxation: 'IP Relaxation',
  refreshTokenPolicy: 'Refresh Token Policy',
  sessionTimeout: 'Session Timeout',
};

/** `on` and `off` as the boxes of Salesforce's pages read; everything else as it stands. */
export function settingValue(value: string): string {
  if (value === 'on') return 'On';
  if (value === 'off') return 'Off';
  return value;
}

/** Salesforce's longest values, short enough for a table. */
const shortValues: Record<string, string> = {
  'Admin approved users are pre-authorized': 'Pre-authorized',
  'All users may self-authorize': 'All users',
  'Relax IP restrictions': 'Relaxed',
  'Enforce IP restrictions': 'Enforced',
  'Expire refresh token if not used for 30 days': 'Unused for 30 days',
  'Expire refresh token after 365 days': 'After 365 days',
  'Refresh token is valid until revoked': 'Until revoked',
  'Immediately expire refresh token': 'At once',
};

/** A value as it stands in a table. */
export function shortValue(value: string): string {
  return shortValues[value] ?? settingValue(value);
}

/** What an answer needs that its example does not show. */
export const inputHints: Partial<Record<InputKindId, string>> = {
  callback: 'Copy it from the product, exactly as shown there.',
  profiles: 'Names, separated by commas.',
  permissionSets: 'Names, separated by commas.',
};

const inputProblems: Record<InputKindId, Partial<Record<AnswerProblemId, string>>> = {
  callback: { malformed: 'This is not a complete address. Copy it again from the product.' },
  instance: { malformed: 'This is not a web address. It starts with https://.' },
  profiles: { malformed: 'A name has characters that no profile has.' },
  permissionSets: { malformed: 'A name has characters that no permission set has.' },
  username: { malformed: 'A username looks like an e-mail address.' },
};

const anyProblems: Record<AnswerProblemId, string> = {
  missing: 'The checklist is not complete without it.',
  malformed: 'It has characters that do not belong there.',
  notHttps: 'Salesforce takes https only, and http on localhost.',
  tooLong: 'It has too many characters.',
};

type OwnQuestion = Exclude<QuestionId['kind'], 'input'>;

const ownQuestions: Record<OwnQuestion, string> = {
  label: appText.label,
  apiName: appText.apiName,
  contactEmail: appText.contactEmail,
  description: appText.description,
  callbacks: 'Callback URLs',
};

const ownProblems: Record<OwnQuestion, Partial<Record<AnswerProblemId, string>>> = {
  label: { tooLong: 'A name has at most 80 characters.' },
  apiName: {
    malformed: 'An API name starts with a letter and has letters, digits and single underscores.',
    tooLong: 'An API name has at most 70 characters here.',
  },
  contactEmail: { malformed: 'This is not an e-mail address.' },
  description: { tooLong: 'A description has at most 255 characters.' },
  callbacks: { tooLong: 'All callback URLs together have at most 2,000 characters.' },
};

/** What is wrong with the answer to a question of the app's own, or nothing. */
export function ownProblem(problems: readonly ProblemView[], kind: OwnQuestion): string | null {
  const found = problems.find(({ question }) => question.kind === kind);
  return found ? (ownProblems[kind][found.problem] ?? anyProblems[found.problem]) : null;
}

/** What is wrong with the answer to a product's question, or nothing. */
export function inputProblem(
  problems: readonly ProblemView[],
  preset: string,
  { key, kind }: { key: string; kind: InputKindId },
): string | null {
  const found = problems.find(
    ({ question }) => question.kind === 'input' && question.preset === preset && question.key === key,
  );
  return found ? (inputProblems[kind][found.problem] ?? anyProblems[found.problem]) : null;
}

/** A question by its label. */
export function questionLabel(question: QuestionId, presets: readonly PresetView[]): string {
  if (question.kind !== 'input') return ownQuestions[question.kind];
  const inputs = presets.find(({ id }) => id === question.preset)?.inputs ?? [];
  return inputs.find(({ key }) => key === question.key)?.label ?? question.key;
}

/** The questions whose answers are missing or wrong, by their labels. */
export function openQuestions({ problems }: Pick<DesignView, 'problems'>, presets: readonly PresetView[]): string[] {
  return problems.map(({ question }) => questionLabel(question, presets));
}
