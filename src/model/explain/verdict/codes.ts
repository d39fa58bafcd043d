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
