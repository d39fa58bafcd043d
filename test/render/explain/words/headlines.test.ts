import { expect, test } from 'bun:test';
import type { VerdictCode } from '../../../../src/model/explain/verdict/codes.ts';
import { verdictSentence } from '../../../../src/render/explain/words/verdict.ts';
import {
  container,
  crashLoop,
  event,
  exited,
  running,
  sandbox,
  sidecar,
  terminated,
  timestamp,
  waiting,
} from '../../../model/support/pods.ts';
import { condition, explained, type Moment, podEvent } from '../../../model/support/verdicts.ts';

const unscheduled = { nodeName: undefined, status: { startTime: null } } as unknown as Moment;
const noSandbox = [sandbox('False', 0)];
const migrate = [container('migrate')];
const proxy = [sidecar('proxy')];
const probed = [sidecar('proxy', { startupProbe: { failureThreshold: 30 } })];
const oom = terminated(0, 5, 'OOMKilled');
const job = { restartPolicy: 'Never', phase: 'Running' } as const;
const upAndRunning = {
  phase: 'Running',
  appStatuses: [running('app', 2, { ready: true })],
} as const;

/** The smallest Pod that earns each verdict, and its headline, at second 70 unless it says so. */
const HEADLINES: Readonly<Record<VerdictCode, readonly (readonly [Moment, string])[]>> = {
  SchedulingGated: [
    [
      { ...unscheduled, schedulingGates: [{ name: 'example.com/hold' }] },
      'The Pod has waited for 70s for its scheduling gates to be removed by whoever set them; until then no scheduler looks at it.',
    ],
  ],
  Unschedulable: [
    [
      {
        ...unscheduled,
        conditions: [...noSandbox, condition('PodScheduled', 'False', 10, 'Unschedulable')],
      },
      'The scheduler has found no node for the Pod for 60s.',
    ],
    [
      {
        ...unscheduled,
        conditions: [...noSandbox, condition('PodScheduled', 'False', 10, 'Unschedulable')],
        events: [podEvent('TriggeredScaleUp', 20, 'pod triggered scale-up')],
      },
      'The scheduler has found no node for the Pod for 60s, and an autoscaler is adding one.',
    ],
    [
      {
        ...unscheduled,
        conditions: [...noSandbox, condition('PodScheduled', 'False', 10, 'SchedulerError')],
      },
      'An error has kept the scheduler from placing the Pod for 60s.',
    ],
  ],
  Rejected: [
    [
      { phase: 'Failed', reason: 'OutOfcpu', message: 'Pod was rejected: Node had no cpu' },
      'The kubelet rejected the Pod (OutOfcpu); it will not run.',
    ],
    [
      {
        phase: 'Failed',
        reason: 'NodeAffinity',
        message: 'Pod was rejected: no match',
        appStatuses: [exited('app', 137, 60)],
      },
      'The kubelet rejected the Pod (NodeAffinity); it will not run again.',
    ],
  ],
  AwaitingScheduler: [[unscheduled, 'No scheduler has picked up the Pod for 70s.']],
  AwaitingKubelet: [
    [
      { status: { startTime: null } },
      'The kubelet of node node-1 has not picked up the Pod for 70s.',
    ],
  ],
  Volumes: [
    [
      { conditions: noSandbox, events: [podEvent('FailedMount', 10, 'configmap "x" not found')] },
      'Volumes of the Pod have been missing for 60s (FailedMount); no container starts without them.',
    ],
  ],
  Sandbox: [
    [
      { conditions: noSandbox },
      'The kubelet has been preparing volumes, network and sandbox for 70s.',
    ],
    [{ conditions: noSandbox, now: 0 }, 'The kubelet is preparing volumes, network and sandbox.'],
    [
      { conditions: noSandbox, events: [podEvent('FailedCreatePodSandBox', 10)] },
      'The Pod has had no sandbox for 60s (FailedCreatePodSandBox); no container starts without one.',
    ],
    [
      // A kubelet before 1.29, which has no condition for it.
      { conditions: [condition('Initialized', 'False')], status: { conditions: [] } },
      'No container has started for 70s. A kubelet this old does not tell whether it prepares volumes, network and sandbox, or pulls an image.',
    ],
  ],
  ImagePulling: [
    [
      {
        init: migrate,
        initStatuses: [waiting('migrate', 'PodInitializing')],
        events: [event('spec.initContainers{migrate}', 'Pulling', 10)],
      },
      'The kubelet has been pulling the image of init container migrate for 60s: migrate:1',
    ],
  ],
  ImageFailing: [
    [
      {
        init: migrate,
        initStatuses: [waiting('migrate', 'ImagePullBackOff')],
        events: [event('spec.initContainers{migrate}', 'Failed', 10)],
      },
      'The kubelet has failed to pull the image of init container migrate for 60s (ImagePullBackOff): migrate:1',
    ],
    [
      { init: migrate, initStatuses: [waiting('migrate', 'ImageInspectError')] },
      'The runtime cannot read the image of init container migrate on the node (ImageInspectError): migrate:1',
    ],
  ],
  ConfigError: [
    [
      { init: migrate, initStatuses: [waiting('migrate', 'CreateContainerConfigError')] },
      'Init container migrate cannot start because of its configuration (CreateContainerConfigError).',
    ],
  ],
  CreateError: [
    [
      { init: migrate, initStatuses: [waiting('migrate', 'CreateContainerError')] },
      'The runtime cannot create init container migrate (CreateContainerError).',
    ],
  ],
  InitRunning: [
    [
      { init: migrate, initStatuses: [running('migrate', 10)] },
      'Init container migrate has been running for 60s; nothing after it starts until it exits with code 0.',
    ],
    [
      {
        init: migrate,
        initStatuses: [
          running('migrate', 60, { restartCount: 1, lastState: { terminated: terminated(3, 50) } }),
        ],
      },
      'Init container migrate has been running for 10s, again after exit code 3 (Error); nothing after it starts until it exits with code 0.',
    ],
  ],
  InitStarting: [
    [
      { init: migrate, initStatuses: [waiting('migrate', 'PodInitializing')] },
      'Init container migrate has been next to start for 70s, but has not started yet.',
    ],
  ],
  InitBackoff: [
    [
      { init: migrate, initStatuses: [crashLoop('migrate', '10s', 65, 2)] },
      'Init container migrate keeps failing: after 2 restarts it ended with exit code 1 (Error).',
    ],
    [
      { init: migrate, initStatuses: [exited('migrate', 1, 69)] },
      'Init container migrate ended with exit code 1 (Error).',
    ],
    [
      {
        init: migrate,
        initStatuses: [{ ...crashLoop('migrate', '10s', 65, 1), lastState: { terminated: oom } }],
      },
      'Init container migrate keeps failing: after 1 restart it ended with exit code 0 (OOMKilled).',
    ],
  ],
  InitSkipped: [
    [
      {
        init: [container('one'), container('two')],
        conditions: [sandbox('True', 50), condition('Ready', 'True', 60)],
        initStatuses: [
          exited('one', 0, 52, { restartCount: 1, lastState: { terminated: terminated(0, 3) } }),
          exited('two', 0, 5),
        ],
        phase: 'Running',
        appStatuses: [running('app', 54, { ready: true })],
      },
      'The Pod is Ready, but init container two did not run again when the Pod got a new sandbox, as kubelets before 1.37 may skip it. What it prepares may be missing. To have it run, delete the Pod.',
    ],
  ],
  InitStalled: [
    [
      {
        restartPolicy: 'Never',
        init: migrate,
        initStatuses: [exited('migrate', 0, 5, { state: { terminated: oom } })],
      },
      'Init container migrate was OOMKilled, yet ended with exit code 0: it is not restarted, and nothing after it starts. The Pod stays Pending for ever and never becomes Failed, so no controller hears of it.',
    ],
  ],
  InitStartedOver: [
    [
      {
        restartPolicy: 'OnFailure',
        init: migrate,
        initStatuses: [exited('migrate', 0, 5, { state: { terminated: oom } })],
      },
      'Init container migrate was OOMKilled, yet ended with exit code 0. Its restartPolicy counts that as success and the kubelet as failure, so the Pod gets one new sandbox after another, stays Pending and never fails.',
    ],
  ],
  InitFailedTerminal: [
    [
      { restartPolicy: 'Never', init: migrate, initStatuses: [exited('migrate', 1, 5)] },
      'Init container migrate failed with exit code 1 (Error) and is not restarted, so the Pod fails.',
    ],
  ],
  SidecarStarting: [
    [
      { init: probed, initStatuses: [running('proxy', 10, { started: false })] },
      'Sidecar proxy has been running for 60s, but its startup probe has not passed.',
    ],
    [
      {
        init: probed,
        initStatuses: [
          running('proxy', 60, {
            started: false,
            restartCount: 1,
            lastState: { terminated: { ...terminated(137, 50), startedAt: timestamp(10) } },
          }),
        ],
        events: [
          event(
            'spec.initContainers{proxy}',
            'Killing',
            45,
            'Init container proxy failed startup probe',
          ),
        ],
      },
      'Sidecar proxy has been running for 10s, again after its startup probe had it killed, and the probe has not passed this time either.',
    ],
    [
      { init: proxy, initStatuses: [waiting('proxy', 'PodInitializing')] },
      'Sidecar proxy has been next to start for 70s, but has not started yet.',
    ],
  ],
  SidecarCrashGating: [
    [
      { init: probed, initStatuses: [crashLoop('proxy', '20s', 65, 2)] },
      'Sidecar proxy keeps failing: after 2 restarts it ended with exit code 1 (Error).',
    ],
    [
      {
        init: probed,
        initStatuses: [
          {
            ...crashLoop('proxy', '20s', 65, 3),
            lastState: { terminated: { ...terminated(137, 65), startedAt: timestamp(50) } },
          },
        ],
        events: [
          event(
            'spec.initContainers{proxy}',
            'Killing',
            60,
            'Init container proxy failed startup probe',
          ),
        ],
      },
      'Sidecar proxy fails its startup probe: after 3 restarts the kubelet has killed it again.',
    ],
    [
      {
        init: proxy,
        initStatuses: [
          { ...crashLoop('proxy', '20s', 65, 2), lastState: { terminated: terminated(0, 65) } },
        ],
      },
      'Sidecar proxy does not stay up: after 2 restarts it ended with exit code 0 (Completed).',
    ],
  ],
  SidecarDegraded: [
    [
      {
        init: proxy,
        initStatuses: [crashLoop('proxy', '10s', 65, 2)],
        phase: 'Running',
        appStatuses: [running('app', 2, { ready: true })],
      },
      'Sidecar proxy is down: it ended with exit code 1 (Error). It has started before, so it holds back no container, but the Pod is not Ready without it.',
    ],
  ],
  ProbeKilling: [
    [
      {
        app: [container('app', { livenessProbe: {} })],
        ...upAndRunning,
        events: [
          event(
            'spec.containers{app}',
            'Killing',
            60,
            'Container app failed liveness probe, will be restarted',
          ),
        ],
      },
      'The kubelet has been killing container app for 10s because its liveness probe failed.',
    ],
  ],
  PostStartBlocking: [
    [
      {
        app: [container('app', { lifecycle: { postStart: {} } })],
        appStatuses: [waiting('app', 'ContainerCreating')],
        events: [event('spec.containers{app}', 'Started', 10)],
      },
      'The postStart hook of container app has not returned for 60s; until it does, the kubelet starts nothing else in this Pod and reports nothing new.',
    ],
  ],
  AppPulling: [
    [
      {
        appStatuses: [waiting('app', 'ContainerCreating')],
        events: [event('spec.containers{app}', 'Pulling', 10)],
      },
      'The kubelet has been pulling the image of container app for 60s: app:1',
    ],
  ],
  AppStarting: [
    [
      {
        app: [container('app', { startupProbe: { failureThreshold: 30 } })],
        phase: 'Running',
        appStatuses: [running('app', 10, { started: false })],
      },
      'Container app has been running for 60s, but its startup probe has not passed.',
    ],
    [
      { appStatuses: [waiting('app', 'ContainerCreating')] },
      'Container app has been next to start for 70s, but has not started yet.',
    ],
  ],
  AppBackoff: [
    [
      { phase: 'Running', appStatuses: [crashLoop('app', '10s', 65, 2)] },
      'Container app keeps failing: after 2 restarts it ended with exit code 1 (Error).',
    ],
    [
      {
        phase: 'Running',
        appStatuses: [
          waiting('app', 'RunContainerError', {
            lastState: { terminated: terminated(128, 65, 'StartError') },
          }),
        ],
      },
      'Container app cannot start (RunContainerError).',
    ],
    [
      { phase: 'Running', appStatuses: [waiting('app', 'PostStartHookError')] },
      'The postStart hook of container app failed, so the kubelet killed the container.',
    ],
  ],
  NotReady: [
    [
      {
        phase: 'Running',
        appStatuses: [running('app', 10, { ready: false })],
      },
      'Container app runs, but has not been ready for 60s.',
    ],
    [
      {
        ...upAndRunning,
        conditions: [condition('ContainersReady', 'True', 5), condition('Ready', 'False', 10)],
      },
      'The Pod has not been Ready for 60s because its node has stopped answering; what is told of its containers may be out of date.',
    ],
    [
      { ...upAndRunning, conditions: [condition('Ready', 'False', 10)] },
      'The containers of the Pod are ready, but the Pod has not been Ready for 60s.',
    ],
  ],
  ReadinessGate: [
    [
      {
        ...upAndRunning,
        readinessGates: [{ conditionType: 'example.com/ok' }],
        conditions: [condition('Ready', 'False', 10)],
      },
      'The containers of the Pod are ready, but a readiness gate has not been true for 60s.',
    ],
  ],
  Ready: [
    [
      { ...upAndRunning, conditions: [condition('Ready', 'True', 10)] },
      'The Pod has been Ready for 60s.',
    ],
    [{ ...upAndRunning, conditions: [condition('Ready', 'True', 70)] }, 'The Pod is Ready.'],
  ],
  RestartedRecently: [
    [
      {
        phase: 'Running',
        conditions: [condition('Ready', 'True', 60)],
        app: [
          container('app', {
            restartPolicy: 'Never',
            restartPolicyRules: [
              {
                action: 'RestartAllContainers',
                exitCodes: { operator: 'NotIn', values: [0] },
              },
            ],
          }),
        ],
        appStatuses: [
          running('app', 60, {
            ready: true,
            restartCount: 2,
            lastState: { terminated: { exitCode: 137, reason: 'RestartingAllContainers' } },
          }),
        ],
      },
      'The Pod is Ready, but container app has run only for 10s since it last had all containers restarted.',
    ],
    [
      {
        phase: 'Running',
        conditions: [condition('Ready', 'True', 60)],
        appStatuses: [
          running('app', 60, {
            ready: true,
            restartCount: 2,
            lastState: { terminated: terminated(3, 40) },
          }),
        ],
      },
      'The Pod is Ready, but container app has run only for 10s since it last ended. A run of 10 minutes makes the kubelet forget the ends before it.',
    ],
  ],
  Reinitializing: [
    [
      {
        init: [container('one'), container('two')],
        conditions: [sandbox('True', 60)],
        initStatuses: [running('one', 62, { restartCount: 1 }), exited('two', 0, 8)],
        appStatuses: [exited('app', 255, 50)],
      },
      'The Pod lost its sandbox, so its containers start all over, its init containers included; now it is the turn of init container one.',
    ],
    [
      {
        phase: 'Running',
        conditions: [sandbox('False', 60)],
        appStatuses: [exited('app', 255, 50)],
      },
      'The Pod lost its sandbox, so its containers start all over.',
    ],
  ],
  RestartingAll: [
    [
      { ...upAndRunning, conditions: [condition('AllContainersRestarting', 'True', 60)] },
      'The kubelet is removing all containers of the Pod to start it all over, init containers included.',
    ],
  ],
  Completing: [
    [
      { ...job, appStatuses: [exited('app', 0, 69)] },
      'Container app (exit code 0) has ended for good; the kubelet is about to report the Pod as ended.',
    ],
    [
      {
        ...job,
        init: proxy,
        initStatuses: [running('proxy')],
        appStatuses: [exited('app', 0, 60)],
      },
      'Container app (exit code 0) has ended for good; the kubelet is stopping sidecar proxy.',
    ],
    [
      {
        ...job,
        app: [container('app'), container('other')],
        appStatuses: [exited('app', 0, 60), running('other', 1, { ready: true })],
      },
      'Container app (exit code 0) has ended for good; the Pod keeps running until container other ends.',
    ],
    [
      { ...job, init: proxy, initStatuses: [running('proxy')], appStatuses: [exited('app', 0, 9)] },
      'Container app (exit code 0) has ended for good, but the kubelet has not stopped sidecar proxy within the grace period.',
    ],
    [
      {
        ...job,
        init: [...proxy, sidecar('logs')],
        initStatuses: [running('proxy'), running('logs')],
        appStatuses: [exited('app', 1, 60)],
      },
      'Container app (exit code 1) has ended for good; the kubelet is stopping what is left.',
    ],
  ],
  Succeeded: [
    [
      { phase: 'Succeeded', appStatuses: [exited('app', 0, 10)] },
      'All app containers ended successfully 60s ago.',
    ],
  ],
  Failed: [
    [
      { ...job, phase: 'Failed', appStatuses: [exited('app', 2, 10)] },
      'Container app ended with exit code 2 (Error) 60s ago and is not restarted, so the Pod has failed.',
    ],
    [{ phase: 'Failed', reason: 'NodeLost' }, 'The Pod failed (NodeLost).'],
  ],
  Evicted: [
    [
      { phase: 'Failed', reason: 'Evicted', events: [podEvent('Evicted', 60)] },
      'The kubelet evicted the Pod 10s ago; it will not run again.',
    ],
    [
      { ...upAndRunning, events: [{ ...podEvent('Evicted', 60), reportingComponent: 'kubelet' }] },
      'The kubelet began to evict the Pod 10s ago and is stopping its containers; it will not run again.',
    ],
  ],
  DeadlineExceeded: [
    [
      {
        phase: 'Failed',
        reason: 'DeadlineExceeded',
        activeDeadlineSeconds: 60,
        events: [podEvent('DeadlineExceeded', 60)],
      },
      'The Pod ran into its activeDeadlineSeconds 10s ago; it will not run again.',
    ],
  ],
  Terminating: [
    [
      {
        ...upAndRunning,
        metadata: { deletionTimestamp: timestamp(90), deletionGracePeriodSeconds: 30 },
      },
      'The Pod was deleted 10s ago; the kubelet is stopping its containers.',
    ],
    [
      {
        phase: 'Succeeded',
        metadata: { deletionTimestamp: timestamp(90), deletionGracePeriodSeconds: 30 },
        appStatuses: [exited('app', 0, 65)],
      },
      'The Pod was deleted 10s ago; none of its containers runs, and the kubelet is removing it.',
    ],
  ],
  TerminatingOverdue: [
    [
      {
        ...upAndRunning,
        metadata: { deletionTimestamp: timestamp(40), deletionGracePeriodSeconds: 30 },
      },
      'The Pod was deleted 60s ago and is still there though its grace period is over. Does the kubelet of node node-1 answer?',
    ],
  ],
  FinalizerHeld: [
    [
      {
        phase: 'Succeeded',
        metadata: {
          deletionTimestamp: timestamp(40),
          deletionGracePeriodSeconds: 0,
          finalizers: ['example.com/hold'],
        },
      },
      'Nothing of the deleted Pod runs, but its finalizers have kept it for 30s: it goes once whoever set them removes them.',
    ],
  ],
};

const cases = Object.entries(HEADLINES).flatMap(([code, list]) =>
  list.map(([moment, sentence]) => [code, sentence, moment] as const),
);

test.each(cases)('%s: %s', (code, sentence, moment) => {
  const explanation = explained({ now: 70, ...moment });
  expect({
    code: explanation.verdict.code as string,
    sentence: verdictSentence(explanation),
  }).toEqual({
    code,
    sentence,
  });
});
