import type { PatternId, SourcePlaceId, SourceRequest } from '../../../backend/generated';

/** What a person types beside the app and its pattern. */
export type SourceFields = Pick<SourceRequest, 'link' | 'environments' | 'below' | 'folder'>;

export const blankFields: SourceFields = {
  link: { oauthLink: '', orgScopedApp: '' },
  environments: [
    { alias: 'prod', runAs: '' },
    { alias: 'uat', runAs: '' },
  ],
  below: { link: { oauthLink: '', orgScopedApp: '' }, callbacks: '', environments: [{ alias: 'uat', runAs: '' }] },
  folder: '',
};

/** The parts of the form that a pattern has. */
export const partsOf: Record<PatternId, readonly SourcePlaceId[]> = {
  packaged: ['app', 'link', 'environments', 'folder'],
  bootstrap: ['app', 'environments', 'folder'],
  dual: ['app', 'link', 'environments', 'belowLink', 'belowCallbacks', 'belowEnvironments', 'folder'],
  plain: ['app', 'folder'],
};

/** The fields as a pattern takes them: what it has no part for is left out. */
export function fieldsFor(pattern: PatternId, fields: SourceFields): SourceFields {
  const has = (place: SourcePlaceId) => partsOf[pattern].includes(place);
  return {
    link: has('link') ? fields.link : blankFields.link,
    environments: has('environments') ? fields.environments : [],
    below: has('belowLink') ? fields.below : { ...blankFields.below, environments: [] },
    folder: fields.folder,
  };
}
