import { UserError } from '../../errors.ts';
import { podPath } from '../reads/pods.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';

/** The last lines of a container's output, oldest first, or why there are none. */
export type LogTail =
  | { readonly lines: readonly string[] }
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
    const query = { container, previous: previous || undefined, tailLines: count };
    const path = `${podPath(namespace, pod)}/log`;
    const answer = await client.stream(path, { query, accept: '*/*', signal: timeout });
    const text = await endOf(answer);
    return { lines: linesOf(text).slice(-count) };
  } catch (error) {
    if (timeout.aborted) {
      return { unreadable: `the node did not send it within ${patienceMs / 1000} s` };
    }
    if (error instanceof UserError) return { unreadable: problemOf(error) };
    throw error;
  }
}

async function endOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > 2 * MOST_CHARACTERS) text = text.slice(-MOST_CHARACTERS);
  }
  return text + decoder.decode();
}

/** Without colours, and of a line that was drawn over and over, such as a progress bar, the last. */
function linesOf(text: string): readonly string[] {
  const lines = Bun.stripANSI(text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r+$/, '').replace(/^.*\r/s, ''));
}
