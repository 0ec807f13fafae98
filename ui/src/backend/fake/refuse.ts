import type { ApiError, ErrorCode } from '../generated';

/** Rejects as the window does. */
export function refuse(code: ErrorCode, message: string): never {
  const error: ApiError = { code, message };
  throw error;
}
