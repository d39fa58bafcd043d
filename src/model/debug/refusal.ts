/** Why no debug container is added; nothing has been written then. */
export type Refusal =
  | { readonly code: 'PodFinished'; readonly phase: string }
  | { readonly code: 'PodDeleting' }
  | { readonly code: 'Unscheduled'; readonly message?: string }
  /** R32. */
  | { readonly code: 'StaticPod' }
  | { readonly code: 'Windows' }
  | { readonly code: 'NodeNotReady'; readonly node: string; readonly reason?: string }
  | {
      readonly code: 'UnknownTarget';
      readonly wanted: string;
      readonly isPodName: boolean;
      readonly isEphemeral: boolean;
      readonly near: readonly string[];
      readonly names: readonly string[];
    }
  | {
      readonly code: 'TargetNotRunning';
      readonly container: string;
      /** The API's; empty where it has none. */
      readonly reason: string;
      readonly exitCode?: number;
    }
  | {
      readonly code: 'NameTaken';
      readonly name: string;
      /** Of an ephemeral container; others are always in the way. */
      readonly run: 'running' | 'ended' | 'waiting' | 'not-ephemeral';
      readonly exitCode?: number;
    }
  | { readonly code: 'TargetUserUnknown'; readonly container: string };

/** Whether something is a refusal. */
export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return 'code' in value;
}
