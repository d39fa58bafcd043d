import type { StatusColumns } from '../kubernetes/status-column.ts';
import type { Cause } from './cause/cause.ts';
import type { LookInside } from './cause/look-inside.ts';
import type { ServiceFinding } from './command/awaited-service.ts';
import type { MissingConfig } from './command/file-config.ts';
import type { LostWords } from './command/lost-words.ts';
import type { EndlessCommand } from './command/never-ends.ts';
import type { ContainerLog } from './container-log.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';
import type { StartStep } from './kubelet/gates.ts';
import type { NextStart } from './kubelet/next-condition.ts';
import type { Shutdown } from './kubelet/shutdown.ts';
import type { MomentSource } from './moment.ts';
import type { Timeline } from './timeline/segments.ts';
import type { StartPath } from './timeline/start-path.ts';
import type { Verdict } from './verdict/codes.ts';

/**
 * What `explain` knows of one Pod: plain facts, worded and coloured by `render`. Instants are
 * milliseconds since the epoch; `undefined` stands for "the cluster does not tell".
 */
export type Explanation = Forecast | LiveExplanation;

interface ExplainedPod {
  readonly name: string;
  readonly namespace: string;
  readonly uid?: string;
  /** True if the API server will add to `name` what makes it unique (metadata.generateName). */
  readonly isNameGenerated: boolean;
  /** What the Pod is, or would be, made by, as far as the file that it comes from tells. */
  readonly workload?: ExplainedWorkload;
  /** The instant the facts were true: the server's Date for live Pods. */
  readonly observedAt: number;
  /** How that instant is known; absent for live Pods and for manifests. */
  readonly observedBy?: MomentSource;
  readonly node?: string;
  /** In start order, ephemeral ones last. */
  readonly containers: readonly ExplainedContainer[];
  readonly notes: readonly Note[];
  /** How it will stop, where that is asked for. */
  readonly shutdown?: Shutdown;
}

/** The workload in whose template a Pod was found; it has the name of the Pod. */
export interface ExplainedWorkload {
  readonly kind: string;
  /** Which of its templates, where it has several. */
  readonly part?: string;
}

/** A manifest without a status: nothing is in the way, and nothing goes on. */
export interface Forecast extends ExplainedPod {
  readonly kind: 'forecast';
  readonly startOrder: readonly StartStep[];
}

export interface LiveExplanation extends ExplainedPod {
  readonly kind: 'live';
  readonly phase: string;
  readonly columns: StatusColumns;
  /** Why the STATUS word misleads here, if it does (pkg/printers/internalversion/printers.go). */
  readonly misleading?: MisleadingStatus;
  readonly verdict: Verdict;
  /** What is behind the verdict, and what can be done about it. */
  readonly causes: readonly Cause[];
  /** What the kubelet will start next; absent when nothing more will start by itself. */
  readonly next?: NextStart;
  /** The output that tells most, if any container to blame has left some. */
  readonly log?: ContainerLog;
  /** Absent of a saved Pod, which may be no more. */
  readonly lookInside?: LookInside;
  readonly timeline: Timeline;
  /** Of the first start-up, where its times are known. */
  readonly startPath?: StartPath;
}

