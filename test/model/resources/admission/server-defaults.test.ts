import { describe, expect, test } from 'bun:test';
import type { Container } from '../../../../src/model/kubernetes/api.ts';
import {
  withContainerDefaults,
  withPodLevelDefaults,
  withServerDefaults,
} from '../../../../src/model/resources/admission/server-defaults.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';

const M100 = 'cpu=100m memory=128Mi';
const M200 = 'cpu=200m memory=256Mi';

interface PodLevelCase {
  readonly title: string;
  readonly apps: readonly Container[];
  readonly inits?: readonly Container[];
  readonly given: readonly [requests: string, limits: string];
  readonly want: readonly [requests: string, limits: string];
}

const c1 = container('c1', M100, M100);

// The cases of TestApplyPodLevelResourceDefaults (pkg/registry/core/pod/strategy_test.go).
const POD_LEVEL: readonly PodLevelCase[] = [
  { title: 'nothing is set there', apps: [c1], given: ['', ''], want: ['', ''] },
  {
    title: 'memory is requested, containers limit cpu',
    apps: [container('c1', M100, 'cpu=100m'), container('c2', 'cpu=200m memory=128Mi', 'cpu=200m')],
    given: ['memory=256Mi', ''],
    want: ['memory=256Mi cpu=300m', 'cpu=300m'],
  },
  {
    title: 'memory is requested, containers limit memory',
    apps: ['c1', 'c2'].map((name) => container(name, 'memory=128Mi', 'memory=128Mi')),
    given: ['memory=256Mi', ''],
    want: ['memory=256Mi', 'memory=256Mi'],
  },
  {
    title: 'memory is requested, containers request and limit cpu',
    apps: [container('c1', 'cpu=5m', 'cpu=9m'), container('c2', 'cpu=6m', 'cpu=10m')],
    given: ['memory=256Mi', ''],
    want: ['memory=256Mi cpu=11m', 'cpu=19m'],
  },
  {
    title: 'cpu is requested, containers request and limit memory',
    apps: ['c1', 'c2'].map((name) => container(name, 'memory=128Mi', 'memory=256Mi')),
    given: ['cpu=200m', ''],
    want: ['cpu=200m memory=256Mi', 'memory=512Mi'],
  },
  {
    title: 'both are requested, containers limit both',
    apps: ['c1', 'c2'].map((name) => container(name, '', M100)),
    given: [M200, ''],
    want: [M200, M200],
  },
  {
    title: 'a container has no limits',
    apps: [container('c1', 'cpu=50m memory=64Mi', M100), container('c2', 'cpu=50m memory=64Mi')],
    given: [M200, ''],
    want: [M200, ''],
  },
  {
    title: 'one limit is set',
    apps: [c1, container('c2', M100, M100)],
    given: [M200, 'cpu=200m'],
    want: [M200, M200],
  },
  {
    title: 'memory is set, containers set cpu',
    apps: [c1, container('c2', 'cpu=80m memory=128Mi', M100)],
    given: ['memory=256Mi', 'memory=256Mi'],
    want: ['cpu=180m memory=256Mi', M200],
  },
  {
    title: 'all is set',
    apps: [c1],
    given: [M100, 'cpu=500m memory=512Mi'],
    want: [M100, 'cpu=500m memory=512Mi'],
  },
  {
    title: 'a container has no memory limit',
    apps: [c1, container('c2', M100, 'cpu=100m')],
    given: ['memory=256Mi', ''],
    want: ['memory=256Mi cpu=200m', 'cpu=200m'],
  },
  {
    title: 'a container has no cpu limit',
    apps: [c1, container('c2', M100, 'memory=128Mi')],
    given: [M200, ''],
    want: [M200, 'memory=256Mi'],
  },
  {
    title: 'an init container has limits',
    apps: [c1],
    inits: [container('i', M200, M200)],
    given: [M200, ''],
    want: [M200, M200],
  },
  {
    title: 'an init container has no limits',
    apps: [c1],
    inits: [container('i', M200)],
    given: [M200, ''],
    want: [M200, ''],
  },
  {
    title: 'a sidecar has limits',
    apps: [c1],
    inits: [sidecar('s', 'cpu=50m memory=64Mi', 'cpu=50m memory=64Mi')],
    given: ['cpu=150m memory=192Mi', ''],
    want: ['cpu=150m memory=192Mi', 'cpu=150m memory=192Mi'],
  },
  {
    title: 'a sidecar has no limits',
    apps: [c1],
    inits: [sidecar('s', 'cpu=50m memory=64Mi')],
    given: ['cpu=150m memory=192Mi', ''],
    want: ['cpu=150m memory=192Mi', ''],
  },
  {
    title: 'more is requested than the containers limit',
    apps: [c1],
    given: ['cpu=500m memory=512Mi', ''],
    want: ['cpu=500m memory=512Mi', 'cpu=500m memory=512Mi'],
  },
  {
    title: 'limits are set',
    apps: [container('c1', M100, M200)],
    given: ['', 'cpu=500m memory=512Mi'],
    want: [M100, 'cpu=500m memory=512Mi'],
  },
  {
    title: 'the resource is none of the pod level',
    apps: [container('c1', 'example.com/gpu=1', 'example.com/gpu=1')],
    given: ['example.com/gpu=1', ''],
    want: ['example.com/gpu=1', ''],
  },
];

