import type { ProbeKind } from '../kubelet/kills.ts';
import type { StartCause } from './start-cause.ts';

/** What an exit code says by itself, by the conventions of shells and of the kernel. */
export type ExitMeaning =
  | 'not-executable'
  | 'not-found'
  | 'not-started'
  | 'fatal-of-git'
  | 'aborted'
  | 'killed'
  | 'segmentation-fault'
  | 'illegal-instruction'
  | 'bus-error'
  | 'arithmetic'
  | 'forbidden-call'
  | 'told-to-stop'
  | 'node-lost';

/** How what a probe asks for and what answers do not fit. */
export type ProbeMismatch =
  | 'port-undeclared'
  | 'port-unnamed'
  | 'not-listening'
  | 'bad-request'
  | 'no-access'
  | 'no-such-path'
  | 'server-error'
  | 'wants-http'
  | 'wants-https'
  | 'slow-answer';

/**
 * What is behind a verdict, or can be done about it, as far as status, spec and events tell. Each
 * stands below the headline as a sentence. Instants are milliseconds since the epoch.
 */
export type Cause =
  | StartCause
  /** The kubelet ended the last run because of this probe. */
  | {
      readonly code: 'killed-by-probe';
      readonly container: string;
      readonly probe: ProbeKind;
      /** As far as events are kept: more than 25 of a Pod in a row are dropped. */
      readonly kills: number;
      /** No event of the last kill is left, but all else speaks for it. */
      readonly inferred?: true;
      /** There are no events at all, and the run was as long as a startup probe that fails lets it. */
      readonly unseen?: true;
      /** What the probe said: untrusted text. */
      readonly message?: string;
    }
  | {
      readonly code: 'probe-fails';
      readonly container: string;
      readonly probe: ProbeKind | 'readiness';
      /** False where no failure is known, only that it has not passed. */
      readonly hasFailed: boolean;
      /** Failures of this run, where they are known. */
      readonly failures?: number;
      readonly threshold?: number;
      readonly message?: string;
      /** If a startup probe only fails, the kubelet kills the container between these. */
      readonly killEarliest?: number;
      readonly killLatest?: number;
    }
  /** A startup probe that should have passed or killed long ago. */
  | { readonly code: 'probe-overdue'; readonly container: string; readonly seconds: number }
  | {
      readonly code: 'out-of-memory';
      readonly container: string;
      /** As the spec writes it; absent where the container has none. */
      readonly limit?: string;
      /** The limit is that of the Pod as a whole. */
      readonly isOfPod?: true;
      readonly exitCode: number;
      /** Not that ended the container, but a probe of it, whose own processes count too. */
      readonly wasKilledByProbe?: true;
      /** Volumes that it mounts whose files are in memory, and count too. */
      readonly memoryVolumes?: readonly string[];
    }
  | { readonly code: 'milli-bytes'; readonly container: string; readonly amount: string }
  | {
      readonly code: 'exit-code';
      readonly container: string;
      readonly exitCode: number;
      readonly meaning: ExitMeaning;
    }
  /** What the container wanted to listen on is taken; the containers of a Pod share one network. */
  | {
      readonly code: 'port-taken';
      readonly container: string;
      /** Where its words tell. */
      readonly port?: number;
      /** Running containers whose ports list it. */
      readonly declaredBy?: readonly string[];
      /** All other running containers. */
      readonly others: readonly string[];
      /** The Pod uses its node's network. */
      readonly ofNode?: true;
    }
  /** Restarted because its image or another field was changed. */
  | {
      readonly code: 'definition-changed';
      readonly container: string;
      /** Only its resources, and its resizePolicy wants a restart. */
      readonly isResize?: true;
    }
  /** Its exit code has all containers of the Pod restarted, by its restartPolicyRules. */
  | { readonly code: 'restarts-all'; readonly container: string; readonly exitCode: number }
  /** It is Ready, but was not long ago. */
  | {
      readonly code: 'recent-restart';
      readonly container: string;
      readonly restarts: number;
      /** When the run before ended. */
      readonly at: number;
      readonly startedAt?: number;
      readonly exitCode?: number;
      readonly reason?: string;
      /** All containers were restarted in place, by restartPolicyRules. */
      readonly ofAll?: true;
      /** The only container whose restartPolicyRules ask for that. */
      readonly by?: string;
    }
  /** It waits for a Pod of its StatefulSet that cannot be there before this one is Ready. */
  | {
      readonly code: 'waits-for-pod';
      readonly container: string;
      readonly pod: string;
      readonly statefulSet: string;
      readonly isItself?: true;
    }
  /** An init container that has run for longer than init containers take. */
  | { readonly code: 'runs-long'; readonly container: string }
  | { readonly code: 'sidecar-must-stay'; readonly container: string }
  /** Its traffic may need this proxy, which starts only after it. */
  | {
      readonly code: 'proxy-starts-later';
      readonly container: string;
      readonly proxy: string;
      /** It is one already, but stands after the container. */
      readonly isSidecar?: true;
    }
  /** What the whole Pod asks for of a resource that no node has enough of. */
  | {
      readonly code: 'requests';
      readonly resource: string;
      readonly amount: string;
      /** The init container that makes it so much, and what the Pod needs without it. */
      readonly container?: string;
      readonly running?: string;
    }
  /** What an autoscaler of nodes says to it. */
  | {
      readonly code: 'autoscaler';
      readonly by: string;
      readonly isAdding: boolean;
      readonly at?: number;
      readonly message: string;
    }
  | { readonly code: 'pull-secret'; readonly message: string }
  | { readonly code: 'no-pull-secret' }
  | {
      readonly code: 'volume';
      readonly volume: string;
      /** Such as `ConfigMap app-config`; absent for volumes without an object behind them. */
      readonly source?: string;
      /** Who mounts it. */
      readonly containers: readonly string[];
    }
  | {
      readonly code: 'gate-condition';
      readonly type: string;
      /** `unset` where nobody has written it. */
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }
  /** An ordinary container that goes on keeps the Pod from completing. */
  | { readonly code: 'helper-holds'; readonly container: string; readonly isJob: boolean }
  /** Some have failed for good; the phase waits for the last to end. */
  | { readonly code: 'will-fail'; readonly failed: readonly string[]; readonly container: string }
  | {
      readonly code: 'sidecar-stops';
      readonly latest?: number;
      readonly isJob: boolean;
      /** The work has failed, and so will the Pod. */
      readonly isFailure?: true;
    }
  | {
      readonly code: 'deadline-spent';
      readonly seconds: number;
      /** The container that took most of it, and how long. */
      readonly container?: string;
      readonly spentMs?: number;
      readonly neverRan: readonly string[];
    }
  /** A probe that cannot be carried out, which the kubelet takes for no result at all. */
  | {
      readonly code: 'probe-errors';
      readonly container: string;
      readonly probe: ProbeKind | 'readiness';
      readonly message?: string;
    }
  /** What a probe asks for, where that explains what it got. */
  | {
      readonly code: 'probe-asks';
      readonly container: string;
      readonly probe: ProbeKind | 'readiness';
      readonly meaning: ProbeMismatch;
      /** A number or a name, as the spec writes it. */
      readonly port: string;
      readonly path?: string;
      /** The HTTP status that came back. */
      readonly status?: number;
      /** Ports that the container declares. */
      readonly declared?: readonly string[];
      /** How long the probe waits. */
      readonly seconds?: number;
    }
  /** Its liveness probe gave up before it had passed once. */
  | { readonly code: 'killed-while-starting'; readonly container: string; readonly seconds: number }
  /** A readiness probe that has not begun, or has to pass several times in a row. */
  | {
      readonly code: 'readiness-pending';
      readonly container: string;
      readonly times: number;
      readonly periodSeconds: number;
      readonly begins?: number;
    }
  /** A deleted Pod of which nothing is stopped before this postStart hook returns. */
  | {
      readonly code: 'hook-holds-stop';
      readonly container: string;
      /** The kubelet still starts what the hook has kept it from. */
      readonly hasReturned?: true;
    }
  /** The Pod is ended before the container could be restarted. */
  | { readonly code: 'deadline-first'; readonly container: string; readonly at: number }
  | {
      readonly code: 'grace-period';
      readonly seconds: number;
      /** When what is left is killed. */
      readonly until: number;
      /** Running containers with a preStop hook, which counts against it. */
      readonly preStop: readonly string[];
      /** Those whose preStop hook has failed: they got SIGTERM at once. */
      readonly failedHooks?: readonly string[];
      /** A longer one with which the kubelet began, before a second deletion cut it. */
      readonly first?: { readonly seconds: number; readonly until: number };
    }
  /** Why the Pod was deleted or ended from outside (condition DisruptionTarget). */
  | { readonly code: 'disruption'; readonly reason: string; readonly message?: string }
  /** The node has reported on the Pod since its grace period ended. */
  | {
      readonly code: 'kubelet-answers';
      readonly event: string;
      readonly at: number;
      readonly message?: string;
    }
  /** The node has not answered since, so nobody ends the Pod's containers. */
  | { readonly code: 'node-silent'; readonly node: string; readonly since: number };
