import { fieldsOf, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import { isProtobuf, PROTOBUF } from '../protobuf/media-type.ts';
import { LIST_META, OWNED_OBJECT } from '../protobuf/messages.ts';
import { project } from '../protobuf/project.ts';
import { type ListTaker, type ListType, readProtobufList } from '../protobuf/read-list.ts';
import { DamagedMessage } from '../protobuf/wire.ts';
import type { KubeClient, OpenAnswer } from '../transport/client.ts';
import { bodyFailure } from '../transport/connection-failure.ts';
import { ApiError, ConnectionError } from '../transport/errors.ts';
import type { Query } from '../transport/request.ts';

/** Large enough that the server works on the next page while this one comes; kubectl takes 500. */
const PAGE_SIZE = 1000;

/** A list to be read. */
export interface List {
  readonly path: string;
  readonly query?: Query;
  readonly type: ListType;
  /** Asks for a part of each item: `;as=PartialObjectMetadataList;…`. */
  readonly mediaParameters?: string;
}

/** Of the items their metadata alone. */
export const METADATA_LIST = {
  type: { kind: 'PartialObjectMetadataList', item: OWNED_OBJECT },
  mediaParameters: ';as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
} satisfies Omit<List, 'path'>;

/** What may go with a read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told with each item how many were read, and of how many, once the server has said so. */
  readonly progress?: ((read: number, total: number | undefined) => void) | undefined;
  /** Told the moment that the first page is of: a watch from there misses nothing. */
  readonly version?: ((resourceVersion: string) => void) | undefined;
}

/** Gets each item; the next one waits for what it promises. */
export type TakeItem = (item: JsonObject) => void | Promise<void>;

/**
 * Reads a list of any length page by page and keeps nothing of it: `take` gets each item as soon
 * as its bytes are there. Asks for protobuf; a server or proxy that knows no other than JSON gives
 * the same items. All pages are of one moment, the latest (resourceVersion unset); if the server
 * forgets that moment in between, after some minutes, the rest is of a later one. No item comes
 * twice. Throws ApiError, ConnectionError, or the reason of `signal`.
 */
export async function readList(
  client: KubeClient,
  list: List,
  take: TakeItem,
  { signal, progress, version }: ReadOptions = {},
): Promise<void> {
  const ended = new AbortController();
  const stop = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const open = pageOpener(client, list, stop);
  let read = 0;
  let total: number | undefined;
  let collectAt = PAGE_SIZE;
  try {
    for (let page: Promise<OpenAnswer> | undefined = open(); page !== undefined; ) {
      const answer = await page;
      page = undefined;
      await readPage(client, answer, list.type, {
        metadata: ({ continue: token, remainingItemCount, resourceVersion }) => {
          if (read === 0 && resourceVersion !== undefined) version?.(String(resourceVersion));
          // The next page is asked for before this one is read: the server has time to make it.
          if (token !== undefined) page = open(String(token));
          if (remainingItemCount !== undefined)
            total = read + PAGE_SIZE + Number(remainingItemCount);
        },
        item: (item) => {
          stop.throwIfAborted();
          read += 1;
          progress?.(read, total);
          return take(item);
        },
      });
      if (read >= collectAt) {
        // By itself the engine lets garbage grow until a fifth more memory is taken.
        Bun.gc(true);
        // Where much is kept of the items, collecting after each page would cost more and more.
        collectAt = read + read / 10;
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof DamagedMessage ? unreadable(client, list, error) : error;
  } finally {
    ended.abort();
  }
}

/** Items of JSON that are read at a time: whole ones are large. */
const JSON_PAGE_SIZE = 500;

/** Hands on the items of a list, whole as JSON, page by page. Throws ApiError or ConnectionError. */
export async function readJsonList(
  client: KubeClient,
  path: string,
  take: (item: JsonObject) => void,
  { signal }: Pick<ReadOptions, 'signal'> = {},
): Promise<void> {
  let next: string | undefined;
  do {
    const query = { limit: JSON_PAGE_SIZE, continue: next };
    const { body } = await client.getJson(path, { query, ...(signal && { signal }) });
    const { items, metadata } = fieldsOf(body);
    for (const item of objectsOf(items)) take(item);
    next = textOf(fieldsOf(metadata).continue);
  } while (next !== undefined);
}

/** Opens the page of a continue token, the first one without. */
function pageOpener(
  client: KubeClient,
  { path, query, mediaParameters = '' }: List,
  signal: AbortSignal,
) {
  const json = `application/json${mediaParameters},application/json`;
  let accept = `${PROTOBUF}${mediaParameters},${json}`;
  const request = (token: string | undefined) =>
    client.open(path, { accept, query: { ...query, limit: PAGE_SIZE, continue: token }, signal });
  const open = async (token?: string) => {
    try {
      return await request(token);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (token !== undefined && error.code === 410) return request(laterToken(error));
      if (error.code !== 406 && error.code !== 415) throw error;
      accept = json;
      return request(token);
    }
  };
  return (token?: string) => {
    const page = open(token);
    // It may fail while the page before is still being read, and is only then looked at.
    page.catch(() => undefined);
    return page;
  };
}

/**
 * The server has forgotten how the list was at first, and gives a token for going on behind the
 * last item with how it is now (apiserver pkg/storage/etcd3/errors.go). client-go's pager starts
 * again with one request for all, and would give most items twice.
 */
function laterToken(expired: ApiError): string {
  const { metadata } = expired.status;
  const token = textOf(fieldsOf(metadata).continue);
  if (token === undefined) throw expired;
  return token;
}

async function readPage(
  { connection }: KubeClient,
  answer: OpenAnswer,
  type: ListType,
  take: ListTaker,
): Promise<void> {
  if (!isProtobuf(answer.contentType)) return takeJson(await answer.readJson(), type, take);
  const reader = answer.body.getReader();
  const nextChunk = async () => {
    try {
      return (await reader.read()).value;
    } catch (cause) {
      throw bodyFailure(cause, connection);
    }
  };
  try {
    await readProtobufList(nextChunk, type, take);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function takeJson(list: unknown, type: ListType, take: ListTaker): Promise<void> {
  const { metadata = {}, items } = fieldsOf(list);
  // Go writes a list that was never filled as null.
  if (!Array.isArray(items) && items !== null) throw new DamagedMessage('an object without items');
  take.metadata(project(metadata, LIST_META));
  for (const item of items ?? []) await take.item(project(item, type.item));
}

function unreadable({ connection }: KubeClient, { type }: List, cause: DamagedMessage) {
  return new ConnectionError(
    `${connection.server} sent a ${type.kind} that cannot be read: ${cause.message}`,
    { hint: 'Try again; is there a proxy before the API server that changes answers?', cause },
  );
}
