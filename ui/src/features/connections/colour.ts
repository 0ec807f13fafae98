import type { ColourView, ConnectionRowView } from '../../backend/generated';
import { environmentClass } from '../../lib/environment';

export const colourOrder: ColourView[] = ['plain', 'red', 'orange', 'yellow', 'green', 'blue', 'purple'];

/** The classes that give a strip the admin's mark, or the hue of the environment where there is none. */
export function stripClass({ colour, environment }: Pick<ConnectionRowView, 'colour' | 'environment'>): string {
  return colour === 'plain' ? environmentClass(environment) : `env mark--${colour}`;
}
