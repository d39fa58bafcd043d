import type { Connection } from '../connect/connection.ts';
import { isJsonObject } from '../objects/json-value.ts';
import { bodyFailure } from './connection-failure.ts';
import { apiErrorFromStatus, ConnectionError } from './errors.ts';

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

/** The JSON values of a stream with one a line, each as soon as its line is complete. */
export async function* readJsonLines(
  body: ReadableStream<Uint8Array>,
  connection: Connection,
): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await readChunk(reader, connection);
      if (done) break;
      const lines = decoder.decode(value, { stream: true }).split('\n');
      const rest = lines.pop() ?? '';
      for (const line of lines) {
        yield parseLine([...parts, line].join(''), connection);
        parts = [];
      }
      if (rest !== '') parts.push(rest);
    }
    // A last line without its line feed was cut off: the reader starts again from before it.
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

interface Chunk {
  readonly done: boolean;
  readonly value?: Uint8Array | undefined;
}

async function readChunk(
  reader: { read(): Promise<Chunk> },
  connection: Connection,
): Promise<Chunk> {
  try {
    return await reader.read();
  } catch (cause) {
    throw bodyFailure(cause, connection);
  }
}

function parseLine(line: string, connection: Connection): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ConnectionError(`${connection.server} sent a watch line that is not JSON`, { cause });
  }
}
