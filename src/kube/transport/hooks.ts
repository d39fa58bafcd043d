import type { HeaderList } from '../connect/connection.ts';

/** What a client tells whoever watches it at work, and how it waits; each may be left out. */
export interface ClientHooks {
  /** A warning of the API server, once for each text. */
  readonly warning?: ((text: string) => void) | undefined;
  /** A request has failed in a way that may pass, and will be sent again. */
  readonly retry?: ((retry: Retry) => void) | undefined;
  /** A request that went out, once its answer has begun or failed. Holds secrets. */
  readonly exchange?: ((exchange: Exchange) => void) | undefined;
  /** Resolves after so many milliseconds; rejects with the reason of `signal`. */
  readonly pause?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

export interface Retry {
  /** From 1. */
  readonly attempt: number;
  readonly seconds: number;
  /** `429 Too Many Requests`; undefined for a connection that was lost. */
  readonly status: string | undefined;
}

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderList;
  readonly milliseconds: number;
  /** Undefined where there was no answer. */
  readonly answer: { readonly status: string; readonly headers: Headers } | undefined;
}
