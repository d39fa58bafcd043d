import { expect, test } from 'bun:test';
import schema from '../../../schema/pod-explanation.v1alpha1.schema.json';
import type { Cause } from '../../../src/model/explain/cause/cause.ts';
import type { MisleadingStatus, Note } from '../../../src/model/explain/explanation.ts';
import type { Gate } from '../../../src/model/explain/kubelet/gates.ts';
import type {
  NextCondition,
  NextStart,
} from '../../../src/model/explain/kubelet/next-condition.ts';
import type { WorkloadCode } from '../../../src/model/explain/many/workload-story.ts';
import type { SegmentKind, StageName } from '../../../src/model/explain/timeline/segments.ts';
import type { Outcome, VerdictCode } from '../../../src/model/explain/verdict/codes.ts';
import type { PodChange } from '../../../src/model/explain/watch/changes.ts';
import type { ContainerState } from '../../../src/model/kubernetes/container-state.ts';
import type { ContainerRole } from '../../../src/model/kubernetes/containers.ts';

/** The keys of a union's table: the compiler wants each of its words and no other. */
function wordsOf<Word extends string>(words: Readonly<Record<Word, true>>): string[] {
  return Object.keys(words).sort();
}

const { verdict, next, container, timeline, segmentKind } = schema.$defs;

test.each([
  [
    'outcome',
    verdict.properties.outcome,
    wordsOf<Outcome | 'forecast'>({
      healthy: true,
      complete: true,
      progressing: true,
      stuck: true,
      failed: true,
      forecast: true,
    }),
  ],
  ['action', next.properties.action, wordsOf<NextStart['action']>({ start: true, restart: true })],
  [
    'role',
    container.properties.role,
    wordsOf<ContainerRole>({ init: true, sidecar: true, app: true, ephemeral: true }),
  ],
  [
    'gate',
    container.properties.gate.properties.kind,
    wordsOf<Gate['kind']>({
      'must-exit-0': true,
      'must-be-running': true,
      'startup-probe': true,
      none: true,
    }),
  ],
  [
    'stage',
    timeline.properties.stages.items.properties.stage,
    wordsOf<StageName>({
      created: true,
      scheduled: true,
      acknowledged: true,
      sandbox: true,
      initialized: true,
      containersReady: true,
      ready: true,
      deleted: true,
    }),
  ],
  [
    'segment',
    segmentKind,
    wordsOf<SegmentKind>({
      queued: true,
      pulling: true,
      running: true,
      probing: true,
      backoff: true,
      failing: true,
      unknown: true,
    }),
  ],
])('the JSON Schema knows every word for %s and no other', (_, field, words) => {
  expect(field.enum.toSorted()).toEqual(words);
});

interface Variant {
  readonly const?: string;
  readonly properties?: Readonly<Record<string, object>>;
}

/** The word that tells the variants of a definition apart. */
function constantsOf({ oneOf }: { readonly oneOf: readonly Variant[] }): string[] {
  return oneOf
    .map((each) => {
      const word = each.properties?.code ?? each.properties?.kind ?? each;
      return 'const' in word ? String(word.const) : '(none)';
    })
    .sort();
}

