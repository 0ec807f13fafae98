import type { ConnectionRowView, EnvironmentView } from '../backend/generated';

const modifiers: Record<EnvironmentView, string> = {
  development: 'env--development',
  integration: 'env--integration',
  uat: 'env--uat',
  fullCopy: 'env--full',
  production: 'env--production',
  other: 'env--other',
};

/** The classes that give an element the hue of an environment. */
export function environmentClass(environment: EnvironmentView): string {
  return `env ${modifiers[environment]}`;
}

/** The label or the org itself says so; either is reason enough to ask once more. */
export function isProduction(row: ConnectionRowView): boolean {
  return row.environment === 'production' || row.orgType === 'production';
}
