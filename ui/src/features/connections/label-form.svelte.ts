import type { ColourView, ConnectionRowView, EnvironmentView } from '../../backend/generated';
import { labelText } from '../../text/list';
import { typedTags, type Labelling } from './labelling';
import { occurringTexts } from './tally';

/** The value that all rows have, or `null` where they differ. */
function common<Value>(rows: ConnectionRowView[], value: (row: ConnectionRowView) => Value): Value | null {
  const [first, ...others] = rows.map(value);
  return first !== undefined && others.every((other) => other === first) ? first : null;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** How many tags of other connections are offered. */
const offered = 8;

/**
 * The labels of some rows while they are edited. What is `null` differs from row to row and stays. It edits a copy: a
 * snapshot that arrives meanwhile must not take away what is being typed.
 */
export class LabelForm {
  environment = $state<EnvironmentView | null>(null);
  colour = $state<ColourView | null>(null);
  owner = $state<string | null>(null);
  /** New tags that are not given yet. */
  typed = $state('');
  added = $state.raw<string[]>([]);
  removed = $state.raw<string[]>([]);
  readonly #rows: ConnectionRowView[];
  readonly #known: [string, number][];
  readonly #others: string[];

  /** `all` are the rows whose tags are offered. */
  constructor(rows: ConnectionRowView[], all: ConnectionRowView[]) {
    this.#rows = rows;
    this.environment = common(rows, (row) => row.environment);
    this.colour = common(rows, (row) => row.colour);
    this.owner = common(rows, (row) => row.owner);
    this.#known = occurringTexts(rows, (row) => row.tags);
    const often = occurringTexts(all, (row) => row.tags).sort(([, one], [, other]) => other - one);
    this.#others = often.map(([tag]) => tag);
  }

  /** How many rows are edited. */
  get size(): number {
    return this.#rows.length;
  }

  /** The tags that the rows have or will have, with how many have each already. */
  readonly tags: { tag: string; count: number }[] = $derived.by(() => [
    ...this.#known.map(([tag, count]) => ({ tag, count })),
    ...this.added.filter((tag) => !this.#known.some(([known]) => same(known, tag))).map((tag) => ({ tag, count: 0 })),
  ]);

  /** Tags of other connections that none of these has. */
  readonly suggestions: string[] = $derived.by(() =>
    this.#others.filter((other) => !this.tags.some(({ tag }) => same(tag, other))).slice(0, offered),
  );

  /** What a press on a tag does, for a screen reader: with all that is seen on it. */
  says(tag: string, count: number): string {
    const some = count > 0 && count < this.size ? ` ${labelText.onSome(count, this.size)}` : '';
    return this.removed.includes(tag) ? labelText.restoreTag(tag + some) : labelText.removeTag(tag + some);
  }

  give(tag: string): void {
    this.removed = this.removed.filter((other) => !same(other, tag));
    if (!this.added.some((other) => same(other, tag))) this.added = [...this.added, tag];
  }

  /** Takes a tag away, or takes that back. One that is new is simply not given. */
  toggle(tag: string): void {
    const isNew = !this.#known.some(([known]) => same(known, tag));
    this.added = this.added.filter((other) => !same(other, tag));
    if (isNew) return;
    this.removed = this.removed.includes(tag) ? this.removed.filter((other) => other !== tag) : [...this.removed, tag];
  }

  /** Gives the tags that are typed. */
  take(): void {
    for (const tag of typedTags(this.typed)) this.give(tag);
    this.typed = '';
  }

  /** What is to change. */
  get change(): Labelling {
    return {
      addTags: [...this.added, ...typedTags(this.typed)],
      removeTags: this.removed,
      environment: this.environment,
      colour: this.colour,
      owner: this.owner,
    };
  }
}
