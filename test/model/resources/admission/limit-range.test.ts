import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  type LimitRange,
  type LimitRangeItem,
  limitRangeViolations,
} from '../../../../src/model/resources/admission/limit-range.ts';
import {
  limitRangerSettings,
  withLimitRangeDefaults,
} from '../../../../src/model/resources/admission/limit-range-defaults.ts';
import { amounts, container, podOf, sidecar } from '../small-resources.ts';
import { BROKEN, KEPT, type LimitRangeCase } from './limit-range-cases.ts';

function limitRange(name: string, ...limits: readonly LimitRangeItem[]): LimitRange {
  return { metadata: { name }, spec: { limits } };
}

function caseParts({ item, apps, inits = [], sidecar: aside, podLevel }: LimitRangeCase) {
  const [count, requests, limits] = apps;
  const pod = podOf({
    containers: Array.from({ length: count }, (_, i) => container(`foo-${i}`, requests, limits)),
    initContainers: [
      ...inits.map(([request, limit], i) => container(`init-${i}`, request, limit)),
      ...(aside ? [sidecar('aside', ...aside)] : []),
    ],
    ...(podLevel && {
      resources: { requests: amounts(podLevel[0]), limits: amounts(podLevel[1]) },
    }),
  });
  const { type, ...constraints } = item;
  const parsed = Object.entries(constraints).map(([key, text]) => [key, amounts(text)]);
  return { pod, limitRanges: [limitRange('abc', { type, ...Object.fromEntries(parsed) })] };
}

describe('R21 LimitRange, by the cases of TestPodLimitFunc', () => {
  test.each(KEPT.map((each) => [each.name, each] as const))('%s keeps to it', (_, each) => {
    const { pod, limitRanges } = caseParts(each);
    expect(limitRangeViolations(pod, limitRanges)).toEqual([]);
  });

  test.each(BROKEN.map((each) => [each.name, each] as const))('%s breaks it', (_, each) => {
    const { pod, limitRanges } = caseParts(each);
    const [violation] = limitRangeViolations(pod, limitRanges);
    expect(violation?.type).toBe(each.item.type as 'Pod' | 'Container');
  });
});

const violations = (pod: Pod, item: LimitRangeItem) =>
  limitRangeViolations(pod, [limitRange('abc', item)]);
const sentences = (pod: Pod, item: LimitRangeItem) =>
  violations(pod, item).map(({ message }) => message);

describe('R21 LimitRange of type Container', () => {
  const item = { type: 'Container', min: amounts('cpu=100m'), max: amounts('cpu=2') };
  const pod = podOf({
    containers: [container('app', 'cpu=1', 'cpu=1')],
    initContainers: [container('setup', 'cpu=50m', 'cpu=4'), sidecar('proxy', '', 'cpu=1')],
  });

  test('looks at init containers and sidecars too', () => {
    expect(
      violations(pod, item).map(({ container, constraint, problem }) => [
        container,
        constraint,
        problem,
      ]),
    ).toEqual([
      ['setup', 'min', 'request-too-low'],
      ['setup', 'max', 'limit-too-high'],
      ['proxy', 'min', 'no-request'],
    ]);
  });

  test('and has the server’s sentences', () => {
    expect(sentences(pod, item)).toEqual([
      'minimum cpu usage per Container is 100m, but request is 50m',
      'maximum cpu usage per Container is 2, but limit is 4',
      'minimum cpu usage per Container is 100m.  No request is specified',
    ]);
  });
});

describe('R21 LimitRange of type Pod', () => {
  const app = container('app', 'cpu=1 hugepages-2Mi=2Mi', 'cpu=1 hugepages-2Mi=2Mi');
  const max = (text: string) => ({ type: 'Pod', max: amounts(text) });

  test('looks at the effective values, init containers included, without overhead', () => {
    const pod = podOf({
      containers: [app],
      initContainers: [sidecar('proxy', 'cpu=1', 'cpu=1'), container('setup', 'cpu=2', 'cpu=2')],
      overhead: amounts('cpu=1'),
    });
    expect(violations(pod, max('cpu=3'))).toEqual([]);
    expect(sentences(pod, max('cpu=2900m'))).toEqual([
      'maximum cpu usage per Pod is 2900m, but limit is 3',
    ]);
  });

  test('takes cpu and memory of the pod level, but not hugepages', () => {
    const limits = amounts('cpu=4 hugepages-2Mi=8Mi');
    const pod = podOf({ containers: [app], resources: { limits, requests: limits } });
    expect(sentences(pod, max('cpu=3 hugepages-2Mi=4Mi'))).toEqual([
      'maximum cpu usage per Pod is 3, but limit is 4',
    ]);
  });
});

