import { UserError } from '../../errors.ts';
import { parseTimestamp } from '../../model/kubernetes/time.ts';
import { podPath } from '../reads/pods.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';

/** The last lines of a container's output, oldest first, or why there are none. */
export type LogTail =
  | {
      readonly lines: readonly string[];
      /** When the last of them was written, by the clock of the node. */
      readonly writtenAt?: number;
    }
  /** In the server's words; the rest of an explanation does without. */
  | { readonly unreadable: string };

/** Which lines are wanted. */
export interface LogQuery {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of the run before the present one. */
  readonly previous: boolean;
  /** How many lines at most. */
  readonly count: number;
}

/** The API server asks the node's kubelet; one that does not answer must not hold up the rest. */
const PATIENCE_MS = 2000;
/** What is kept of the end of it: a line may be megabytes long. */
const MOST_CHARACTERS = 256 * 1024;

/** Reads the end of a container's log; whoever may not read logs is told so. */
export async function readLogTail(
  client: KubeClient,
  { namespace, pod, container, previous, count }: LogQuery,
  patienceMs: number = PATIENCE_MS,
): Promise<LogTail> {
  const timeout = AbortSignal.timeout(patienceMs);
  try {
    const query = {
      container,
      previous: previous || undefined,
      tailLines: count,
      timestamps: true,
    };
    const path = `${podPath(namespace, pod)}/log`;
    const answer = await client.stream(path, { query, accept: '*/*', signal: timeout });
    const text = await endOf(answer);
    return NO_LONGER_THERE.test(text)
      ? { unreadable: 'its node has it no longer' }
      : tailOf(text, count);
  } catch (error) {
    if (timeout.aborted) {
      return { unreadable: `the node did not send it within ${patienceMs / 1000} s` };
    }
    if (error instanceof UserError) return { unreadable: problemOf(error) };
    throw error;
  }
}

/** Of a container that is gone the kubelet says so in place of the log, with status 200. */
const NO_LONGER_THERE = /^unable to retrieve container logs for \S+\s*$/;

async function endOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > 2 * MOST_CHARACTERS) text = text.slice(-MOST_CHARACTERS);
  }
  return text + decoder.decode();
}

/**
 * The lines without the time that the kubelet puts before each, without colours, and of a line that
 * was drawn over and over, such as a progress bar, the last.
 */
function tailOf(text: string, count: number): LogTail {
  const stamped = text.split('\n');
  if (stamped.at(-1) === '') stamped.pop();
  const last = stamped.slice(-count);
  const writtenAt = parseTimestamp(last.at(-1)?.match(TIMESTAMP)?.[1]);
  const lines = last.map((line) =>
    Bun.stripANSI(line.replace(TIMESTAMP, '')).replace(/\r+$/, '').replace(/^.*\r/s, ''),
  );
  return { lines, ...(writtenAt !== undefined && { writtenAt }) };
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))(?: |$)/;
