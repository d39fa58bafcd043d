import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { explained, explainedPod } from '../support/explained-status.ts';
import {
  isTrue,
  type Part,
  running,
  type SmallPod,
  stamp,
  terminated,
  waiting,
} from '../support/small-pods.ts';

const initialized = [isTrue('Initialized', 5)];
const side = (parts: Partial<Part>): Part => ({ name: 'side', restartPolicy: 'Always', ...parts });
const appUp: Part = { name: 'app', state: running(6), ready: true, started: true };
const sideUp = side({ state: running(4), ready: true, started: true });

describe('the word tells the truth', () => {
  const cases: readonly [word: string, parts: SmallPod][] = [
    ['Running', { phase: 'Running', inits: [sideUp], apps: [appUp], conditions: initialized }],
    [
      'Init:0/1',
      { phase: 'Pending', inits: [{ name: 'i', state: running(3) }], apps: [{ name: 'app' }] },
    ],
    [
      'Init:Error',
      {
        phase: 'Pending',
        inits: [{ name: 'i', state: terminated(1, 3, 4) }],
        apps: [{ name: 'app' }],
      },
    ],
    [
      'Init:CrashLoopBackOff',
      {
        phase: 'Pending',
        inits: [side({ state: waiting('CrashLoopBackOff'), lastState: terminated(1, 3, 4) })],
        apps: [{ name: 'app' }],
      },
    ],
    [
      'CrashLoopBackOff',
      { phase: 'Running', apps: [{ name: 'app', state: waiting('CrashLoopBackOff') }] },
    ],
    [
      'ContainerCreating',
      { phase: 'Pending', apps: [{ name: 'app', state: waiting('ContainerCreating') }] },
    ],
    ['Evicted', { phase: 'Failed', reason: 'Evicted' }],
    [
      'Completed',
      {
        phase: 'Succeeded',
        restartPolicy: 'Never',
        apps: [{ name: 'app', state: terminated(0, 6, 9) }],
      },
    ],
    [
      'Completed',
      { phase: 'Running', inits: [sideUp], apps: [{ name: 'app', state: terminated(0, 6, 9) }] },
    ],
    [
      'Terminating',
      { phase: 'Running', apps: [appUp], metadata: { deletionTimestamp: stamp(50) } },
    ],
  ];
  test.each(cases)('%p', (word, parts) => {
    const [status, , misleading] = explained(parts);
    expect([status, misleading]).toEqual([word, undefined]);
  });

  test('a manifest', () => {
    const pod: Pod = { metadata: {}, spec: { containers: [{ name: 'app' }] } };
    expect(explainedPod(pod)).toEqual(['', '0/1', undefined]);
  });
});
