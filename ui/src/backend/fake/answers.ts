import type { AnswerProblemId, AppFields, InputKindId, ProblemView } from '../generated';
import type { Preset } from './presets';

/** The answers in which nothing is wrong, and what is wrong with the others. */
export interface Answered {
  callbacks: string[];
  profiles: string[];
  permissionSets: string[];
  runAs: string | null;
  problems: ProblemView[];
}

type Parsed = { value: string } | { problem: AnswerProblemId };

const mailbox = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

function callback(text: string): Parsed {
  const isLocal = /^http:\/\/localhost(?=[:/?]|$)/.test(text);
  if (text.startsWith('http://') && !isLocal) return { problem: 'notHttps' };
  const isAddress = URL.canParse(text) && /^[a-z][a-z0-9.+-]*:\/\/[^\s#\\]+$/.test(text);
  return isAddress ? { value: text } : { problem: 'malformed' };
}

function instance(text: string): Parsed {
  const address = URL.parse(text);
  if (address?.protocol === 'http:') return { problem: 'notHttps' };
  return address?.protocol === 'https:' ? { value: address.origin } : { problem: 'malformed' };
}

function parse(kind: InputKindId, typed: string): Parsed {
  const text = typed.trim();
  if (text === '') return { problem: 'missing' };
  if (kind === 'callback') return callback(text);
  if (kind === 'instance') return instance(text);
  if (text.length > 80) return { problem: 'tooLong' };
  return kind === 'username' && !mailbox.test(text) ? { problem: 'malformed' } : { value: text };
}

function names(value: string): string[] {
  const all = value.split(',').map((name) => name.trim());
  return all.filter((name) => name !== '').sort();
}

function take(preset: Preset, app: AppFields, into: Answered): void {
  let urls = preset.callbacks;
  for (const { key, kind, optional } of preset.inputs) {
    const typed = app.inputs.find((input) => input.preset === preset.id && input.key === key)?.value ?? '';
    const parsed = parse(kind, typed);
    if ('problem' in parsed) {
      const { problem } = parsed;
      if (problem !== 'missing' || !optional)
        into.problems.push({ question: { kind: 'input', preset: preset.id, key }, problem });
      continue;
    }
    urls = urls.map((url) => url.replace(`{${key}}`, parsed.value));
    if (kind === 'profiles') into.profiles.push(...names(parsed.value));
    if (kind === 'permissionSets') into.permissionSets.push(...names(parsed.value));
    if (kind === 'username') into.runAs = parsed.value;
  }
  // A URL whose question is not answered yet is no URL.
  into.callbacks.push(...urls.filter((url) => !url.includes('{') && !into.callbacks.includes(url)));
}

const own = [
  { kind: 'label', allowed: /^.*$/, longest: 80 },
  { kind: 'apiName', allowed: /^[A-Za-z](_?[A-Za-z0-9])*$/, longest: 70 },
  { kind: 'contactEmail', allowed: mailbox, longest: 80 },
  { kind: 'description', allowed: /^.*$/, longest: 255 },
] as const;

function ownProblems(app: AppFields): ProblemView[] {
  return own.flatMap(({ kind, allowed, longest }): ProblemView[] => {
    const typed = app[kind].trim();
    if (typed.length > longest) return [{ question: { kind }, problem: 'tooLong' }];
    return typed === '' || allowed.test(typed) ? [] : [{ question: { kind }, problem: 'malformed' }];
  });
}

/** Reads everything that was typed. */
export function answersOf(app: AppFields, products: Preset[]): Answered {
  const answered: Answered = { callbacks: [], profiles: [], permissionSets: [], runAs: null, problems: [] };
  answered.problems.push(...ownProblems(app));
  for (const preset of products) take(preset, app, answered);
  if (answered.callbacks.join('\n').length > 2000)
    answered.problems.push({ question: { kind: 'callbacks' }, problem: 'tooLong' });
  return answered;
}

/** What was typed, if nothing is wrong with it. */
export function sound(
  app: AppFields,
  kind: 'label' | 'apiName' | 'contactEmail' | 'description',
  { problems }: Answered,
): string {
  return problems.some(({ question }) => question.kind === kind) ? '' : app[kind].trim();
}
