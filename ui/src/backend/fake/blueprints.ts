import { blankApp } from '../../lib/app';
import type { AppFields, BlueprintView, CommandMap, ComparedLineView, ComparedRequest, DesignView } from '../generated';
import { designOf } from './design';
import { minutesAgo } from './moments';
import { presetViews } from './presets';
import { refuse } from './refuse';
import type { World } from './world';

type BlueprintCommand =
  | 'blueprints'
  | 'blueprint'
  | 'new_blueprint'
  | 'save_blueprint'
  | 'duplicate_blueprint'
  | 'remove_blueprint'
  | 'compare_blueprints'
  | 'export_blueprint'
  | 'import_blueprint'
  | 'save_blueprint_checklist';

type Answers = { [Each in BlueprintCommand]: (request: CommandMap[Each]['request']) => CommandMap[Each]['view'] };

function blueprintOf(id: string, name: string, app: AppFields): BlueprintView {
  return { id, name, app, design: designOf(app), presets: presetViews, updatedAt: new Date().toISOString() };
}

/** Some of a person's own blueprints. */
export function sampleBlueprints(): BlueprintView[] {
  const contactEmail = 'nora.whitfield@larkfield.example';
  const instance = { preset: 'vault', key: 'instance', value: 'https://vault.larkfield.example' };
  const backup = { ...blankApp, label: 'Larkfield Backup', contactEmail, presets: ['vault'], inputs: [instance] };
  const release = { ...blankApp, label: 'Larkfield Release', contactEmail, presets: ['arm', 'vault'] };
  return [
    { ...blueprintOf('blueprint-1', 'Backup', backup), updatedAt: minutesAgo(40) },
    { ...blueprintOf('blueprint-2', 'Backup and release', release), updatedAt: minutesAgo(3 * 24 * 60) },
  ];
}

function freeName(world: World, wanted: string): string {
  const taken = (name: string) => world.blueprints.some((one) => one.name === name);
  const base = wanted.trim() || 'Blueprint';
  let name = base;
  for (let number = 2; taken(name); number += 1) name = `${base} ${number}`;
  return name;
}

function lines({ checklist }: DesignView): Map<string, string[]> {
  const found = new Map<string, string[]>();
  // Opening a page and showing the key enter nothing into the app.
  const entering = checklist.filter(({ id }) => id !== 'openManager' && id !== 'credentials');
  for (const { label, value } of entering.flatMap(({ values }) => values)) {
    const name = label.replace(/ \d+$/, '');
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

function compared(left: DesignView, right: DesignView): ComparedLineView[] {
  const [one, other] = [lines(left), lines(right)];
  return [...new Set([...one.keys(), ...other.keys()])].map((label) => {
    const sides = { left: one.get(label) ?? [], right: other.get(label) ?? [] };
    return { label, ...sides, differs: sides.left.join('\n') !== sides.right.join('\n') };
  });
}

/** Blueprints, played with sample data. */
export function blueprintAnswers(world: World): Answers {
  const found = (id: string) =>
    world.blueprints.find((one) => one.id === id) ?? refuse('notFound', 'no such blueprint');
  const keep = (blueprint: BlueprintView) => {
    world.blueprints = [blueprint, ...world.blueprints.filter(({ id }) => id !== blueprint.id)];
    return blueprint;
  };
  const make = (name: string, app: AppFields) =>
    keep(blueprintOf(`blueprint-${Date.now()}`, freeName(world, name), app));
  const side = (request: ComparedRequest): { name: string; design: DesignView } => {
    if (request.kind === 'own') return found(request.id);
    const preset = presetViews.find(({ id }) => id === request.id) ?? refuse('notFound', 'no such product');
    return { name: preset.title, design: designOf({ ...blankApp, presets: [preset.id] }) };
  };
  return {
    blueprints: () => ({
      presets: presetViews,
      own: world.blueprints.map(({ id, name, design, updatedAt }) => {
        return { id, name, products: design.products, problems: design.problems.length, updatedAt };
      }),
    }),
    blueprint: ({ id }) => found(id),
    new_blueprint: ({ name, app }) => make(name, app),
    save_blueprint: ({ id, name, app }) => keep(blueprintOf(found(id).id, name, app)),
    duplicate_blueprint: ({ id }) => make(found(id).name, found(id).app),
    remove_blueprint: ({ id }) => {
      world.blueprints = world.blueprints.filter((one) => one.id !== id);
      return {};
    },
    compare_blueprints: ({ left, right }) => {
      const [one, other] = [side(left), side(right)];
      return { left: one.name, right: other.name, lines: compared(one.design, other.design) };
    },
    export_blueprint: ({ id }) => ({ path: world.chosenPath(`${found(id).name}.json`) }),
    import_blueprint: () => ({
      blueprint: world.chooses ? make('Team recipe', { ...blankApp, presets: ['vault'] }) : null,
    }),
    save_blueprint_checklist: ({ id }) => ({ path: world.chosenPath(`${found(id).name}.md`) }),
  };
}
