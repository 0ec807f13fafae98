import type { ConflictView, GivenUpView } from '../../backend/generated';
import { appText, shortValue } from '../../text/app';

/** Who asks for one value of a setting, in words. */
export interface Wish {
  value: string;
  by: string;
}

/**
 * Who asks for each of the values, in the order of the options, and what became of it where it is not fulfilled:
 * said once where it is the same for all who ask for it.
 */
export function wishesOf({ setting, wishes, options }: ConflictView, givenUp: readonly GivenUpView[]): Wish[] {
  const fateOf = (product: string) => {
    const lost = givenUp.find((wish) => wish.setting === setting && wish.product === product);
    return lost ? appText.fate[lost.obsolete ? 'obsolete' : 'givenUp'] : null;
  };
  return options.flatMap((value) => {
    const by = wishes.filter((wish) => wish.value === value).map(({ product }) => product);
    const [fate = null, ...others] = new Set(by.map(fateOf));
    if (by.length === 0) return [];
    const agreed = others.length === 0;
    const names = by.map((product) => (agreed ? product : appText.withFate(product, fateOf(product))));
    return [{ value: agreed ? appText.withFate(shortValue(value), fate) : shortValue(value), by: names.join(', ') }];
  });
}
