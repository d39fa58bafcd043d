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

/** Every request about an object that is deprecated brings the same warning. */
export function warnOnce({ warning }: ClientHooks): (response: Response) => void {
  const told = new Set<string>();
  return ({ headers }) => {
    for (const text of parseWarnings(headers.get('warning'))) {
      if (!told.has(text)) warning?.(text);
      told.add(text);
    }
  };
}

/**
 * The texts of a Warning header (`299 - "text"`, several joined by commas). Other codes are about
 * caches on the way, and client-go drops them too (rest/warnings.go).
 */
function parseWarnings(header: string | null): readonly string[] {
  if (header === null) return [];
  // The runtime gives a byte of a header as one character; what stands in it is UTF-8.
  const all = Buffer.from(header, 'latin1').toString();
  return Array.from(all.matchAll(/(\d{3}) \S+ "((?:[^"\\]|\\.)*)"/g), ([, code, text = '']) =>
    code === '299' ? text.replace(/\\(.)/g, '$1') : '',
  ).filter((text) => text !== '');
}
