import type { Connection } from '../connect/connection.ts';
import { connectionFailure, timeoutFailure } from './connection-failure.ts';

/** What to throw when the body of an answer could not be read to its end. */
export function bodyFailure(cause: unknown, connection: Connection): unknown {
  if (!(cause instanceof DOMException)) return connectionFailure(cause, connection);
  // Else whoever has aborted it knows why.
  if (cause.name !== 'TimeoutError') return cause;
  return timeoutFailure(connection, connection.requestTimeoutMs ?? 0);
}
