import { describe, expect, test } from 'bun:test';
import { startProgress } from '../../../src/model/debug/waiting-reasons.ts';
import type { ContainerStateFields } from '../../../src/model/kubernetes/api.ts';
import { indexEvents } from '../../../src/model/kubernetes/events.ts';
import { pod } from '../support/pods.ts';

function progress(
  state: ContainerStateFields,
  told: readonly (string | readonly [reason: string, message: string])[] = [],
) {
  const given = pod({
    ephemeralContainers: [{ name: 'debugger' }],
    ephemeralStatuses: [{ name: 'debugger', state }],
    status: { phase: 'Running' },
  });
  const fieldPath = 'spec.ephemeralContainers{debugger}';
  const events = told.map((each) => {
    const [reason, message = ''] = typeof each === 'string' ? [each] : each;
    return { reason, message, involvedObject: { fieldPath } };
  });
  return startProgress(given, indexEvents(events), 'debugger');
}

const waits = (reason: string, message = '') => progress({ waiting: { reason, message } });

describe('a debug container on its way', () => {
  test.each([
    [[], 'queued'],
    [['Pulling'], 'pulling'],
    [['Pulling', 'Pulled'], 'pulled'],
    [['Pulled'], 'pulled'],
  ])('events %p: %s', (reasons, step) => {
    const state = { waiting: { reason: 'ContainerCreating' } };
    expect(progress(state, reasons)).toEqual({ kind: 'waiting', step } as never);
  });

  test('PodInitializing says nothing about init containers', () => {
    expect(waits('PodInitializing')).toEqual({ kind: 'waiting', step: 'queued' });
  });

  test('a first pull that a network kept from the registry is tried again', () => {
    expect(waits('ErrImagePull', 'dial tcp 10.0.0.1:443: i/o timeout').kind).toBe('waiting');
  });
});

// Messages of the kubelet and containerd 2.4, as the test cluster gives them, unless noted.
describe('what no retry will mend ends the wait', () => {
  test.each([
    [
      'ErrImagePull',
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nosuch:1": failed to resolve image: docker.io/library/nosuch:1: not found',
      'ImageNotFound',
    ],
    [
      // containerd core/remotes/docker/authorizer.go
      'ErrImagePull',
      'failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized',
      'ImageUnauthorized',
    ],
    [
      'ErrImagePull',
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'ImageUnauthorized',
    ],
    [
      'ErrImagePull',
      'unexpected status code 429 Too Many Requests: toomanyrequests',
      'ImageRateLimited',
    ],
    ['ErrImagePull', 'no match for platform in manifest: not found', 'ImageWrongPlatform'],
    ['ImagePullBackOff', 'Back-off pulling image "x": dial tcp: i/o timeout', 'ImageUnreachable'],
    ['InvalidImageName', "couldn't parse image name", 'ImageNameInvalid'],
    [
      'ErrImageNeverPull',
      'Container image "nosuch:1" is not present with pull policy of Never',
      'ImageNeverPulled',
    ],
    [
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root (pod: "web_x(1)", container: d)',
      'WouldRunAsRoot',
    ],
    [
      'CreateContainerConfigError',
      'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root',
      'UserNotNumeric',
    ],
    ['CreateContainerConfigError', 'secret "nope" not found', 'ConfigMissing'],
    [
      // pkg/kubelet/kuberuntime/kuberuntime_container.go, getTargetID
      'CreateContainerConfigError',
      'unable to find target container app',
      'TargetUnknown',
    ],
    [
      // containerd internal/cri/server/helpers.go
      'CreateContainerError',
      'failed to generate container spec: invalid target container: container "1" is not running - in state CONTAINER_EXITED',
      'TargetNotRunning',
    ],
    [
      'RunContainerError',
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuch": executable file not found in $PATH',
      'CommandNotFound',
    ],
    ['CreateContainerError', 'context deadline exceeded', 'Other'],
  ])('%s: %s', (reason, message, failure) => {
    expect(waits(reason, message)).toEqual({ kind: 'failed', failure, reason, message } as never);
  });

  test('a Pod that has ended', () => {
    const ended = pod({ ephemeralContainers: [{ name: 'd' }], status: { phase: 'Succeeded' } });
    expect(startProgress(ended, indexEvents([]), 'd')).toMatchObject({ failure: 'PodEnded' });
  });
});

// Events of the kubelet, as the test cluster gives them.
describe('events tell of a failure before the status does', () => {
  const heard = (...told: readonly (readonly [string, string])[]) =>
    progress({ waiting: { reason: 'ContainerCreating' } }, told);
  const pulls = (why: string) => ['Failed', `Failed to pull image "x:1": ${why}`] as const;

  test.each([
    [pulls('failed to resolve image: docker.io/library/x:1: not found'), 'ImageNotFound'],
    [
      ['ErrImageNeverPull', 'Container image "x:1" is not present with pull policy of Never'],
      'ImageNeverPulled',
    ],
    [
      [
        'InspectFailed',
        'Failed to apply default image tag "X": couldn\'t parse image name "X": invalid reference format',
      ],
      'ImageNameInvalid',
    ],
    [
      [
        'Failed',
        'Error: container has runAsNonRoot and image will run as root (pod: "p_n(1)", container: d)',
      ],
      'WouldRunAsRoot',
    ],
    [
      [
        'Failed',
        'Error: container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root',
      ],
      'UserNotNumeric',
    ],
    [['Failed', 'Error: secret "nope" not found'], 'ConfigMissing'],
    [
      [
        'Failed',
        'Error: failed to generate container spec: invalid target container: container "1" is not running',
      ],
      'TargetNotRunning',
    ],
  ] as const)('%p: %s', (event, failure) => {
    expect(heard(event)).toMatchObject({ kind: 'failed', failure } as never);
  });

  test('but a registry that cannot be reached is asked again', () => {
    const unreachable = pulls('dial tcp 10.0.0.1:443: i/o timeout');
    expect(heard(unreachable).kind).toBe('waiting');
    expect(heard(unreachable, ['BackOff', 'Back-off pulling image "x:1"'])).toMatchObject({
      failure: 'ImageUnreachable',
    });
  });

  test('and what a command lacks is told by the end of its container', () => {
    const text =
      'Error: failed to create containerd task: exec: "x": executable file not found in $PATH';
    expect(heard(['Failed', text]).kind).toBe('waiting');
  });

  test('one that runs all the same has not failed', () => {
    const event = ['Failed', 'Error: secret "nope" not found'] as const;
    expect(progress({ running: { startedAt: '2026-01-01T00:00:00Z' } }, [event]).kind).toBe(
      'running',
    );
  });
});

test('R30: one that has ended is not waited for', () => {
  expect(progress({ terminated: { exitCode: 0, reason: 'Completed' } })).toEqual({ kind: 'ended' });
  expect(progress({ terminated: { exitCode: 128, reason: 'StartError' } })).toMatchObject({
    kind: 'failed',
  });
});
