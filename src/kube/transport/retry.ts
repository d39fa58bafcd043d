import { LostConnection } from './errors.ts';
import type { ClientHooks, Retry } from './hooks.ts';
import type { SenderRequest } from './request.ts';

/** As often as client-go tries again (rest/request.go, NewRequest). */
const MAX_RETRIES = 10;
const AFTER_LOST_CONNECTION_S = 1;

/**
 * Sends a request that only reads again while the server says when to come back (429 or 5xx with
 * Retry-After), or the connection was lost before an answer, as client-go does (rest/with_retry.go).
 * client-go sends writes again too when the server refused them so; here nothing is written twice.
 * A watch is left to its reader, who knows where it stopped.
 */
export async function withRetries(
  { method = 'GET', endless }: SenderRequest,
  { retry, pause = wait }: ClientHooks,
  signal: AbortSignal,
  send: () => Promise<Response>,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const result = await send().catch((error: unknown) => {
      if (error instanceof LostConnection) return error;
      throw error;
    });
    const next = endless || method !== 'GET' ? undefined : nextRetry(result, attempt);
    if (next === undefined) {
      if (result instanceof LostConnection) throw result;
      return result;
    }
    if (result instanceof Response) await result.body?.cancel();
    retry?.(next);
    await pause(next.seconds * 1000, signal);
  }
}

function nextRetry(result: Response | LostConnection, attempt: number): Retry | undefined {
  if (attempt > MAX_RETRIES) return undefined;
  if (result instanceof LostConnection) {
    return { attempt, seconds: AFTER_LOST_CONNECTION_S, status: undefined };
  }
  const { status, statusText, headers } = result;
  const after = headers.get('retry-after') ?? '';
  if ((status !== 429 && status < 500) || !/^\d+$/.test(after)) return undefined;
  return { attempt, seconds: Number(after), status: `${status} ${statusText}`.trim() };
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
