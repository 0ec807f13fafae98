import type { ApiError, CommandMap, StreamMap } from './generated';

/** Everything outside the page. Nothing else in `ui/src` knows who answers. */
export interface Backend {
  /** Carries out a command. Rejects with an {@link ApiError}, never with anything else. */
  call<Name extends keyof CommandMap>(
    name: Name,
    request: CommandMap[Name]['request'],
  ): Promise<CommandMap[Name]['view']>;

  /** Delivers whole snapshots, first the current one, until the returned function is called. */
  watch<Name extends keyof StreamMap>(name: Name, deliver: (snapshot: StreamMap[Name]) => void): () => void;
}

/** Whether something thrown is an answer of the contract. */
export function isApiError(thrown: unknown): thrown is ApiError {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown;
}
