/** Where the app comes from. */
export type Origin = 'create' | 'exists';

/** What is to be done in Salesforce, in the order of its pages. */
export const creationSteps = ['manager', 'basics', 'oauth', 'security', 'policies', 'key'] as const;
export type CreationStep = (typeof creationSteps)[number];
