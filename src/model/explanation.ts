import type { PodContainer } from './containers.ts';

/**
 * What `explain` knows of one Pod: plain facts, worded and coloured by `render`. Instants are
 * milliseconds since the epoch; `undefined` stands for "the cluster does not tell".
 */
export interface Explanation {
  readonly name: string;
  readonly namespace: string;
  readonly uid?: string;
  /** The instant the facts were true: the server's Date for live Pods. */
  readonly observedAt: number;
  /** False for a manifest without a status: then everything is a forecast. */
  readonly hasStatus: boolean;
  readonly phase: string;
  readonly node?: string;
  readonly columns: StatusColumns;
  /** Why the STATUS word misleads here, if it does (pkg/printers/internalversion/printers.go). */
  readonly misleading?: MisleadingStatus;
  readonly verdict: Verdict;
  /** What the kubelet will start next; absent when nothing more will start by itself. */
  readonly next?: NextStart;
  readonly containers: readonly ExplainedContainer[];
  readonly timeline: Timeline;
  readonly notes: readonly Note[];
}

/** The words of `kubectl get pod`. */
export interface StatusColumns {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

export type MisleadingStatus =
  | { readonly code: 'completed-but-sidecars-run'; readonly sidecars: readonly string[] }
  | { readonly code: 'sidecar-fails-after-start'; readonly container: string }
  | { readonly code: 'sidecar-between-restarts'; readonly container: string }
  | { readonly code: 'reinitializing' }
  | { readonly code: 'waits-for-image'; readonly container: string }
  | { readonly code: 'init-not-running-yet'; readonly container: string }
  | { readonly code: 'evicted' }
  | { readonly code: 'deadline-exceeded' }
  | { readonly code: 'init-failed-for-good'; readonly container: string }
  | { readonly code: 'held-by-finalizer'; readonly finalizers: readonly string[] }
  | { readonly code: 'some-apps-finished'; readonly containers: readonly string[] };

export type Outcome = 'healthy' | 'complete' | 'progressing' | 'stuck' | 'failed';

export type VerdictCode =
  | 'SchedulingGated'
  | 'Unschedulable'
  | 'Rejected'
  | 'AwaitingScheduler'
  | 'AwaitingKubelet'
  | 'Volumes'
  | 'Sandbox'
  | 'ImagePulling'
  | 'ImageFailing'
  | 'ConfigError'
  | 'CreateError'
  | 'InitRunning'
  | 'InitStarting'
  | 'InitBackoff'
  | 'InitFailedTerminal'
  | 'SidecarStarting'
  | 'SidecarCrashGating'
  | 'SidecarDegraded'
  | 'PostStartBlocking'
  | 'AppPulling'
  | 'AppStarting'
  | 'AppBackoff'
  | 'NotReady'
  | 'ReadinessGate'
  | 'Ready'
  | 'Reinitializing'
  | 'RestartingAll'
  | 'Completing'
  | 'Succeeded'
  | 'Failed'
  | 'Evicted'
  | 'DeadlineExceeded'
  | 'Terminating'
  | 'TerminatingOverdue'
  | 'FinalizerHeld'
  | 'Forecast';

export interface Verdict {
  readonly code: VerdictCode;
  readonly outcome: Outcome;
  /** The one container that blocks, if a container does. */
  readonly container?: string;
  /** Since when it is so. */
  readonly since?: number;
  /** The API's own reason word, such as ImagePullBackOff. */
  readonly reason?: string;
  /** The API's own message: untrusted text, to be sanitised when printed. */
  readonly message?: string;
  /** Containers that cannot start before this is over, in start order. */
  readonly holdsBack: readonly string[];
  /** Where each fact was read: field paths and events. */
  readonly evidence: readonly string[];
}

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

/** What must be true of this container before the next one starts. */
export interface Gate {
  readonly kind: 'must-exit-0' | 'must-be-running' | 'startup-probe' | 'none';
  readonly passed: boolean;
}

export type ContainerState =
  /** The kubelet has not reported it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAt?: number }
  | {
      readonly kind: 'terminated';
      readonly exitCode: number;
      readonly reason: string;
      readonly signal?: number;
      readonly message?: string;
      readonly startedAt?: number;
      readonly finishedAt?: number;
    };

export interface ExplainedContainer {
  readonly container: PodContainer;
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly gate: Gate;
  /** Names of containers that wait for this one's gate now. */
  readonly holdsBack: readonly string[];
  /** True when the state is from an earlier sandbox and the container will run again (R11). */
  readonly stale: boolean;
}

export type StageName =
  | 'created'
  | 'scheduled'
  | 'acknowledged'
  | 'sandbox'
  | 'initialized'
  | 'containersReady'
  | 'ready'
  | 'deleted';

export interface Timeline {
  readonly start: number;
  readonly end: number;
  readonly stages: readonly { readonly stage: StageName; readonly at: number }[];
  readonly rows: readonly TimelineRow[];
}

export interface TimelineRow {
  readonly container: string;
  readonly segments: readonly Segment[];
}

export type SegmentKind = 'queued' | 'pulling' | 'running' | 'probing' | 'backoff' | 'failing';

export interface Segment {
  readonly kind: SegmentKind;
  readonly start: number;
  /** Absent while it goes on. */
  readonly end?: number;
  /** How a run ended: 0 or the failing code. */
  readonly exitCode?: number;
}

/** Things worth a line below the table; each appears only where it applies to this Pod. */
export type Note =
  | { readonly code: 'sidecar-without-startup-probe'; readonly container: string }
  | { readonly code: 'readiness-does-not-gate'; readonly container: string }
  | { readonly code: 'gate-already-passed'; readonly container: string }
  | {
      readonly code: 'image-change-not-applied';
      readonly container: string;
      readonly image: string;
    }
  | { readonly code: 'inferred-completion'; readonly container: string }
  | { readonly code: 'reinitialized'; readonly containers: readonly string[] }
  | { readonly code: 'backoff-was-reset'; readonly container: string }
  | { readonly code: 'restarts-on-failure'; readonly container: string; readonly policy: string }
  | { readonly code: 'failure-fails-pod'; readonly container: string }
  | { readonly code: 'deadline'; readonly at: number; readonly seconds: number }
  | {
      readonly code: 'waiting-pattern';
      readonly container: string;
      readonly pattern: 'dns' | 'sleep' | 'http' | 'git' | 'template' | 'tcp';
      readonly targets: readonly string[];
      /** True for a loop that ends only when the target answers. */
      readonly loops: boolean;
      /** The length of a plain sleep. */
      readonly seconds?: number;
    }
  | { readonly code: 'init-ports-not-in-service'; readonly container: string }
  | { readonly code: 'events-missing' }
  | { readonly code: 'events-unreadable'; readonly reason: string }
  | { readonly code: 'shutdown-order'; readonly containers: readonly string[] };
