import type { AppFields, ChecklistStepId, DesignView, RemarkView } from '../generated';
import { answersOf, sound, type Answered } from './answers';
import { served, type Preset } from './presets';
import { remarksOf, settle, type Settled } from './settings';
import { beforeOf, stepsOf } from './steps';

/** What the checklist is made of. */
export interface Made {
  app: AppFields;
  label: string;
  apiName: string;
  scopes: string[];
  answered: Answered;
  settled: Settled;
  remarks: RemarkView[];
  /** From how many to how many minutes a new key takes to work. */
  wait: [number, number];
}

/** What Salesforce makes of a name. */
function derived(label: string): string {
  const name = label.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');
  return /^[A-Za-z]/.test(name) ? name : `X${name}`;
}

function waitOf(products: Preset[]): [number, number] {
  const waits = products.flatMap(({ wait }) => (wait ? [wait] : []));
  return [Math.max(...waits.map(([from]) => from)), Math.max(...waits.map(([, to]) => to))];
}

/** Works out, for the samples, what the blueprint crate works out in the window. */
export function designOf(app: AppFields, ticked: readonly ChecklistStepId[] = []): DesignView {
  const products = served(app.presets);
  const answered = answersOf(app, products);
  const label = sound(app, 'label', answered) || 'Orgkeep';
  const made: Made = {
    app,
    label,
    apiName: sound(app, 'apiName', answered) || derived(label),
    scopes: products.flatMap(({ scopes }) => scopes),
    answered,
    settled: settle(products, app.choices),
    remarks: remarksOf(products),
    wait: waitOf(products),
  };
  const { conflicts, open, givenUp } = made.settled;
  return {
    label,
    apiName: made.apiName,
    products: products.map(({ title }) => title),
    before: beforeOf(made),
    checklist: stepsOf(made, ticked),
    conflicts,
    open,
    givenUp,
    remarks: made.remarks,
    problems: answered.problems,
  };
}
