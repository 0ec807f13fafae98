import type { AppFields } from '../backend/generated';

/** An app for which nothing is typed or chosen yet. */
export const blankApp: AppFields = {
  label: '',
  apiName: '',
  contactEmail: '',
  description: '',
  presets: [],
  inputs: [],
  choices: [],
};
