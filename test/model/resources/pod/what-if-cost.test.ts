import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import type { LimitRange } from '../../../../src/model/resources/admission/limit-range.ts';
import { type Change, settingOf } from '../../../../src/model/resources/change/what-if.ts';
import type { PodContext } from '../../../../src/model/resources/pod/pod-context.ts';
import { type PodCost, podCost } from '../../../../src/model/resources/pod/pod-cost.ts';
import { whatIf } from '../../../../src/model/resources/pod/what-if-cost.ts';
import { formatQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { amounts, container, podOf } from '../small-resources.ts';

const NOBODY_ASKED: PodContext = {
  quotas: undefined,
  limitRanges: undefined,
  nodes: undefined,
  overhead: undefined,
  usage: undefined,
};

function thought(pod: Pod, changes: readonly Change[], context: Partial<PodContext> = {}) {
  const isStored = pod.status !== undefined;
  const source = { pod, kind: 'Pod', replicas: undefined, isStored };
  const result = whatIf(source, { ...NOBODY_ASKED, ...context }, changes);
  if ('problem' in result) throw new Error(result.problem.code);
  return result;
}

function request(cost: PodCost, resource: string): string | undefined {
  const term = cost.resources.requests.find((each) => each.resource === resource);
  return term && formatQuantity(term.effective);
}

const limit = (name: string, resource: string, amount?: string) =>
  settingOf(name, 'limits', resource, amount);
const ask = (name: string, resource: string, amount?: string) =>
  settingOf(name, 'requests', resource, amount);

test('a change to what is so already replaces no Pod', () => {
  const pod = podOf({ containers: [container('a', 'cpu=500m memory=64Mi')] });
  const strategy = { kind: 'recreate' } as const;
  const update = { refusal: undefined, isAsked: true, isChanged: false, strategy, old: [pod] };
  const source = { pod, kind: 'Deployment', replicas: 1, isStored: false, update };
  const toMake = (cpu: string) => {
    const result = whatIf(source, NOBODY_ASKED, [ask('a', 'cpu', cpu)]);
    return 'problem' in result ? result.problem : result.after.update?.outcome?.toMake;
  };
  expect([toMake('0.5'), toMake('500m'), toMake('400m')]).toEqual([0, 0, 1]);
});

/** As the API server answered to each of these manifests (Kubernetes 1.37.2). */
describe('R16 R20 a change is made in the manifest, and defaulted then', () => {
  const limitsOnly = podOf({ containers: [container('a', '', 'cpu=500m memory=64Mi')] });

  test.each([
    ['1', '1', 'Guaranteed'],
    ['250m', '250m', 'Guaranteed'],
    [undefined, undefined, 'Burstable'],
  ] as const)('a request follows its limit of %p', (amount, expected, qosClass) => {
    const { after } = thought(limitsOnly, [limit('a', 'cpu', amount)]);
    expect(request(after, 'cpu')).toBe(expected);
    expect(after.resources.qos.class).toBe(qosClass);
    expect(after.refusals).toEqual([]);
  });

  test('a request that is written stays, and may be refused', () => {
    const written = podOf({ containers: [container('a', 'cpu=500m', 'cpu=1')] });
    const { after } = thought(written, [limit('a', 'cpu', '250m')]);
    expect(after.refusals.map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 250m',
    ]);
  });

  test('a pod-level request that is not written follows the containers: 12Mi of the app', () => {
    const podLevel = podOf({
      resources: { requests: amounts('cpu=120m') },
      initContainers: [container('big', 'cpu=100m memory=96Mi')],
      containers: [container('a', 'cpu=20m memory=12Mi')],
    });
    const { before, after } = thought(podLevel, [ask('big', 'memory', '10Mi')]);
    expect([request(before, 'memory'), request(after, 'memory')]).toEqual(['96Mi', '12Mi']);
  });
});

