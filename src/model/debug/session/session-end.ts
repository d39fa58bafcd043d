/** How a session in a container ended, as far as can be known. */
export type SessionEnd =
  | SessionExit
  /** By the detach keys: the container goes on. */
  | { readonly kind: 'detached' }
  /** By a signal to us: the container goes on, unless it reads its stdin to the end. */
  | { readonly kind: 'interrupted'; readonly signal: SessionSignal }
  | SessionLoss;

/** SIGPIPE stands for a reader of our output who has gone. */
export type SessionSignal = 'SIGHUP' | 'SIGINT' | 'SIGPIPE' | 'SIGTERM';

/** The container's main process has ended. */
export interface SessionExit {
  readonly kind: 'exited';
  /** As the kubelet reports it: 128+n after signal n. */
  readonly exitCode: number;
  /** The kubelet's: Completed, Error, OOMKilled, StartError, … */
  readonly reason?: string;
  readonly message?: string;
  /** The container whose processes it shared, if it ended at the same time. */
  readonly target?: TargetEnd;
  /** The Pod was being deleted. */
  readonly podIsDeleted?: boolean;
  /** The connection broke before all output had come. */
  readonly outputIsCut?: boolean;
}

/** How the target of a debug container ended. */
export interface TargetEnd {
  readonly container: string;
  readonly exitCode: number;
  readonly reason: string;
}

/** What became of the container is not known. */
export interface SessionLoss {
  readonly kind: 'lost';
  readonly why:
    | 'PodDeleted'
    /** `detail` is what the node's Ready condition says. */
    | 'NodeNotReady'
    /** `detail` is what broke the connection. */
    | 'ConnectionBroken'
    /** The server ended the connection in good order, but the container still runs. */
    | 'Disconnected'
    /** The server would not attach us; `detail` is its reason. */
    | 'AttachFailed';
  readonly detail?: string;
  readonly node?: string;
}

const SIGNAL_NUMBERS: Readonly<Record<SessionSignal, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGPIPE: 13,
  SIGTERM: 15,
};
const FAILURE = 1;

/** The exit code that tells a script how the session ended: the container's own where it has one. */
export function sessionExitCode(end: SessionEnd): number {
  switch (end.kind) {
    case 'exited':
      return end.exitCode;
    case 'detached':
      return 0;
    case 'interrupted':
      return signalExitCode(end.signal);
    case 'lost':
      return FAILURE;
  }
}

/** What a shell says of a process that the signal has ended. */
export function signalExitCode(signal: SessionSignal): number {
  return 128 + SIGNAL_NUMBERS[signal];
}
