import { UserError } from '../../errors.ts';
import { fieldsOf, textOf } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError, ConnectionError, isForbidden, isNotFound } from '../transport/errors.ts';

/** Objects of one kind and namespace, chosen by the server. */
export interface Followed {
  /** Of the list, such as `/api/v1/namespaces/n/pods`. */
  readonly path: string;
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
  /** Of the only object, to be read by itself without the right to list. */
  readonly objectPath?: string | undefined;
  /** Reads the list in a way of its own: there may be very many objects. */
  readonly readList?: ((signal: AbortSignal | undefined) => Promise<ListedObjects>) | undefined;
}

/** A list and the moment that it is of. */
interface ListedObjects {
  readonly resourceVersion: string | undefined;
  readonly objects: readonly unknown[];
}

export interface FollowOptions {
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Where to begin: what was before it is known. Without it a list is read first. */
  readonly resourceVersion?: string | undefined;
  /**
   * For how long a server that has gone away is asked again before its failure is thrown, in
   * milliseconds.
   */
  readonly patienceMs?: number | undefined;
  /** Told why the server is asked in vain, once that has lasted, and undefined when it answers. */
  readonly outage?: ((problem: UserError | undefined) => void) | undefined;
  /** Between lists where the right to watch is missing, in milliseconds. */
  readonly pollMs?: number | undefined;
}

/** All objects as they are at the beginning, and after each gap; or the one that has changed. */
export type Change =
  | { readonly kind: 'listed'; readonly objects: readonly unknown[] }
  | { readonly kind: 'changed'; readonly object: unknown }
  | { readonly kind: 'deleted'; readonly object: unknown };

const PATIENCE_MS = 30_000;
const LONGEST_PAUSE_MS = 2000;
const POLL_MS = 1000;
/** A connection that is made anew at once is nothing that anybody has to know of. */
const OUTAGE_MS = 2000;
/** For how long one watch lasts; client-go takes five to ten minutes. */
const WATCH_SECONDS = 300;
/** A connection may be dead without a word, as after a computer has slept. */
const DEAD_AFTER_MS = (WATCH_SECONDS + 15) * 1000;

/**
 * Lists and watches as client-go's reflector does: a watch that ends or breaks goes on where it
 * stopped; where the server has forgotten that point (410), with a new list. Without the right to
 * watch, lists alone tell. Throws ApiError for what the server refuses, and ConnectionError for a
 * server that stays away.
 */
export async function* follow(
  client: KubeClient,
  followed: Followed,
  options: FollowOptions = {},
): AsyncGenerator<Change> {
  const { signal, patienceMs = PATIENCE_MS, pollMs = POLL_MS } = options;
  let version = options.resourceVersion;
  let mayWatch = true;
  const outage = createOutage(patienceMs, signal, options.outage);
  while (!isAborted(signal)) {
    try {
      if (version === undefined) {
        const list = await readAll(client, followed, signal);
        version = list.resourceVersion;
        outage.end();
        yield { kind: 'listed', objects: list.objects };
      }
      if (!mayWatch || version === undefined) {
        version = undefined;
        await pause(pollMs, signal);
        continue;
      }
      const opened = outage.answered;
      for await (const { type, object } of watchFrom(client, followed, version, signal, opened)) {
        outage.end();
        version = versionOf(object) ?? version;
        if (type !== 'BOOKMARK') yield { kind: type === 'DELETED' ? 'deleted' : 'changed', object };
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (error instanceof ApiError && error.code === 410) version = undefined;
      else if (isForbidden(error) && version !== undefined && mayWatch) mayWatch = false;
      else if (!isPassing(error)) throw error;
      else await outage.wait(error);
      continue;
    }
    // The server ends each watch after a while; one that ends at once must not be asked in a rush.
    await outage.wait(undefined);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Whether asking again may help: the server is away, starting or overloaded. */
function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return error instanceof ApiError && (error.code === 429 || error.code >= 500);
}

/** Counts the attempts since the server last said something. */
function createOutage(
  patienceMs: number,
  signal: AbortSignal | undefined,
  tell: FollowOptions['outage'] = () => undefined,
) {
  let attempts = 0;
  let since: number | undefined;
  let isTold = false;
  const answered = () => {
    since = undefined;
    if (isTold) tell(undefined);
    isTold = false;
  };
  return {
    end: () => {
      attempts = 0;
      answered();
    },
    /** The server is there; whether a watch lasts is yet to be seen. */
    answered,
    /** Waits a little longer each time; throws `error` once patience is at its end. */
    wait: async (error: unknown) => {
      const now = performance.now();
      if (error !== undefined) since ??= now;
      const away = error === undefined ? 0 : now - (since ?? now);
      if (error !== undefined && away >= patienceMs) throw error;
      if (away >= OUTAGE_MS && !isTold && error instanceof UserError) {
        isTold = true;
        tell(error);
      }
      const length = attempts === 0 ? 0 : Math.min(50 * 2 ** attempts, LONGEST_PAUSE_MS);
      attempts += 1;
      await pause(length, signal);
    },
  };
}

async function readAll(
  client: KubeClient,
  { path, fieldSelector, labelSelector, objectPath, readList }: Followed,
  signal: AbortSignal | undefined,
): Promise<ListedObjects> {
  if (readList !== undefined) return readList(signal);
  try {
    const query = { fieldSelector, labelSelector };
    const { body } = await client.getJson(path, { query, signal });
    const items = fieldsOf(body).items;
    return { resourceVersion: versionOf(body), objects: Array.isArray(items) ? items : [] };
  } catch (error) {
    if (objectPath === undefined || !isForbidden(error)) throw error;
    const object = await readOne(client, objectPath, signal);
    return { resourceVersion: versionOf(object), objects: object === undefined ? [] : [object] };
  }
}

async function readOne(client: KubeClient, path: string, signal: AbortSignal | undefined) {
  try {
    return (await client.getJson(path, { signal })).body;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function watchFrom(
  client: KubeClient,
  { path, fieldSelector, labelSelector }: Followed,
  resourceVersion: string,
  signal: AbortSignal | undefined,
  opened: () => void,
) {
  return client.watch(path, {
    query: {
      fieldSelector,
      labelSelector,
      resourceVersion,
      allowWatchBookmarks: true,
      timeoutSeconds: WATCH_SECONDS,
    },
    signal: AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(DEAD_AFTER_MS)]),
    opened,
  });
}

function versionOf(object: unknown): string | undefined {
  const metadata = fieldsOf(object).metadata;
  return textOf(fieldsOf(metadata).resourceVersion);
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish);
    if (signal?.aborted === true) finish();
  });
}
