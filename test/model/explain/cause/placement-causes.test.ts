import { expect, test } from 'bun:test';
import type { Cause } from '../../../../src/model/explain/cause/cause.ts';
import { container, sandbox } from '../../support/pods.ts';
import { condition, explained, type Moment } from '../../support/verdicts.ts';

const unscheduled = (message: string): Moment => ({
  nodeName: undefined as unknown as string,
  conditions: [
    sandbox('False', 0),
    condition('PodScheduled', 'False', 0, 'Unschedulable', message),
  ],
  status: { startTime: null },
});

const rejected = (reason: string, message: string): Moment => ({
  phase: 'Failed',
  reason,
  message: `Pod was rejected: ${message}`,
});

/** The messages are those of the scheduler and of a kubelet 1.37. */
const PODS: readonly (readonly [title: string, moment: Moment, causes: readonly Cause[]])[] = [
  [
    'labels that no node has',
    {
      ...unscheduled(
        "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
      ),
      nodeSelector: { disktype: 'ssd' },
    },
    [{ code: 'node-demand', demand: 'labels', values: ['disktype=ssd'] }],
  ],
  [
    'a host port that another Pod has',
    {
      ...unscheduled(
        "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
      ),
      app: [container('app', { ports: [{ containerPort: 80, hostPort: 8080 }] })],
    },
    [{ code: 'node-demand', demand: 'host-ports', values: ['8080 of app'] }],
  ],
  [
    'Pods to keep apart from, and nodes that are cordoned',
    {
      ...unscheduled(
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }, 2 node(s) didn't match pod anti-affinity rules.",
      ),
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'zone' },
          ],
        },
      },
    },
    [
      { code: 'node-demand', demand: 'apart', values: ['app=web (by zone)'] },
      { code: 'node-taint', taint: 'unschedulable' },
    ],
  ],
  [
    'Pods that it has to be beside, by an expression',
    {
      ...unscheduled("0/1 nodes are available: 1 node(s) didn't match pod affinity rules."),
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: {
                matchLabels: { tier: 'db' },
                matchExpressions: [
                  { key: 'app', operator: 'In', values: ['cache'] },
                  { key: 'old', operator: 'DoesNotExist' },
                ],
              },
              topologyKey: 'zone',
            },
          ],
        },
      },
    },
    [
      {
        code: 'node-demand',
        demand: 'beside',
        values: ['tier=db,app=cache,old DoesNotExist (by zone)'],
      },
    ],
  ],
  [
    'Pods that would be spread too unevenly',
    {
      ...unscheduled(
        "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.",
      ),
      topologySpreadConstraints: [
        { topologyKey: 'zone', maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule', minDomains: 3 },
        { topologyKey: 'rack', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    },
    [{ code: 'node-demand', demand: 'spread', values: ['maxSkew 2 by zone, minDomains 3'] }],
  ],
  [
    'a Pod on a node that does not have its labels: nobody makes another',
    {
      ...rejected('NodeAffinity', "node(s) didn't match Pod's node affinity/selector"),
      nodeSelector: { disk: 'ssd' },
    },
    [{ code: 'node-demand', demand: 'labels', values: ['disk=ssd'] }, { code: 'replacement' }],
  ],
  [
    'a Pod that asks for more than its node has left, because of an init container',
    {
      ...rejected(
        'OutOfcpu',
        "Node didn't have enough resource: cpu, requested: 40000, used: 30, capacity: 2000",
      ),
      init: [container('build', { resources: { requests: { cpu: '40' } } })],
      metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', controller: true }] },
    },
    [
      { code: 'requests', resource: 'cpu', amount: '40', container: 'build', running: '0' },
      { code: 'replacement', kind: 'ReplicaSet', name: 'web-1' },
    ],
  ],
  [
    'a device plugin that had not come back (kubernetes/kubernetes#125579)',
    {
      ...rejected(
        'UnexpectedAdmissionError',
        'Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
      ),
      metadata: { ownerReferences: [{ kind: 'Job', name: 'train', controller: true }] },
    },
    [
      { code: 'device-plugin', resource: 'nvidia.com/gpu', node: 'node-1' },
      { code: 'replacement', kind: 'Job', name: 'train' },
    ],
  ],
  [
    'a sysctl that the kubelet has not been told to allow',
    rejected('SysctlForbidden', 'forbidden sysctl: "net.core.somaxconn" not allowlisted'),
    [
      { code: 'unsafe-sysctl', sysctl: 'net.core.somaxconn', node: 'node-1' },
      { code: 'replacement' },
    ],
  ],
  [
    'nodes that have all the Pods and volumes that they take',
    unscheduled('0/2 nodes are available: 1 Too many pods, 1 node(s) exceed max volume count.'),
    [
      { code: 'node-limit', of: 'pods' },
      { code: 'node-limit', of: 'volumes' },
    ],
  ],
  [
    'a claim that is not bound',
    {
      ...unscheduled(
        '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      ),
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: 'data-0' } },
        { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
      ],
    },
    [{ code: 'node-demand', demand: 'claims', values: ['data-0', 'web-scratch'] }],
  ],
  [
    'ResourceClaims that do not exist: the scheduler says nothing at all',
    {
      nodeName: undefined as unknown as string,
      resourceClaims: [{ name: 'gpu', resourceClaimName: 'shared-gpu' }],
      status: { startTime: null, conditions: [] },
      now: 90,
    },
    [{ code: 'resource-claims', claims: ['shared-gpu'] }],
  ],
];

test.each(PODS)('%s', (_, moment, causes) => {
  expect(explained(moment).causes).toEqual(causes);
});
