import { UserError } from '../../errors.ts';
import { fieldsOf, isJsonObject, textOf } from '../objects/json-value.ts';

/** A refusal by the API server, with the fields of its Status object. */
export class ApiError extends UserError {
  override readonly name = 'ApiError';
  readonly code: number;
  /** The Status reason (`NotFound`, `Forbidden`, …); empty when the server gave none. */
  readonly reason: string;
  /** The Status message, without kubectl's words around it. */
  readonly serverMessage: string;
  /** The whole Status object, or an empty one. */
  readonly status: Readonly<Record<string, unknown>>;

  constructor(
    code: number,
    reason: string,
    serverMessage: string,
    options: { hint?: string | undefined; status?: Readonly<Record<string, unknown>> } = {},
  ) {
    const unauthorized = reason === 'Unauthorized';
    super(
      unauthorized
        ? 'You must be logged in to the server (Unauthorized)'
        : `Error from server${reason === '' ? '' : ` (${reason})`}: ${serverMessage}`,
      {
        hint: options.hint ?? nextStep(reason, serverMessage),
        prefix: unauthorized ? 'error: ' : '',
      },
    );
    this.code = code;
    this.reason = reason;
    this.serverMessage = serverMessage;
    this.status = options.status ?? {};
  }
}

/** The API server could not be reached, or what answered is not one. */
export class ConnectionError extends UserError {
  override readonly name = 'ConnectionError';
}

/** The connection ended before there was an answer: the same request may get one. */
export class LostConnection extends ConnectionError {}

/** The same refusal with another next step. */
export function withHint(error: ApiError, hint: string | undefined): ApiError {
  const { code, reason, serverMessage, status } = error;
  return new ApiError(code, reason, serverMessage, { status, hint });
}

/** Whether something thrown is the server's "not found". */
export function isNotFound(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'NotFound';
}

/** Whether something thrown is a refusal for want of rights, or by admission. */
export function isForbidden(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'Forbidden';
}

/** Why something that can be done without could not be read, without kubectl's words around it. */
export function problemOf(error: UserError): string {
  return isForbidden(error) ? error.serverMessage : error.message;
}

/** Turns a Status object, from an error answer or a watch's ERROR event, into an ApiError. */
export function apiErrorFromStatus(status: unknown, httpCode: number): ApiError {
  const fields = fieldsOf(status);
  const code = typeof fields.code === 'number' ? fields.code : httpCode;
  const reason = textOf(fields.reason) ?? REASONS[code]?.[0] ?? '';
  const message = textOf(fields.message) ?? REASONS[code]?.[1] ?? `the server answered ${code}`;
  return new ApiError(code, reason, message, { status: fields });
}

/** Turns the body of an error answer into an ApiError, whatever sent it. */
export function apiErrorFromBody(body: string, httpCode: number): ApiError {
  let status: unknown;
  try {
    status = JSON.parse(body);
  } catch {
    // Not from the API server itself: a proxy or load balancer speaks plain text or HTML.
  }
  if (isJsonObject(status) && status.kind === 'Status') {
    return apiErrorFromStatus(status, httpCode);
  }
  const known = REASONS[httpCode];
  const shown = body.trim().startsWith('<') ? '' : body.trim().slice(0, 200);
  const message = known?.[1] ?? `the server answered ${httpCode}`;
  return new ApiError(httpCode, known?.[0] ?? '', shown === '' ? message : `${message}: ${shown}`);
}

const NOT_ALLOWED = 'the server does not allow this';

/** client-go's words for answers without a Status (apimachinery NewGenericServerResponse). */
const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', NOT_ALLOWED],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type we accept'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Expired', 'the resource version is too old'],
  415: ['UnsupportedMediaType', 'the body of the request was in an unknown format'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests'],
  500: ['InternalError', 'an error on the server has prevented the request from succeeding'],
  502: ['', 'the gateway before the server could not reach it (502 Bad Gateway)'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
};

function nextStep(reason: string, message: string): string | undefined {
  switch (reason) {
    case 'Unauthorized':
      return 'The credentials are missing, wrong or expired: log in to the cluster again, then try kubectl auth whoami.';
    case 'Forbidden':
      return isMissingRight(message) ? permissionStep(message) : undefined;
    case 'BadRequest':
      // The words of Go's servers, and of nginx.
      return /HTTP request (?:to an HTTPS server|was sent to HTTPS port)/.test(message)
        ? 'Write https:// before the server in the kubeconfig, or in --server.'
        : undefined;
    case 'TooManyRequests':
    case 'ServiceUnavailable':
    case 'Timeout':
      return 'The server is overloaded or starting: try again in a moment.';
    default:
      return undefined;
  }
}

/**
 * Admission refuses with the same code and reason, and no right helps against it: quotas,
 * LimitRanges, PodSecurity, webhooks. The words of an authorizer are always the same
 * (apiserver endpoints/handlers/responsewriters/errors.go); a gateway may give none at all.
 */
function isMissingRight(message: string): boolean {
  return /\bUser "[^"]*" cannot /.test(message) || message.startsWith(NOT_ALLOWED);
}

/** `pods "x" is forbidden: User "u" cannot get resource "pods" in API group "" in …` */
function permissionStep(message: string): string {
  if (message.includes('User "system:anonymous"')) {
    return "The server was told no credentials that it knows: check the kubeconfig's user, or log in to the cluster again.";
  }
  const [, verb, resource] = /cannot (\S+) resource "([^"]+)"/.exec(message) ?? [];
  const namespace = /in the namespace "([^"]+)"/.exec(message)?.[1];
  // Rights to impersonate (`impersonate-on:user-info:get`) are none that auth can-i knows.
  if (verb === undefined || resource === undefined || verb.includes(':')) {
    return "Ask the cluster's administrator for the right, or use another user (--as, --context).";
  }
  const where = namespace === undefined ? ' -A' : ` -n ${namespace}`;
  return `It needs the right to ${verb} ${resource}: check with kubectl auth can-i ${verb} ${resource}${where}`;
}
