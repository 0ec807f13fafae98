import type { FieldCheckView, LoginUrlCheckView, PortView } from '../../backend/generated';
import type { CheckState } from './CheckLine.svelte';

/** The port as a line of checks. */
export function portState(port: PortView | null): CheckState {
  if (port === null) return 'wait';
  return port.kind === 'free' ? 'ok' : 'bad';
}

/** The login address as a line of checks. */
export function addressState(check: LoginUrlCheckView): CheckState {
  switch (check.kind) {
    case 'empty':
      return 'later';
    case 'myDomain':
      return 'ok';
    case 'generic':
      return 'warn';
    case 'notTrusted':
    case 'refused':
      return 'bad';
  }
}

/** A field as a line of checks. */
export function fieldState(check: FieldCheckView): CheckState {
  switch (check) {
    case 'empty':
      return 'later';
    case 'fine':
      return 'ok';
    case 'tooLong':
    case 'malformed':
      return 'bad';
  }
}
