import { isJsonObject } from '../objects/json-value.ts';
import { apiErrorFromStatus } from './errors.ts';

/** One change, as the API server reports it. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: unknown;
}

/** The events of a watch; an ERROR event (410: read the list again) is thrown as ApiError. */
export async function* watchEvents(
  values: AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<WatchEvent> {
  try {
    for await (const value of values) {
      if (!isJsonObject(value)) continue;
      const { type, object } = value;
      if (type === 'ERROR') throw apiErrorFromStatus(object, 500);
      if (isChange(type)) yield { type, object };
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

function isChange(type: unknown): type is WatchEvent['type'] {
  return type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' || type === 'BOOKMARK';
}
