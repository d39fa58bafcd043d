import { describe, expect, test } from 'bun:test';
import type { ContainerStatus, Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  type PodUsageSample,
  podUsage,
  usageOfPod,
  wholePercent,
} from '../../../../src/model/resources/pod/usage.ts';
import { compactAmounts } from '../../../../src/model/resources/quantity/amounts.ts';
import {
  formatQuantity,
  parseQuantity,
  type Quantity,
} from '../../../../src/model/resources/quantity/quantity.ts';
import { resourceList } from '../../../../src/model/resources/quantity/resource-list.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';

const CREATED = '2026-11-24T20:01:38Z';
const STARTED = '2026-11-24T20:01:43Z';
const MEASURED = '2026-11-24T20:06:48Z';

const running = (name: string, startedAt = STARTED): ContainerStatus => ({
  name,
  state: { running: { startedAt } },
});
const done = (name: string): ContainerStatus => ({ name, state: { terminated: { exitCode: 0 } } });

/** As metrics-server answers: names in no order, and nothing of containers that do not run. */
function sample(used: Readonly<Record<string, string>>, timestamp = MEASURED): PodUsageSample {
  const containers = Object.entries(used).map(([name, text]) => ({
    name,
    usage: compactAmounts(resourceList(amounts(text))),
  }));
  return { name: 'web', namespace: 'shop', timestamp, window: '16.344s', containers };
}

/** setup is done, helper and app run. */
const burner: Pod = podOf(
  {
    initContainers: [
      container('setup', 'cpu=100m memory=32Mi'),
      sidecar('helper', 'cpu=10m memory=8Mi', 'memory=16Mi'),
    ],
    containers: [container('app', 'cpu=50m memory=16Mi', 'cpu=100m memory=16Mi')],
  },
  {
    metadata: { name: 'web', creationTimestamp: CREATED },
    status: {
      phase: 'Running',
      initContainerStatuses: [done('setup'), running('helper')],
      containerStatuses: [running('app')],
    },
  },
);
const measured = sample({ app: 'cpu=99607349n memory=248Ki', helper: 'cpu=0 memory=240Ki' });

const text = (quantity: Quantity | undefined) => quantity && formatQuantity(quantity);
const percent = (part: string, whole: string) =>
  wholePercent(parseQuantity(part), parseQuantity(whole));

describe('shares in whole percent', () => {
  test.each([
    ['99607349n', '100m', 99n],
    ['99999999n', '100m', 99n],
    ['100m', '100m', 100n],
    ['100000001n', '100m', 100n],
    ['240Ki', '16Mi', 1n],
    ['1', '16Mi', 0n],
    ['9007199254740993', '9007199254740993', 100n],
    ['9007199254740992', '9007199254740993', 99n],
    ['3', '1m', 300_000n],
  ])('%s of %s, exactly and never rounded up', (part, whole, expected) => {
    expect(percent(part, whole)).toBe(expected);
  });

  test('of nothing there is no share', () => {
    expect(percent('5m', '0')).toBeUndefined();
    expect(wholePercent(parseQuantity('5m'), undefined)).toBeUndefined();
    expect(wholePercent(undefined, parseQuantity('5m'))).toBeUndefined();
  });
});