describe('R17 the pod level, where', () => {
  test.each(POD_LEVEL.map((each) => [each.title, each] as const))('%s', (_, each) => {
    const [requests, limits] = each.given.map(amounts);
    const pod = podOf({
      containers: each.apps,
      initContainers: each.inits ?? [],
      resources: { requests: requests ?? {}, limits: limits ?? {} },
    });
    const stored = withPodLevelDefaults(pod).spec.resources;
    expect(stored?.requests ?? {}).toEqual(amounts(each.want[0]));
    expect(stored?.limits ?? {}).toEqual(amounts(each.want[1]));
  });

  test('it is absent stays absent', () => {
    expect(withPodLevelDefaults(podOf({ containers: [c1] })).spec.resources).toBeUndefined();
  });

  test('hugepages take the limits of the containers first, and requests of those', () => {
    const pages = 'memory=1Gi hugepages-2Mi=4Mi';
    const pod = podOf({
      containers: [container('a', pages, pages)],
      resources: { limits: amounts('memory=2Gi') },
    });
    expect(withPodLevelDefaults(pod).spec.resources).toEqual({
      requests: amounts('memory=1Gi hugepages-2Mi=4Mi'),
      limits: amounts('memory=2Gi hugepages-2Mi=4Mi'),
    });
  });
});

describe('R21 the containers of a new Pod', () => {
  // TestSetDefaultRequestsPod (pkg/apis/core/v1/defaults_test.go).
  test('request what they limit, unless they say otherwise', () => {
    const both = container('a', 'memory=0', 'cpu=100m memory=1Gi');
    const { spec } = withContainerDefaults(podOf({ containers: [both], initContainers: [both] }));
    const stored = {
      requests: amounts('memory=0 cpu=100m'),
      limits: amounts('cpu=100m memory=1Gi'),
    };
    expect(spec.containers[0]?.resources).toEqual(stored);
    expect(spec.initContainers?.[0]?.resources).toEqual(stored);
  });

  test('stay without resources if they say nothing', () => {
    const pod = podOf({ containers: [{ name: 'a' }] });
    expect(withContainerDefaults(pod)).toEqual(pod);
  });

  // SetDefaults_ResourceList.
  test('have canonical amounts, rounded up to thousandths', () => {
    const fine = amounts('cpu=0.0001 memory=0.5Gi');
    const { spec } = withContainerDefaults(
      podOf({
        containers: [{ name: 'a', resources: { requests: fine } }],
        overhead: fine,
        resources: { requests: fine },
      }),
    );
    expect(spec.containers[0]?.resources?.requests).toEqual(amounts('cpu=1m memory=512Mi'));
    expect(spec.overhead).toEqual(amounts('cpu=1m memory=512Mi'));
    expect(spec.resources?.requests).toEqual(amounts('cpu=1m memory=512Mi'));
  });
});

test('R21 defaults of limits come before LimitRange, and the pod level after it', () => {
  const limitRange = {
    metadata: { name: 'abc' },
    spec: {
      limits: [
        {
          type: 'Container',
          default: amounts('cpu=1 memory=1Gi'),
          defaultRequest: amounts('cpu=10m memory=10Mi'),
        },
      ],
    },
  };
  const given = podOf({
    containers: [container('a', '', 'cpu=2')],
    initContainers: [container('i')],
    resources: { requests: amounts('cpu=3') },
  });
  const { pod, filled } = withServerDefaults(given, [limitRange]);
  expect(pod.spec.containers[0]?.resources).toEqual({
    requests: amounts('cpu=2 memory=10Mi'),
    limits: amounts('cpu=2 memory=1Gi'),
  });
  expect(pod.spec.initContainers?.[0]?.resources).toEqual({
    requests: amounts('cpu=10m memory=10Mi'),
    limits: amounts('cpu=1 memory=1Gi'),
  });
  expect(pod.spec.resources).toEqual({
    requests: amounts('cpu=3 memory=10Mi'),
    limits: amounts('cpu=3 memory=1Gi'),
  });
  expect(filled.length).toBe(6);
});