test.each([
  [
    'verdict code',
    schema.$defs.verdictCode,
    wordsOf<VerdictCode | 'Forecast'>({
      SchedulingGated: true,
      Unschedulable: true,
      Rejected: true,
      AwaitingScheduler: true,
      AwaitingKubelet: true,
      Volumes: true,
      Sandbox: true,
      ImagePulling: true,
      ImageFailing: true,
      ConfigError: true,
      CreateError: true,
      InitRunning: true,
      InitStarting: true,
      InitBackoff: true,
      InitSkipped: true,
      InitStalled: true,
      InitStartedOver: true,
      InitFailedTerminal: true,
      SidecarStarting: true,
      SidecarCrashGating: true,
      SidecarDegraded: true,
      ProbeKilling: true,
      PostStartBlocking: true,
      AppPulling: true,
      AppStarting: true,
      AppBackoff: true,
      NotReady: true,
      ReadinessGate: true,
      RestartedRecently: true,
      Ready: true,
      Reinitializing: true,
      RestartingAll: true,
      Completing: true,
      Succeeded: true,
      Failed: true,
      Evicted: true,
      DeadlineExceeded: true,
      Terminating: true,
      TerminatingOverdue: true,
      FinalizerHeld: true,
      Forecast: true,
    }),
  ],
  [
    'note',
    schema.$defs.note,
    wordsOf<Note['code']>({
      'sidecar-without-startup-probe': true,
      'readiness-does-not-gate': true,
      'gate-already-passed': true,
      'image-change-not-applied': true,
      'inferred-completion': true,
      reinitialized: true,
      'backoff-was-reset': true,
      'restarts-on-failure': true,
      'failure-fails-pod': true,
      deadline: true,
      'waiting-pattern': true,
      'never-ends': true,
      'waits-for-later': true,
      'helper-may-hold': true,
      'fractional-bytes': true,
      'not-repeatable': true,
      'deadline-of-pod': true,
      'restart-rules': true,
      'init-skipped': true,
      'fails-too': true,
      'resize-pending': true,
      'stopped-sidecar': true,
      'ephemeral-cannot-start': true,
      'restarted-for-change': true,
      'init-ports-not-in-service': true,
      'events-missing': true,
      'events-unreadable': true,
      'probes-later': true,
      'port-twice': true,
      'lost-words': true,
      'probe-port-unnamed': true,
      'root-forbidden': true,
      'hook-outlasts-grace': true,
      'hook-asks-itself': true,
      'config-missing': true,
      'start-limit': true,
      'shutdown-order': true,
    }),
  ],
  [
    'cause',
    schema.$defs.cause,
    wordsOf<Cause['code']>({
      'killed-by-probe': true,
      'probe-fails': true,
      'probe-overdue': true,
      'out-of-memory': true,
      'milli-bytes': true,
      'exit-code': true,
      'definition-changed': true,
      'pull-failure': true,
      'image-volume': true,
      'config-source': true,
      'runs-as-root': true,
      'start-error': true,
      'port-taken': true,
      'post-start-failed': true,
      'hook-asks-itself': true,
      'app-must-stay': true,
      'node-demand': true,
      claim: true,
      'resource-claims': true,
      'will-fail': true,
      'runs-long': true,
      'sidecar-must-stay': true,
      'restarts-all': true,
      'proxy-starts-later': true,
      requests: true,
      'pull-secret': true,
      'no-pull-secret': true,
      volume: true,
      'gate-condition': true,
      'helper-holds': true,
      'sidecar-stops': true,
      'deadline-spent': true,
      'grace-period': true,
      'hook-holds-stop': true,
      'readiness-pending': true,
      'probe-errors': true,
      'probe-asks': true,
      'killed-while-starting': true,
      'deadline-first': true,
      disruption: true,
      'kubelet-answers': true,
      'node-silent': true,
      'ask-kubelet': true,
      'node-taint': true,
      'volume-failure': true,
      'file-refused': true,
      'lacks-privilege': true,
      'waits-for-pod': true,
      'unresolved-host': true,
      'access-denied': true,
      'low-port': true,
      autoscaler: true,
      'node-limit': true,
      'sandbox-failure': true,
      'unsafe-sysctl': true,
      'device-plugin': true,
      replacement: true,
      'recent-restart': true,
    }),
  ],
  [
    'misleading STATUS',
    schema.$defs.misleading,
    wordsOf<MisleadingStatus['code']>({
      'completed-but-sidecars-run': true,
      'sidecar-fails-after-start': true,
      'sidecar-between-restarts': true,
      reinitializing: true,
      'waits-for-image': true,
      'init-not-running-yet': true,
      evicted: true,
      'deadline-exceeded': true,
      'init-failed-for-good': true,
      'init-failed-unseen': true,
      'succeeded-though-killed': true,
      'ended-by': true,
      'ready-though-init': true,
      'other-apps-run': true,
      'held-by-finalizer': true,
      'some-apps-finished': true,
    }),
  ],
  [
    'condition of the next start',
    schema.$defs.condition,
    wordsOf<NextCondition['kind']>({
      now: true,
      scheduled: true,
      sandbox: true,
      volumes: true,
      preparing: true,
      killed: true,
      'exits-0': true,
      running: true,
      'startup-probe': true,
      backoff: true,
      image: true,
      config: true,
      'post-start': true,
    }),
  ],
  [
    'reason for a workload without Pods',
    schema.$defs.workloadCode,
    wordsOf<WorkloadCode>({
      FailedCreate: true,
      ScaledToZero: true,
      Paused: true,
      Suspended: true,
      NoMatchingNode: true,
      Finished: true,
      JobFailed: true,
      JobRetrying: true,
      UnderDeadline: true,
      JobRestarting: true,
      AwaitingDeletion: true,
      NoneAvailable: true,
      AwaitingPodBefore: true,
      HeldByOldPod: true,
      RollingOut: true,
      RolloutBlocked: true,
      RolloutStalled: true,
      LastRunFailed: true,
      JobNotStarted: true,
      BadSchedule: true,
      NotDue: true,
      NotObserved: true,
      Unknown: true,
    }),
  ],
  [
    'change',
    schema.$defs.change,
    wordsOf<PodChange['code']>({ verdict: true, container: true, deleted: true }),
  ],
  [
    'container state',
    schema.$defs.state,
    wordsOf<ContainerState['kind']>({
      unknown: true,
      waiting: true,
      running: true,
      terminated: true,
    }),
  ],
])('the JSON Schema knows every %s and no other', (_, definition, words) => {
  expect(constantsOf(definition)).toEqual(words);
});