describe("a Pod's usage", () => {
  test('stands beside each container in start order, whatever the order of the sample', () => {
    const { containers } = podUsage(burner, measured);
    expect(
      containers.map(({ name, role, cpu, memory, missing }) => ({
        name,
        role,
        missing,
        cpu: [text(cpu.used), cpu.ofRequest, cpu.ofLimit],
        memory: [text(memory.used), memory.ofRequest, memory.ofLimit],
      })),
    ).toEqual([
      {
        name: 'setup',
        role: 'init',
        missing: 'ended',
        cpu: [undefined, undefined, undefined],
        memory: [undefined, undefined, undefined],
      },
      {
        name: 'helper',
        role: 'sidecar',
        missing: undefined,
        cpu: ['0', 0n, undefined],
        memory: ['240Ki', 2n, 1n],
      },
      {
        name: 'app',
        role: 'app',
        missing: undefined,
        cpu: ['99607349n', 199n, 99n],
        memory: ['248Ki', 1n, 1n],
      },
    ]);
  });

  test('in sum is compared with the effective request, which the init container makes (R17)', () => {
    const { cpu, memory } = podUsage(burner, measured);
    expect([text(cpu.used), text(cpu.request), cpu.ofRequest]).toEqual(['99607349n', '100m', 99n]);
    expect([text(memory.used), text(memory.request)]).toEqual(['488Ki', '32Mi']);
  });

  test('has no limit in sum while one container has none (R18)', () => {
    const { cpu, memory } = podUsage(burner, measured);
    expect(cpu.limit).toBeUndefined();
    expect(memory.limit).toBeUndefined();
  });

  test('has the limit of the Pod cgroup in sum when every container has one (R21)', () => {
    const pod = podOf({
      containers: [
        container('a', 'cpu=50m', 'cpu=100m memory=16Mi'),
        container('b', 'cpu=50m', 'cpu=150m memory=16Mi'),
      ],
    });
    const { cpu, memory } = podUsage(
      pod,
      sample({ a: 'cpu=25m memory=8Mi', b: 'cpu=25m memory=8Mi' }),
    );
    expect([text(cpu.limit), cpu.ofLimit]).toEqual(['250m', 20n]);
    expect([text(memory.limit), memory.ofLimit]).toEqual(['32Mi', 50n]);
  });

  test('is a share of what the kubelet has set, not of a resize that is still to come', () => {
    const status = {
      ...running('app'),
      resources: { requests: amounts('cpu=100m'), limits: amounts('cpu=200m') },
    };
    const pod = podOf(
      { containers: [container('app', 'cpu=1', 'cpu=2')] },
      { status: { containerStatuses: [status] } },
    );
    const [app] = podUsage(pod, sample({ app: 'cpu=50m memory=1Mi' })).containers;
    expect([app?.cpu.ofRequest, app?.cpu.ofLimit]).toEqual([50n, 25n]);
  });

  test('counts ephemeral containers, which use something without having asked for it', () => {
    const pod = podOf(
      { containers: [container('app', 'cpu=100m')], ephemeralContainers: [{ name: 'shell' }] },
      {
        status: {
          containerStatuses: [running('app')],
          ephemeralContainerStatuses: [running('shell')],
        },
      },
    );
    const { containers, cpu } = podUsage(pod, sample({ shell: 'cpu=30m', app: 'cpu=20m' }));
    expect(containers.map(({ name, role }) => [name, role])).toEqual([
      ['app', 'app'],
      ['shell', 'ephemeral'],
    ]);
    expect([text(cpu.used), cpu.ofRequest]).toEqual(['50m', 50n]);
  });
});

describe('a container without a sample', () => {
  const missing = (status: ContainerStatus | undefined) =>
    podUsage(
      podOf(
        { containers: [container('app')] },
        status && { status: { containerStatuses: [status] } },
      ),
      undefined,
    ).containers[0]?.missing;

  test.each([
    ['of which the kubelet has said nothing', 'not-started', undefined],
    ['that waits for its turn', 'not-started', { name: 'app', state: { waiting: {} } }],
    [
      'in its back-off',
      'waits-for-restart',
      {
        name: 'app',
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1 } },
      },
    ],
    ['that has ended', 'ended', done('app')],
    ['that runs', 'not-measured', running('app')],
  ] as const)('%s is told as %s', (_, expected, status) => {
    expect(missing(status)).toBe(expected);
  });
});

describe('a sample that lags behind', () => {
  test('of a container that has ended or started since tells of the run before', () => {
    const used = sample({ setup: 'cpu=900m', helper: 'cpu=1m', app: 'cpu=500m' });
    const pod: Pod = {
      ...burner,
      status: {
        initContainerStatuses: [done('setup'), running('helper')],
        containerStatuses: [running('app', '2026-11-24T20:06:49Z')],
      },
    };
    const { containers } = podUsage(pod, used);
    expect(containers.map(({ name, isOfEarlierRun }) => [name, isOfEarlierRun])).toEqual([
      ['setup', true],
      ['helper', false],
      ['app', true],
    ]);
  });

  test('of an earlier Pod with the same name is none of this one', () => {
    const usage = podUsage(burner, sample({ app: 'cpu=1' }, '2026-11-24T20:01:37Z'));
    expect(usage.sample).toBeUndefined();
    expect(usage.cpu.used).toBeUndefined();
    expect(usage.containers.at(-1)?.missing).toBe('not-measured');
  });

  test('with a container that the Pod has not leaves it out', () => {
    const { cpu } = podUsage(burner, sample({ app: 'cpu=20m', stranger: 'cpu=1' }));
    expect(text(cpu.used)).toBe('20m');
  });
});

test('a Pod uses what its containers use, as kubectl top pod adds it up', () => {
  const { cpu, memory } = usageOfPod(measured);
  expect([text(cpu), text(memory)]).toEqual(['99607349n', '488Ki']);
});