export type MisleadingStatus =
  | { readonly code: 'completed-but-sidecars-run'; readonly sidecars: readonly string[] }
  | { readonly code: 'sidecar-fails-after-start'; readonly container: string }
  | { readonly code: 'sidecar-between-restarts'; readonly container: string }
  | { readonly code: 'reinitializing' }
  /** `fails`: it has been tried, and events tell that it cannot be started. */
  | { readonly code: 'waits-for-image'; readonly container: string; readonly fails?: true }
  | { readonly code: 'init-not-running-yet'; readonly container: string }
  | { readonly code: 'evicted' }
  | { readonly code: 'deadline-exceeded' }
  | { readonly code: 'init-failed-for-good'; readonly container: string }
  | { readonly code: 'init-failed-unseen'; readonly container: string }
  /** The kubelet or a controller ended the Pod; the word is a container's. */
  | { readonly code: 'ended-by'; readonly reason: string }
  | { readonly code: 'ready-though-init' }
  | {
      readonly code: 'other-apps-run';
      readonly container: string;
      readonly running: readonly string[];
    }
  | { readonly code: 'succeeded-though-killed'; readonly containers: readonly string[] }
  | { readonly code: 'held-by-finalizer'; readonly finalizers: readonly string[] }
  | { readonly code: 'some-apps-finished'; readonly containers: readonly string[] };

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
      readonly pattern: 'dns' | 'sleep' | 'http' | 'git' | 'template' | 'tcp' | 'file' | 'object';
      readonly targets: readonly string[];
      /** True for a loop that ends only when the target answers. */
      readonly loops: boolean;
      /** The length of a plain sleep. */
      readonly seconds?: number;
      /** How it stands with the Services among the targets; absent where nobody has looked. */
      readonly services?: readonly ServiceFinding[];
    }
  /** Its command goes on for ever, so what starts after it never does. */
  | {
      readonly code: 'never-ends';
      readonly container: string;
      readonly command: EndlessCommand;
    }
  /** It loops for something on localhost that only containers after it could serve. */
  | {
      readonly code: 'waits-for-later';
      readonly container: string;
      readonly targets: readonly string[];
      readonly servers: readonly string[];
      readonly isFile?: true;
    }
  /** The startup probe of a sidecar asks a port that a container after it declares. */
  | {
      readonly code: 'probes-later';
      readonly container: string;
      readonly port: number;
      readonly server: string;
    }
  /** An ordinary container of a Pod that should complete, which may not end by itself. */
  | { readonly code: 'helper-may-hold'; readonly container: string; readonly isKept: boolean }
  /** What the exit of this container leads to, by its restartPolicyRules. */
  | {
      readonly code: 'restart-rules';
      readonly container: string;
      readonly rules: readonly {
        readonly action: 'Restart' | 'RestartAllContainers';
        readonly operator: 'In' | 'NotIn';
        readonly exitCodes: readonly number[];
      }[];
    }
  /** An amount of bytes of which a part is no byte: mostly m in place of M or Mi. */
  | {
      readonly code: 'fractional-bytes';
      readonly container: string;
      readonly field: 'limits' | 'requests';
      readonly resource: string;
      /** As it is written. */
      readonly amount: string;
    }
  /** A command that does not work, or works otherwise, on what it left in an emptyDir. */
  | {
      readonly code: 'not-repeatable';
      readonly container: string;
      readonly command: string;
      readonly effect: 'fails' | 'adds';
    }
  /** A Pod of no workload with activeDeadlineSeconds. */
  | { readonly code: 'deadline-of-pod'; readonly seconds: number }
  /** The sandbox was replaced, and these init containers did not run again. */
  | { readonly code: 'init-skipped'; readonly containers: readonly string[] }
  /** Other containers in trouble than the one to blame; `exitCode`: of the run that failed last. */
  | {
      readonly code: 'fails-too';
      readonly containers: readonly string[];
      readonly reason?: string;
      readonly message?: string;
      readonly exitCode?: number;
    }
  | {
      readonly code: 'resize-pending';
      readonly reason: 'Infeasible' | 'Deferred' | 'Error';
      readonly message?: string;
    }
  /** The last restart was for a change of the spec; `isResize`: of resources alone. */
  | {
      readonly code: 'restarted-for-change';
      readonly container: string;
      readonly isResize?: true;
    }
  /** Sidecars are stopped when the work is done: such an end is normal. */
  | {
      readonly code: 'stopped-sidecar';
      readonly container: string;
      readonly exitCode: number;
      /** The grace period, where the sidecar used up all of it. */
      readonly graceSeconds?: number;
    }
  /** It holds back nothing; the image is there where that is what cannot be pulled. */
  | { readonly code: 'ephemeral-cannot-start'; readonly container: string; readonly image?: string }
  | { readonly code: 'init-ports-not-in-service'; readonly container: string }
  /** Two containers that run at the same time declare one port. */
  | {
      readonly code: 'port-twice';
      readonly container: string;
      readonly other: string;
      /** `80`, or `53/UDP`. */
      readonly port: string;
    }
  /** Words of a command that do not do what was likely meant. */
  | {
      readonly code: 'lost-words';
      readonly container: string;
      readonly kind: LostWords['kind'];
      readonly words: readonly string[];
    }
  /** A probe asks a port by a name that no port of its container has: it can never be carried out. */
  | {
      readonly code: 'probe-port-unnamed';
      readonly container: string;
      readonly probe: 'startup' | 'liveness' | 'readiness';
      readonly port: string;
      /** Ports that the container declares. */
      readonly declared: readonly string[];
    }
  /** The kubelet refuses to start it: root, and it must not be. */
  | { readonly code: 'root-forbidden'; readonly container: string }
  /** The preStop hook takes all of the grace period, so that SIGTERM comes too late. */
  | {
      readonly code: 'hook-outlasts-grace';
      readonly container: string;
      readonly hookSeconds: number;
      readonly graceSeconds: number;
    }
  /** Its postStart hook asks a port of this very Pod, before anything is sure to listen there. */
  | { readonly code: 'hook-asks-itself'; readonly container: string; readonly port: string }
  /** It takes what the ConfigMap or Secret of the same file does not have, by any spelling. */
  | ({ readonly code: 'config-missing' } & MissingConfig)
  /** By when a new Pod has started, or its startup probes have had a container killed. */
  | {
      readonly code: 'start-limit';
      readonly seconds: number;
      /** How long each may take. */
      readonly probes: readonly { readonly container: string; readonly seconds: number }[];
      /** Init containers that take as long as they like, on top of that. */
      readonly unlimited: readonly string[];
      /** Containers whose postStart hook does. */
      readonly hooks: readonly string[];
    }
  | { readonly code: 'events-missing' }
  | { readonly code: 'events-unreadable'; readonly reason: string }
  | { readonly code: 'shutdown-order'; readonly containers: readonly string[] };
