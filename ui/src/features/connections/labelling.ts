import type { LabelRequest } from '../../backend/generated';

/** A change of labels; what is left out stays. */
export type Labelling = Partial<Omit<LabelRequest, 'ids'>>;

/** The request that makes a change. */
export function labelRequest(ids: string[], change: Labelling): LabelRequest {
  return {
    ids,
    addTags: [],
    removeTags: [],
    favourite: null,
    colour: null,
    owner: null,
    environment: null,
    ...change,
  };
}

/** Tags as they are typed: parted by commas. */
export function typedTags(text: string): string[] {
  return text.split(',').flatMap((tag) => tag.trim() || []);
}
