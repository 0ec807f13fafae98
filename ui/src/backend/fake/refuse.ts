import type { ApiError, ErrorCode } from '../generated';

/** Rejects as the window does. */
export function refuse(code: ErrorCode, message: string): never {
  const error: ApiError = { code, message };
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the contract rejects with an ApiError
  throw error;
}
