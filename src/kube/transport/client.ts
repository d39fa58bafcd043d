import type { Connection, Credentials } from '../connect/connection.ts';
import { isJsonObject } from '../objects/json-value.ts';
import { isProtobuf } from '../protobuf/media-type.ts';
import { bodyFailure } from './connection-failure.ts';
import { type ApiError, apiErrorFromBody, apiErrorFromStatus, ConnectionError } from './errors.ts';
import type { ClientHooks } from './hooks.ts';
import type { RequestOptions, SenderRequest, SendOptions, WatchOptions } from './request.ts';
import { createSender, type Sender } from './sender.ts';
import { readJsonLines, type WatchEvent, watchEvents } from './watch.ts';

/** A page of a thousand Pods as JSON is some 30 MiB; nothing that is held whole is near this. */
const LARGEST_MIB = 256;

/** The parsed answer to one request. */
interface JsonAnswer {
  readonly body: unknown;
  /** The server's clock when it answered, from the Date header: whole seconds. */
  readonly serverDate: Date | undefined;
}

/** An answer of which only the headers have been read. */
export interface OpenAnswer {
  /** Empty if the server does not say. */
  readonly contentType: string;
  /** The bytes as they come. Whoever reads them does not use `readJson`. */
  readonly body: ReadableStream<Uint8Array>;
  /** All of it as a JSON object. */
  readJson(): Promise<unknown>;
}

/** The few verbs of the Kubernetes API that we need; each throws ApiError or ConnectionError. */
export interface KubeClient {
  readonly connection: Connection;
  readonly userAgent: string;
  /** Who we are, for connections of another kind. */
  credentials(): Promise<Credentials>;
  getJson(path: string, options?: RequestOptions): Promise<JsonAnswer>;
  sendJson(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    options?: SendOptions,
  ): Promise<JsonAnswer>;
  /** An answer that is read once it is known what kind it is of: lists too big to hold. */
  open(path: string, options?: RequestOptions): Promise<OpenAnswer>;
  /** The bytes of an answer as they come, for logs. */
  stream(path: string, options?: RequestOptions): Promise<ReadableStream<Uint8Array>>;
  /** ADDED, MODIFIED, DELETED and BOOKMARK until the server or `signal` ends it. */
  watch(path: string, options?: WatchOptions): AsyncIterable<WatchEvent>;
  /** Any answer, whatever its status, for the generated API of `kube/typed`. */
  request(request: SenderRequest): Promise<Response>;
}

/** Makes a client for a connection; nothing is sent before the first request. */
export function createClient(
  connection: Connection,
  userAgent: string,
  hooks: ClientHooks = {},
): KubeClient {
  const sender = createSender(connection, userAgent, hooks);
  return {
    connection,
    userAgent,
    credentials: sender.credentials,
    getJson: async (path, options = {}) =>
      readAnswer(connection, path, await sender.send({ ...options, path })),
    sendJson: async (method, path, body, options = {}) =>
      readAnswer(
        connection,
        path,
        await sender.send({
          contentType: 'application/json',
          ...options,
          method,
          path,
          body: JSON.stringify(body),
        }),
      ),
    open: async (path, options = {}) => {
      const response = await sendForBody(connection, sender, { ...options, path });
      return {
        contentType: response.headers.get('content-type') ?? '',
        get body() {
          return bodyOf(response);
        },
        readJson: async () => (await readAnswer(connection, path, response)).body,
      };
    },
    stream: async (path, options = {}) =>
      bodyOf(await sendForBody(connection, sender, { ...options, path })),
    watch: async function* (path, { opened, ...options } = {}) {
      const query = { ...options.query, watch: true };
      const request = { ...options, path, query, endless: true };
      const response = await sendForBody(connection, sender, request);
      opened?.();
      yield* watchEvents(readJsonLines(bodyOf(response), connection), options.signal);
    },
    request: (request) => sender.send(request),
  };
}

/** `kubectl-initx/VERSION (OS/ARCHITECTURE)`, as kubectl announces itself. */
export function userAgentOf(version: string, platform: string, architecture: string): string {
  return `kubectl-initx/${version} (${platformOf(platform, architecture)})`;
}

/** A platform in Go's words: `linux/amd64`. */
export function platformOf(platform: string, architecture: string): string {
  const system = platform === 'win32' ? 'windows' : platform;
  return `${system}/${architecture === 'x64' ? 'amd64' : architecture}`;
}

async function sendForBody(
  connection: Connection,
  sender: Sender,
  request: Parameters<Sender['send']>[0],
): Promise<Response> {
  const response = await sender.send(request);
  if (!response.ok) throw await apiErrorFrom(connection, response);
  return response;
}

/** An error answer comes in the format that was asked for. */
async function apiErrorFrom(connection: Connection, response: Response): Promise<ApiError> {
  const { status, headers } = response;
  const body = await readBody(connection, response);
  if (!isProtobuf(headers.get('content-type'))) return apiErrorFromBody(body.toString(), status);
  // Only lists are asked for so: whatever else is read does without the decoder.
  const { readProtobufStatus } = await import('../protobuf/status.ts');
  return apiErrorFromStatus(readProtobufStatus(body), status);
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

async function readAnswer(
  connection: Connection,
  path: string,
  response: Response,
): Promise<JsonAnswer> {
  const text = (await readBody(connection, response)).toString();
  if (!response.ok) throw apiErrorFromBody(text, response.status);
  const date = response.headers.get('date');
  return {
    body: parseBody(text, connection, path, response.headers.get('content-type')),
    serverDate: date === null ? undefined : new Date(date),
  };
}

/**
 * All of a body that is held whole. One that is larger than anything that an API server sends, or
 * unpacks to that, ends in an error before it takes the machine's memory.
 */
async function readBody(connection: Connection, response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done || value === undefined) return Buffer.concat(chunks);
      chunks.push(value);
      length += value.length;
      if (length > LARGEST_MIB * 1024 ** 2) break;
    }
  } catch (cause) {
    throw bodyFailure(cause, connection);
  }
  void reader?.cancel().catch(() => undefined);
  throw new ConnectionError(`${connection.server} sent an answer of more than ${LARGEST_MIB} MiB`, {
    hint: 'Is this the URL of an API server, and not of something before it?',
  });
}

function parseBody(
  text: string,
  connection: Connection,
  path: string,
  contentType: string | null,
): unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (isJsonObject(body)) return body;
  } catch {
    // Said below.
  }
  const what = /^\s*</.test(text)
    ? 'a web page'
    : `${text.length} bytes of ${contentType ?? 'something'} that are not a whole JSON object`;
  throw new ConnectionError(`${connection.server} answered GET ${path} with ${what}`, {
    hint: 'Is this the URL of an API server, and not of a login page, console or proxy before it?',
  });
}
