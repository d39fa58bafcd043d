import { describe, expect, test } from 'bun:test';
import { nodeRefusal, preflight } from '../../../src/model/debug/preflight.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { pod } from '../support/pods.ts';

const mirror: Pod = {
  ...pod({}),
  metadata: { name: 'web', annotations: { 'kubernetes.io/config.mirror': 'hash' } },
};
const unscheduled = pod({
  nodeName: '',
  status: {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes are available' }],
  },
});

describe('R31: nothing is added to a Pod in which it could not run', () => {
  test.each([
    [
      'succeeded',
      pod({ status: { phase: 'Succeeded' } }),
      { code: 'PodFinished', phase: 'Succeeded' },
    ],
    ['failed', pod({ status: { phase: 'Failed' } }), { code: 'PodFinished', phase: 'Failed' }],
    ['deleted', pod({ deleted: true }), { code: 'PodDeleting' }],
    ['without a node', unscheduled, { code: 'Unscheduled', message: '0/1 nodes are available' }],
    ['on Windows', pod({ os: { name: 'windows' } }), { code: 'Windows' }],
    [
      'for nodes with Windows',
      pod({ nodeSelector: { 'kubernetes.io/os': 'windows' } }),
      { code: 'Windows' },
    ],
  ])('a Pod %s', (_, given, refusal) => {
    expect(preflight(given)).toEqual(refusal as ReturnType<typeof preflight>);
  });

  test('R32: a static Pod', () => {
    expect(preflight(mirror)).toEqual({ code: 'StaticPod' });
  });

  test('a Pod that is waiting for its init containers can take one', () => {
    expect(preflight(pod({ status: { phase: 'Pending' } }))).toBeUndefined();
  });
});

describe('the node of the Pod', () => {
  const node = (conditions: readonly { type: string; status: 'True' | 'False' | 'Unknown' }[]) => ({
    metadata: { name: 'n1' },
    status: { conditions },
  });

  test.each(['False', 'Unknown'] as const)('does not start it while Ready is %s', (status) => {
    expect(nodeRefusal(node([{ type: 'Ready', status }]))).toEqual({
      code: 'NodeNotReady',
      node: 'n1',
    });
  });

  test('starts it when it is Ready, or does not say', () => {
    expect(nodeRefusal(node([{ type: 'Ready', status: 'True' }]))).toBeUndefined();
    expect(nodeRefusal(node([]))).toBeUndefined();
  });

  test('may have Windows', () => {
    const windows = { metadata: { name: 'n1', labels: { 'kubernetes.io/os': 'windows' } } };
    expect(nodeRefusal(windows)).toEqual({ code: 'Windows' });
  });
});
