import type { HeaderList } from '../connect/connection.ts';
import type { tlsOptions } from '../tls/tls-options.ts';

/** Query parameters; undefined ones are left out, lists are repeated. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** What a request may carry beside its path. */
export interface RequestOptions {
  readonly query?: Query | undefined;
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a watch may be told beside. */
export interface WatchOptions extends RequestOptions {
  /** Called once the server has answered, which may be long before there is a change. */
  readonly opened?: (() => void) | undefined;
}

/** A request that sends something. */
export interface SendOptions extends RequestOptions {
  readonly contentType?: string | undefined;
}

/** One request, as the client's verbs describe it. */
/** The content type of the patches that kubectl sends: lists are merged by the keys of their items. */
export const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';

export interface SenderRequest {
  readonly path: string;
  readonly method?: string | undefined;
  readonly query?: Query | undefined;
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A watch: it may last, unless --request-timeout says otherwise. */
  readonly endless?: boolean | undefined;
}

/** What is handed to fetch, or to node:https where fetch cannot say it. */
export interface WireRequest {
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly tls: ReturnType<typeof tlsOptions>;
  readonly proxy: string | undefined;
}
