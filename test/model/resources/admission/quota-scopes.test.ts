import { describe, expect, test } from 'bun:test';
import type { PodSpec } from '../../../../src/model/kubernetes/api.ts';
import { quotaMatches } from '../../../../src/model/resources/admission/quota-scopes.ts';
import type {
  ResourceQuota,
  ScopeRequirement,
} from '../../../../src/model/resources/admission/resource-quota.ts';
import { container, podOf } from '../small-resources.ts';

const inClass1 = { scopeName: 'PriorityClass', operator: 'In', values: ['class1'] };

const SCOPES: readonly ScopeRequirement[] = [
  ...['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort'].map((scopeName) => ({
    scopeName,
  })),
  inClass1,
  { scopeName: 'CrossNamespacePodAffinity' },
];

function quota(requirements: readonly ScopeRequirement[], scopes: readonly string[] = []) {
  const scopeSelector = { matchExpressions: requirements };
  return { metadata: {}, spec: { scopes, scopeSelector }, status: { hard: { pods: '1' } } };
}

const matches = (spec: Partial<PodSpec>, requirement: ScopeRequirement) =>
  quotaMatches(quota([requirement]), podOf(spec));

const activeDeadlineSeconds = 30;
const required = (term: object) => ({ requiredDuringSchedulingIgnoredDuringExecution: [term] });
const preferred = (podAffinityTerm: object) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm }],
});

// The cases of TestPodEvaluatorMatchingScopes (pkg/quota/v1/evaluator/core/pods_test.go).
const CASES: readonly [string, Partial<PodSpec>, readonly string[]][] = [
  ['an empty one', {}, ['NotTerminating', 'BestEffort']],
  [
    'one with a priority class',
    { priorityClassName: 'class1' },
    ['NotTerminating', 'BestEffort', 'PriorityClass'],
  ],
  [
    'one with requests and limits',
    { containers: [container('a', 'cpu=1 memory=50M', 'cpu=2 memory=100M')] },
    ['NotTerminating', 'NotBestEffort'],
  ],
  ['one with a deadline', { activeDeadlineSeconds }, ['Terminating', 'BestEffort']],
  ...[
    { podAffinity: required({ namespaces: ['ns1'], namespaceSelector: {} }) },
    { podAffinity: required({ namespaces: ['ns1'] }) },
    { podAffinity: preferred({ namespaces: ['ns2'], namespaceSelector: {} }) },
    { podAffinity: preferred({ namespaceSelector: {} }) },
    { podAntiAffinity: preferred({ namespaceSelector: {} }) },
    { podAntiAffinity: required({ namespaces: ['ns3'] }) },
  ].map((affinity): [string, Partial<PodSpec>, readonly string[]] => [
    `one that looks into other namespaces: ${JSON.stringify(affinity)}`,
    { activeDeadlineSeconds, affinity },
    ['Terminating', 'BestEffort', 'CrossNamespacePodAffinity'],
  ]),
];

test.each(CASES)('R21 scopes of a Pod: %s', (_, spec, expected) => {
  const found = SCOPES.filter((scope) => matches(spec, scope));
  expect(found.map(({ scopeName }) => scopeName)).toEqual([...expected]);
});

describe('R21 a scope selector on the priority class', () => {
  test.each([
    ['In', ['class1'], true, false, false],
    ['NotIn', ['class1'], false, true, true],
    ['Exists', [], true, true, false],
    ['DoesNotExist', [], false, false, true],
  ])('%s %p', (operator, values, ofClass1, ofClass2, withoutClass) => {
    const requirement = { scopeName: 'PriorityClass', operator, values };
    expect(matches({ priorityClassName: 'class1' }, requirement)).toBe(ofClass1);
    expect(matches({ priorityClassName: 'class2' }, requirement)).toBe(ofClass2);
    expect(matches({}, requirement)).toBe(withoutClass);
  });
});

describe('R21 a quota counts a Pod', () => {
  const high = podOf({ priorityClassName: 'class1' });

  // "partial pods matching quotaScopeSelector - w/ multiple scopeNames specified".
  test('that is in all of its scopes', () => {
    expect(quotaMatches(quota([inClass1], ['PriorityClass', 'BestEffort']), high)).toBe(true);
    expect(quotaMatches(quota([inClass1], ['PriorityClass', 'NotBestEffort']), high)).toBe(false);
    expect(quotaMatches(quota([], ['PriorityClass']), podOf({}))).toBe(false);
  });

  test('by the QoS class that the Pod was given when it was created', () => {
    const pod = podOf({}, { status: { qosClass: 'Burstable' } });
    expect(quotaMatches(quota([], ['BestEffort']), pod)).toBe(false);
  });

  test('only if it tracks something of Pods', () => {
    const tracking = (hard: Record<string, string>): ResourceQuota => ({
      metadata: {},
      status: { hard },
    });
    expect(quotaMatches(tracking({ 'limits.cpu': '1' }), high)).toBe(true);
    expect(quotaMatches(tracking({ services: '1' }), high)).toBe(false);
    expect(quotaMatches({ metadata: {}, spec: { hard: { pods: '1' } } }, high)).toBe(false);
  });

  test('never in a scope that is about something else', () => {
    expect(quotaMatches(quota([{ scopeName: 'VolumeAttributesClass' }]), high)).toBe(false);
  });
});
