/** What is measured, and where. */
export interface Bench {
  /** The built kubectl-initx. */
  readonly executable: string;
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
