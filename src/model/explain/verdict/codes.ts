export type Outcome = 'healthy' | 'complete' | 'progressing' | 'stuck' | 'failed';

/** What is the same in every verdict of one code. */
interface VerdictTraits {
  /** Who is to blame: one container, the Pod as a whole, or either. */
  readonly about: 'pod' | 'container' | 'either';
  /** The outcome, where the code alone decides it. */
  readonly outcome?: Outcome;
  /** The output of the container, of this run or the one before, may say why. */
  readonly hasLogs: boolean;
  /** The evidence has names that are in no other field. */
  readonly showsEvidence: boolean;
  /** The container's command is at work, so that what it waits for is what the Pod waits for. */
  readonly doesItsWork: boolean;
  /** A step on the way that lasts a moment. */
  readonly fleeting: boolean;
}

const PLAIN = { hasLogs: false, showsEvidence: false, doesItsWork: false, fleeting: false };

const ofPod = { ...PLAIN, about: 'pod' } as const;
const ofContainer = { ...PLAIN, about: 'container' } as const;
const ofEither = { ...PLAIN, about: 'either' } as const;

/** Every verdict that there is; a new one begins with a line here. */
export const VERDICTS = {
  SchedulingGated: { ...ofPod, outcome: 'stuck', showsEvidence: true },
  Unschedulable: { ...ofPod },
  Rejected: { ...ofPod, outcome: 'failed' },
  AwaitingScheduler: { ...ofPod, showsEvidence: true, fleeting: true },
  AwaitingKubelet: { ...ofPod, fleeting: true },
  Volumes: { ...ofPod, outcome: 'stuck' },
  Sandbox: { ...ofPod, fleeting: true },
  ImagePulling: { ...ofContainer, fleeting: true },
  ImageFailing: { ...ofContainer, outcome: 'stuck' },
  ConfigError: { ...ofContainer, outcome: 'stuck' },
  CreateError: { ...ofContainer, outcome: 'stuck' },
  InitRunning: { ...ofContainer, hasLogs: true, doesItsWork: true },
  InitStarting: { ...ofContainer, fleeting: true },
  InitBackoff: { ...ofContainer, outcome: 'stuck', hasLogs: true, doesItsWork: true },
  InitSkipped: { ...ofContainer, outcome: 'healthy' },
  InitStalled: { ...ofContainer, outcome: 'stuck', hasLogs: true },
  InitStartedOver: { ...ofContainer, outcome: 'stuck', hasLogs: true },
  InitFailedTerminal: { ...ofContainer, outcome: 'failed', hasLogs: true },
  SidecarStarting: { ...ofContainer, hasLogs: true },
  SidecarCrashGating: { ...ofContainer, outcome: 'stuck', hasLogs: true },
  SidecarDegraded: { ...ofContainer, outcome: 'stuck', hasLogs: true },
  ProbeKilling: { ...ofContainer, outcome: 'stuck', hasLogs: true },
  PostStartBlocking: { ...ofContainer, hasLogs: true },
  AppPulling: { ...ofContainer, fleeting: true },
  AppStarting: { ...ofContainer, hasLogs: true, fleeting: true },
  AppBackoff: { ...ofContainer, outcome: 'stuck', hasLogs: true },
  NotReady: { ...ofEither, hasLogs: true },
  ReadinessGate: { ...ofPod },
  RestartedRecently: { ...ofContainer, outcome: 'progressing', hasLogs: true },
  Ready: { ...ofPod, outcome: 'healthy' },
  Reinitializing: { ...ofEither, hasLogs: true, doesItsWork: true },
  RestartingAll: { ...ofPod },
  Completing: { ...ofEither, hasLogs: true },
  Succeeded: { ...ofPod, outcome: 'complete' },
  Failed: { ...ofEither, outcome: 'failed', hasLogs: true },
  Evicted: { ...ofPod },
  DeadlineExceeded: { ...ofPod, outcome: 'failed' },
  Terminating: { ...ofPod, outcome: 'progressing' },
  TerminatingOverdue: { ...ofPod, outcome: 'stuck' },
  FinalizerHeld: { ...ofPod, outcome: 'stuck', showsEvidence: true },
} as const satisfies Record<string, VerdictTraits>;

export type VerdictCode = keyof typeof VERDICTS;

type CodeWith<Trait> = {
  [Code in VerdictCode]: (typeof VERDICTS)[Code] extends Trait ? Code : never;
}[VerdictCode];

export type PodVerdictCode = CodeWith<{ about: 'pod' | 'either' }>;
export type ContainerVerdictCode = CodeWith<{ about: 'container' | 'either' }>;
/** Codes whose outcome is always the same. */
export type SettledCode = CodeWith<{ outcome: Outcome }>;

/** What is always so where a verdict has this code. */
export function traitsOf(code: VerdictCode): VerdictTraits {
  return VERDICTS[code];
}

interface VerdictFacts {
  readonly outcome: Outcome;
  /** Since when it is so, in milliseconds since the epoch. */
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

interface PodVerdict extends VerdictFacts {
  readonly code: PodVerdictCode;
  readonly container?: undefined;
}

export interface ContainerVerdict extends VerdictFacts {
  readonly code: ContainerVerdictCode;
  /** The one container that blocks; the explanation has one of that name. */
  readonly container: string;
}

export type Verdict = PodVerdict | ContainerVerdict;
