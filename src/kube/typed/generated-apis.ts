import {
  AuthorizationV1Api,
  CoreV1Api,
  createConfiguration,
  type HttpInfo,
  type RequestContext,
  ResponseContext,
  ServerConfiguration,
  wrapHttpLibrary,
} from '@kubernetes/client-node/dist/gen/index.js';
import { setHeaderOptions } from '@kubernetes/client-node/dist/middleware.js';
import type { KubeClient } from '../transport/client.ts';
import { bodyFailure } from '../transport/connection-failure.ts';
import { apiErrorFromBody } from '../transport/errors.ts';
import type { Query, SenderRequest } from '../transport/request.ts';
import { STRATEGIC_MERGE_PATCH } from '../transport/request.ts';

/** The generated APIs that debug uses. They throw ApiError and ConnectionError, as ours do. */
export interface GeneratedApis {
  readonly core: CoreV1Api;
  readonly authorization: AuthorizationV1Api;
}

/**
 * client-node's generated APIs over our own transport: TLS, proxies, credentials and impersonation
 * stay as they are proved. Loading this module takes longer than a whole `explain`, so only
 * import() reaches it.
 */
export function generatedApis(client: KubeClient): GeneratedApis {
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(NO_SERVER, {}),
    httpApi: wrapHttpLibrary({ send: (request) => send(client, request) }),
    authMethods: {},
  });
  return {
    core: new CoreV1Api(configuration),
    authorization: new AuthorizationV1Api(configuration),
  };
}

/** The options of a call whose body is a strategic-merge patch; client-node would say JSON Patch. */
export function strategicMergePatch() {
  return setHeaderOptions('Content-Type', STRATEGIC_MERGE_PATCH);
}

/** The answer as the server sent it: client-node drops fields that it does not know. */
export async function rawAnswer(info: HttpInfo<unknown>): Promise<unknown> {
  return JSON.parse(await info.body.text());
}

/** client-node wants a whole URL; only the path goes on to our transport, which has the server. */
const NO_SERVER = 'http://server.invalid';

async function send(client: KubeClient, request: RequestContext): Promise<ResponseContext> {
  const response = await client.request(requestOf(request));
  const text = await response.text().catch((cause: unknown) => {
    throw bodyFailure(cause, client.connection);
  });
  if (!response.ok) throw apiErrorFromBody(text, response.status);
  const body = {
    text: async () => text,
    binary: async () => Buffer.from(text),
    stream: () => null,
  };
  return new ResponseContext(response.status, Object.fromEntries(response.headers), body);
}

function requestOf(request: RequestContext): SenderRequest {
  const { pathname, searchParams } = new URL(request.getUrl());
  const body = request.getBody();
  return {
    method: request.getHttpMethod(),
    path: pathname,
    query: queryOf(searchParams),
    contentType: request.getHeaders()['Content-Type'],
    body: body === undefined ? undefined : String(body),
    signal: request.getSignal(),
  };
}

function queryOf(parameters: URLSearchParams): Query {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]),
  );
}
