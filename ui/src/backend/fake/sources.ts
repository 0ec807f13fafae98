import type {
  CommandMap,
  DifferenceLineView,
  PlannedFileView,
  ProblemView,
  SourceFaultView,
  SourcePlaceId,
  SourcePlanView,
  SourceRequest,
  WrittenSourceView,
} from '../generated';
import { Checking } from './checking';
import { questions, recommend } from './chooser';
import { designOf } from './design';
import { refuse } from './refuse';
import { pastedValue, sampleFiles } from './source-files';
import type { World } from './world';

function linkFault(place: SourcePlaceId, { oauthLink, orgScopedApp }: SourceRequest['link']): SourceFaultView[] {
  const scoped = pastedValue(orgScopedApp, 'orgScopedExternalApp');
  const link = pastedValue(oauthLink, 'oauthLink');
  if (scoped === '' || link === '') {
    const text = 'Paste the two files that were retrieved from the Dev Hub, or the values in them.';
    return [{ place, text }];
  }
  if (!/^00D\w{12}:\w+$/.test(scoped)) {
    return [{ place, text: 'orgScopedExternalApp has the form 00D…:Name. Copy it again from the retrieved file.' }];
  }
  if (!/^00D\w{12}:888\w{12}/.test(link)) {
    return [{ place, text: 'oauthLink has the form 00D…:888…. Copy it again from the retrieved file.' }];
  }
  const same = link.slice(0, 15) === scoped.slice(0, 15);
  return same ? [] : [{ place, text: 'The two values come from different orgs. Retrieve both from the Dev Hub.' }];
}

function environmentFault(place: SourcePlaceId, environments: SourceRequest['environments']): SourceFaultView[] {
  const wrong = environments.find(
    ({ alias }) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$/.test(alias) || alias === 'default',
  );
  if (wrong === undefined) return [];
  return [{ place, text: 'An alias has 1 to 40 letters, digits, hyphens and underscores, and is not “default”.' }];
}

function faultsOf({ pattern, link, environments, below, folder }: SourceRequest): SourceFaultView[] {
  const packaged = pattern === 'packaged' || pattern === 'dual';
  const there = /^(~\/|\/)./.test(folder);
  return [
    ...(packaged ? linkFault('link', link) : []),
    ...environmentFault('environments', environments),
    ...(pattern === 'dual' ? linkFault('belowLink', below.link) : []),
    ...(pattern === 'dual' ? environmentFault('belowEnvironments', below.environments) : []),
    ...(there
      ? []
      : [{ place: 'folder' as const, text: 'Name the folder with its whole path, or one that begins with ~/.' }]),
  ];
}

/** Source files need an address that an app can do without. */
function problemsOf({ app }: SourceRequest): ProblemView[] {
  const { problems } = designOf(app);
  const told = problems.some(({ question }) => question.kind === 'contactEmail');
  if (told || app.contactEmail.trim() !== '') return problems;
  return [{ question: { kind: 'contactEmail' }, problem: 'missing' }, ...problems];
}

/** What stands in a folder that is not empty. */
const there = new Map([
  ['README.md', '# Larkfield Release\n\nAsk Nora before you deploy this.\n'],
  ['.gitignore', '.sf/\n.sfdx/\n*.ecaGlblOauth-meta.xml\n'],
]);

function difference(before: string, after: string): DifferenceLineView[] {
  const [old, next] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  return [
    ...old.map((text) => ({ change: next.includes(text) ? ('same' as const) : ('removed' as const), text })),
    ...next.filter((text) => !old.includes(text)).map((text) => ({ change: 'added' as const, text })),
  ];
}

type SourceCommand =
  | 'choose_folder'
  | 'pattern_questions'
  | 'recommend_pattern'
  | 'plan_source'
  | 'write_source'
  | 'check_source'
  | 'stop_check'
  | 'apply_remedy';

type Answers = { [Each in SourceCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'] };

/** Source trees, played with sample data: a folder whose name says so is there already, or changes meanwhile. */
export class Sources {
  readonly #world: World;
  readonly #checking = new Checking();
  /** What was written, by folder and path. */
  readonly #written = new Map<string, string>();
  #changes = 0;

  constructor(world: World) {
    this.#world = world;
  }

  readonly answers: Answers = {
    choose_folder: () => ({ path: this.#world.chooses ? '/projects/larkfield-eca' : null }),
    pattern_questions: () => ({ questions: questions.map(({ key, text }) => ({ key, text })) }),
    recommend_pattern: ({ yes }) => recommend(yes),
    plan_source: (request) => this.#plan(request),
    write_source: ({ source, token }) => this.#write(source, token),
    check_source: (request) => this.#checking.report(request),
    stop_check: () => ({}),
    apply_remedy: ({ check, token }) => this.#checking.apply(check, token),
  };

  #plan(request: SourceRequest): SourcePlanView {
    const [problems, faults] = [problemsOf(request), faultsOf(request)];
    if (problems.length + faults.length > 0) return { kind: 'refused', problems, faults };
    const folder = request.folder.replace(/^~/, '').replace(/\/$/, '');
    const occupied = folder.includes('larkfield');
    const files = sampleFiles(request)
      .map(([path, text]): PlannedFileView => {
        const before = this.#written.get(`${folder}/${path}`) ?? (occupied ? there.get(path) : undefined);
        if (before === undefined) return { path, change: { kind: 'new' }, text };
        if (before === text) return { path, change: { kind: 'same' }, text };
        return { path, change: { kind: 'replaced', difference: difference(before, text) }, text };
      })
      .sort((one, other) => (one.path < other.path ? -1 : 1));
    return { kind: 'ready', folder, occupied, files, token: `${this.#changes}:${JSON.stringify(request)}` };
  }

  #write(request: SourceRequest, token: string): WrittenSourceView {
    // A folder of this name changes once, between looking and writing.
    if (request.folder.includes('busy') && this.#changes === 0) this.#changes += 1;
    const plan = this.#plan(request);
    if (plan.kind === 'refused') refuse('invalid', 'the request is not complete');
    if (plan.token !== token) refuse('changed', 'the folder has changed since it was shown');
    const changed = plan.files.filter(({ change }) => change.kind !== 'same');
    for (const { path, text } of changed) this.#written.set(`${plan.folder}/${path}`, text);
    return {
      folder: plan.folder,
      written: changed.length,
      replaced: changed.filter(({ change }) => change.kind === 'replaced').length,
      commands: [
        'sf package create --name larkfield-release-app --package-type Unlocked --org-dependent --path app --target-dev-hub DevHub',
        'sfp build --devhubalias DevHub --branch main',
        'sfp install --targetorg DevHub --artifacts larkfield-release-app',
        'sfp install --targetorg uat --artifacts larkfield-release-app,larkfield-release-policies',
      ],
    };
  }
}
