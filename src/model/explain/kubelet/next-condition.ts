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
  /** Its volumes cannot be had, which is tried again and again. */
  | { readonly kind: 'volumes' }
  /** Kubelets before 1.29 do not tell whether it is volumes, the sandbox or an image. */
  | { readonly kind: 'preparing' }
  | { readonly kind: 'exits-0'; readonly container: string }
  | { readonly kind: 'running'; readonly container: string }
  /** If the probe only fails, the kubelet kills the container between these instants. */
  | {
      readonly kind: 'startup-probe';
      readonly container: string;
      readonly killEarliest?: number;
      readonly killLatest?: number;
    }
  /** The kubelet is killing it to start it again; it has until `latest` to end. */
  | {
      readonly kind: 'killed';
      readonly since?: number;
      readonly latest?: number;
      /** After a kill by a probe it counts from the end before, and then may be over already. */
      readonly backoff: 'none' | 'possible' | 'certain';
    }
  /** Crash back-off; the kubelet adds up to half of what remains, at most a minute's half. */
  | {
      readonly kind: 'backoff';
      readonly delaySeconds: number;
      readonly earliest?: number;
      readonly latest?: number;
    }
  | {
      readonly kind: 'image';
      readonly image: string;
      /** False while the pull goes on. */
      readonly retrying: boolean;
      /** The API's reason if nothing is pulled at all, and so no back-off applies. */
      readonly unpullable?: 'ErrImageNeverPull' | 'InvalidImageName';
    }
  | { readonly kind: 'config' }
  /** Once the hook has failed, the kubelet kills the container, until `killLatest`, and goes on. */
  | {
      readonly kind: 'post-start';
      readonly container: string;
      readonly hasFailed?: true;
      readonly killLatest?: number;
    };