describe('R21 a change in a namespace with a LimitRange', () => {
  const LIMIT_RANGE: LimitRange = {
    metadata: { name: 'lr' },
    spec: {
      limits: [
        {
          type: 'Container',
          default: amounts('cpu=500m memory=64Mi'),
          defaultRequest: amounts('cpu=10m memory=32Mi'),
          max: amounts('cpu=500m memory=512Mi'),
        },
      ],
    },
  };
  const context = { limitRanges: [LIMIT_RANGE] };
  const warm = podOf({
    initContainers: [container('warm', 'cpu=120m')],
    containers: [container('web', 'cpu=30m')],
  });

  test('a request that is taken away becomes the default: 10m of warm, 30m of web', () => {
    expect(request(thought(warm, [ask('warm', 'cpu')], context).after, 'cpu')).toBe('30m');
  });

  test('a limit that is taken away is filled in again', () => {
    const { after } = thought(warm, [limit('warm', 'cpu')], context);
    expect(after.resources.cgroup.unbounded.cpu).toEqual([]);
    expect(after.filled).toContainEqual({
      container: 'warm',
      list: 'initContainers',
      kind: 'limits',
      resource: 'cpu',
      amount: '500m',
      limitRange: 'lr',
    });
  });

  test('a limit that is filled in below the request is refused', () => {
    const { after } = thought(warm, [ask('web', 'memory', '100Mi')], context);
    expect(after.refusals.map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'spec.containers[0].resources.requests: Invalid value: "100Mi": must be less than or equal to memory limit of 64Mi',
    ]);
  });

  test('what a LimitRange gave a stored Pod is no part of its manifest', () => {
    const stored: Pod = {
      ...podOf(
        {
          initContainers: [container('warm', 'cpu=120m memory=32Mi', 'cpu=500m memory=64Mi')],
          containers: [container('web', 'cpu=30m memory=32Mi', 'cpu=500m memory=64Mi')],
        },
        { status: { phase: 'Running', qosClass: 'Burstable' } },
      ),
      metadata: {
        name: 'warm',
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: memory request for container web; cpu, memory limit for container web; memory request for init container warm; cpu, memory limit for init container warm',
        },
      },
    };
    const { after, assumed } = thought(stored, [ask('warm', 'cpu')], context);
    expect(request(after, 'cpu')).toBe('30m');
    expect(assumed).toEqual([]);
  });
});

describe('R16 a change of a stored Pod, whose manifest nobody knows', () => {
  const stored = podOf(
    { containers: [container('a', 'cpu=500m memory=16Mi', 'cpu=500m memory=64Mi')] },
    { status: { phase: 'Running', qosClass: 'Burstable' } },
  );

  test('takes a request that equals its limit to follow it, and says so', () => {
    const { after, assumed } = thought(stored, [limit('a', 'cpu', '1')]);
    expect(request(after, 'cpu')).toBe('1');
    expect(assumed).toEqual([{ container: 'a', resource: 'cpu', request: '500m' }]);
  });

  // As the API server answered to a manifest that has the request of 1m (Kubernetes 1.37.2).
  test('says so also where only a LimitRange would see it: a ratio of 30', () => {
    const ratio = podOf(
      {
        initContainers: [container('warm', 'cpu=1', 'cpu=1')],
        containers: [container('a', 'cpu=1m', 'cpu=1m')],
      },
      { status: { phase: 'Running', qosClass: 'Burstable' } },
    );
    const ratios = { type: 'Container', maxLimitRequestRatio: amounts('cpu=2500m') };
    const limitRanges = [{ metadata: { name: 'lr' }, spec: { limits: [ratios] } }];
    const { after, assumed } = thought(ratio, [limit('a', 'cpu', '30m')], { limitRanges });
    expect(after.violations).toEqual([]);
    expect(assumed).toEqual([{ container: 'a', resource: 'cpu', request: '1m' }]);
  });

  test('says nothing where it makes no difference', () => {
    expect(thought(stored, [ask('a', 'cpu', '100m')]).assumed).toEqual([]);
    expect(thought(stored, [limit('a', 'memory', '32Mi')]).assumed).toEqual([]);
  });
});

describe('R21 a change of a workload of which the server has refused Pods', () => {
  const web = podOf({ containers: [container('a', 'cpu=500m')] });
  const refused = { pod: web, kind: 'Deployment', replicas: 4, isStored: false } as const;
  const refusal = 'exceeded quota: team';

  test('does not repeat what was said to the old ones', () => {
    const source = { ...refused, existing: 2, refusal };
    const result = whatIf(source, NOBODY_ASKED, [ask('a', 'cpu', '100m')]);
    if ('problem' in result) throw new Error(result.problem.code);
    expect(result.before.replicas).toMatchObject({ missing: 2, refusal });
    expect(result.after.replicas).toMatchObject({ missing: 2, refusal: undefined });
  });

  test('that has all of its Pods by now tells of no refusal', () => {
    const { replicas } = podCost({ ...refused, existing: 4, refusal }, NOBODY_ASKED);
    expect(replicas).toMatchObject({ missing: 0, refusal: undefined });
  });
});
