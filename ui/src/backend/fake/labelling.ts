import type { CommandMap, ConnectionView, LabelRequest } from '../generated';
import { refuse } from './refuse';
import type { World } from './world';

type Answers = {
  [
    Name in
      'label_connections' | 'note_connection' | 'order_list' | 'save_filter' | 'remove_filter' | 'export_inventory'
  ]: (request: CommandMap[Name]['request']) => CommandMap[Name]['view'];
};

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function fits(tag: string): boolean {
  return tag.trim() !== '' && tag.length <= 30 && !tag.includes(',');
}

function labelled(known: ConnectionView, change: LabelRequest): ConnectionView {
  const { row } = known;
  const kept = row.tags.filter((tag) => !change.removeTags.some((gone) => same(gone, tag)));
  const added = change.addTags.map((tag) => tag.trim()).filter((tag) => !kept.some((each) => same(each, tag)));
  return {
    ...known,
    row: {
      ...row,
      tags: [...kept, ...added],
      favourite: change.favourite ?? row.favourite,
      colour: change.colour ?? row.colour,
      owner: change.owner?.trim() ?? row.owner,
      environment: change.environment ?? row.environment,
    },
  };
}

/** Labels, notes, and the order and filters of the list. */
export function labellingAnswers(world: World): Answers {
  const arrange = (change: Partial<typeof world.arrangement.value>) => {
    world.arrangement.set({ ...world.arrangement.value, ...change });
    return {};
  };
  const others = (name: string) => world.arrangement.value.filters.filter((filter) => filter.name !== name);
  return {
    label_connections: (request) => {
      if (!request.addTags.every(fits)) refuse('invalid', 'a tag is empty, too long, or has a comma');
      const known = request.ids.flatMap((id) => world.detail(id) ?? []);
      world.put(...known.map((connection) => labelled(connection, request)));
      return {};
    },
    note_connection: ({ id, notes }) => {
      const known = world.detail(id) ?? refuse('notFound', 'no such connection');
      const noted = { ...known, notes };
      world.put(noted);
      return noted;
    },
    order_list: (order) => arrange({ order }),
    save_filter: (saved) => {
      const filters = [...others(saved.name), saved];
      return arrange({ filters: filters.sort((one, other) => one.name.localeCompare(other.name)) });
    },
    export_inventory: ({ format }) => ({ path: world.chosenPath(`connections.${format}`) }),
    remove_filter: ({ name }) => arrange({ filters: others(name) }),
  };
}