describe('R21 LimitRange of a ratio', () => {
  const ratio = (text: string, limit: string, request: string) =>
    sentences(podOf({ containers: [container('a', request, limit)] }), {
      type: 'Container',
      maxLimitRequestRatio: amounts(text),
    });

  test('is refused above it', () => {
    expect(ratio('cpu=2', 'cpu=1', 'cpu=500m')).toEqual([]);
    expect(ratio('cpu=2', 'cpu=1', 'cpu=300m')).toEqual([
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.333333',
    ]);
  });

  test('is refused without a request or limit', () => {
    expect(ratio('cpu=2', 'cpu=1', 'cpu=0')).toEqual([
      'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
    ]);
    expect(ratio('cpu=2', '', 'cpu=1')).toEqual([
      'cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0',
    ]);
  });

  // Proved by the server in test/e2e/resource-limit-range.test.ts.
  test('is divided in doubles, as the server does it', () => {
    expect(ratio('cpu=2.007', 'cpu=2007m', 'cpu=1')).toEqual([
      'cpu max limit to request ratio per Container is 2.007, but provided ratio is 2.007000',
    ]);
    expect(ratio('cpu=1', 'cpu=129m', 'cpu=128m')).toEqual([
      'cpu max limit to request ratio per Container is 1, but provided ratio is 1.007812',
    ]);
  });

  test('is compared in whole units where thousandths would not do', () => {
    expect(ratio('memory=2', 'memory=20P', 'memory=10P')).toEqual([]);
    expect(ratio('memory=2', 'memory=21P', 'memory=10P')).toEqual([
      'memory max limit to request ratio per Container is 2, but provided ratio is 2.100000',
    ]);
  });
});

describe('R21 LimitRange fills in', () => {
  // validLimitRange of plugin/pkg/admission/limitranger/admission_test.go.
  const abc = limitRange(
    'abc',
    { type: 'Pod', max: amounts('cpu=200m memory=4Gi') },
    {
      type: 'Container',
      default: amounts('cpu=75m memory=10Mi'),
      defaultRequest: amounts('cpu=50m memory=5Mi'),
    },
  );

  // TestPodLimitFuncApplyDefault.
  test('what app and init containers do not say', () => {
    const bare = podOf({ containers: [container('foo-0')], initContainers: [container('init-0')] });
    const { pod, filled } = withLimitRangeDefaults(bare, [abc]);
    for (const { resources } of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
      expect(resources).toEqual({
        requests: amounts('cpu=50m memory=5Mi'),
        limits: amounts('cpu=75m memory=10Mi'),
      });
    }
    expect(filled.length).toBe(8);
    expect(filled).toContainEqual({
      container: 'init-0',
      list: 'initContainers',
      kind: 'limits',
      resource: 'cpu',
      amount: '75m',
      limitRange: 'abc',
    });
  });

  // TestMergePodResourceRequirements.
  test('nothing that is said', () => {
    const some = withLimitRangeDefaults(podOf({ containers: [container('foo', 'memory=512Mi')] }), [
      abc,
    ]);
    expect(some.pod.spec.containers[0]?.resources).toEqual({
      requests: amounts('memory=512Mi cpu=50m'),
      limits: amounts('cpu=75m memory=10Mi'),
    });
    const full = podOf({
      containers: [container('foo', 'cpu=100m memory=512Mi', 'cpu=200m memory=1G')],
    });
    expect(withLimitRangeDefaults(full, [abc])).toEqual({ pod: full, filled: [] });
  });

  test('from the first LimitRange that has it, and from its last item', () => {
    const first = limitRange(
      'first',
      { type: 'Container', default: amounts('cpu=1') },
      { type: 'Container', default: amounts('cpu=2') },
    );
    const { pod, filled } = withLimitRangeDefaults(podOf({ containers: [container('foo')] }), [
      first,
      abc,
    ]);
    expect(pod.spec.containers[0]?.resources?.limits).toEqual(amounts('cpu=2 memory=10Mi'));
    expect(filled.map(({ kind, resource, limitRange }) => [kind, resource, limitRange])).toEqual([
      ['limits', 'cpu', 'first'],
      ['limits', 'memory', 'abc'],
      ['requests', 'cpu', 'abc'],
      ['requests', 'memory', 'abc'],
    ]);
  });
});

describe('R21 the annotation of LimitRanger', () => {
  const settings = (text: string) => limitRangerSettings({ 'kubernetes.io/limit-ranger': text });

  // TestMergePodResourceRequirements.
  test('tells what was filled in', () => {
    const text =
      'LimitRanger plugin set: cpu request for container foo-0; cpu, memory limit for container foo-0; cpu, memory limit for init container foo-1';
    expect(settings(text)).toEqual([
      { container: 'foo-0', list: 'containers', kind: 'requests', resource: 'cpu' },
      { container: 'foo-0', list: 'containers', kind: 'limits', resource: 'cpu' },
      { container: 'foo-0', list: 'containers', kind: 'limits', resource: 'memory' },
      { container: 'foo-1', list: 'initContainers', kind: 'limits', resource: 'cpu' },
      { container: 'foo-1', list: 'initContainers', kind: 'limits', resource: 'memory' },
    ]);
  });

  test('is passed over where it is none', () => {
    expect(limitRangerSettings(undefined)).toEqual([]);
    expect(settings('LimitRanger plugin set: ')).toEqual([]);
    expect(settings('LimitRanger plugin set: a lot; cpu limit for container a')).toEqual([
      { container: 'a', list: 'containers', kind: 'limits', resource: 'cpu' },
    ]);
  });
});
