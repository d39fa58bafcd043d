import type { Earlier } from './earlier.ts';

/** What is measured, and where. */
export interface Bench {
  /** The built kubectl-initx. */
  readonly executable: string;
  readonly earlier: Pick<Earlier, 'executable' | 'commit'>;
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
