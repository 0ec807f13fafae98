import type { ActivityFilterRequest, ProgramView } from '../../backend/generated';
import { kindGroups, resultGroups, timeSpans } from '../../text/activity';

/** What the page can be filtered by; `all` leaves it open. */
export interface Choices {
  connection: string;
  what: keyof typeof kindGroups | 'all';
  result: keyof typeof resultGroups | 'all';
  program: ProgramView | 'all';
  time: keyof typeof timeSpans | 'all';
}

/** All of it. */
export const nothingChosen: Choices = { connection: 'all', what: 'all', result: 'all', program: 'all', time: 'all' };

const day = 24 * 60 * 60_000;

/** The choices as the program understands them. */
export function filterOf({ connection, what, result, program, time }: Choices, now: number): ActivityFilterRequest {
  return {
    connection: connection === 'all' ? null : connection,
    kinds: what === 'all' ? [] : [...kindGroups[what].kinds],
    results: result === 'all' ? [] : [...resultGroups[result].results],
    program: program === 'all' ? null : program,
    from: time === 'all' ? null : new Date(now - timeSpans[time].days * day).toISOString(),
    until: null,
  };
}
