/** What a client tells whoever watches it at work; each may be left out. */
export interface TransportListener {
  /** A warning of the API server, once for each text. */
  readonly warning?: ((text: string) => void) | undefined;
}
