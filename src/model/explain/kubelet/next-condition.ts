/** The kubelet's next start (computePodActions, kuberuntime_manager.go in pkg/kubelet). */
export interface NextStart {
  readonly container: string;
  readonly action: 'start' | 'restart';
  readonly condition: NextCondition;
}

export type NextCondition =
  /** Nothing is in the way: the kubelet is doing it now. */
  | { readonly kind: 'now' }
  | { readonly kind: 'scheduled' }
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'exits-0'; readonly container: string }
  | { readonly kind: 'running'; readonly container: string }
  | { readonly kind: 'startup-probe'; readonly container: string; readonly killAt?: number }
  /** Crash back-off; the kubelet adds up to half of what remains, at most a minute's half. */
  | {
      readonly kind: 'backoff';
      readonly delaySeconds: number;
      readonly earliest?: number;
      readonly latest?: number;
    }
  | { readonly kind: 'image'; readonly image: string; readonly retrying: boolean }
  | { readonly kind: 'config' }
  | { readonly kind: 'post-start'; readonly container: string };
