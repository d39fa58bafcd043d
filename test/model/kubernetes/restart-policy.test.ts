import { describe, expect, test } from 'bun:test';
import type {
  Container,
  RestartPolicy,
  RestartPolicyRule,
} from '../../../src/model/kubernetes/api.ts';
import { containersOf, type PodContainer } from '../../../src/model/kubernetes/containers.ts';
import {
  initFailureFailsPod,
  matchingRule,
  shouldRestart,
} from '../../../src/model/kubernetes/restart-policy.ts';
import { container, pod } from '../support/pods.ts';

const init = (more: Partial<Container> = {}) => only(pod({ init: [container('c', more)] }));
const app = (more: Partial<Container> = {}) => only(pod({ app: [container('c', more)] }));
const only = (source: Parameters<typeof containersOf>[0]) =>
  containersOf(source)[0] as PodContainer;
const rule = (operator: 'In' | 'NotIn', ...values: number[]): RestartPolicyRule => ({
  action: 'Restart',
  exitCodes: { operator, values },
});
const oomKilled = { exitCode: 0, reason: 'OOMKilled' };

describe('shouldRestart', () => {
  const CASES: readonly [string, PodContainer, RestartPolicy, number, boolean][] = [
    ['R3 a failed init container under Always', init(), 'Always', 1, true],
    ['R3 a successful init container under Always', init(), 'Always', 0, false],
    ['R3 a failed init container under OnFailure', init(), 'OnFailure', 1, true],
    ['R4 a failed init container under Never', init(), 'Never', 1, false],
    [
      'R23 a sidecar that exited 0 under Never',
      init({ restartPolicy: 'Always' }),
      'Never',
      0,
      true,
    ],
    ['an init container with its own Never', init({ restartPolicy: 'Never' }), 'Always', 1, false],
    [
      'an init container with its own OnFailure',
      init({ restartPolicy: 'OnFailure' }),
      'Never',
      1,
      true,
    ],
    ['an app that exited 0 under Always', app(), 'Always', 0, true],
    ['an app that exited 0 under OnFailure', app(), 'OnFailure', 0, false],
    ['an app with its own Always', app({ restartPolicy: 'Always' }), 'Never', 0, true],
    [
      'a code a rule names',
      app({ restartPolicy: 'Never', restartPolicyRules: [rule('In', 42)] }),
      'Never',
      42,
      true,
    ],
    [
      'a code no rule names',
      app({ restartPolicy: 'Never', restartPolicyRules: [rule('In', 42)] }),
      'Always',
      1,
      false,
    ],
    [
      'a code NotIn leaves out',
      app({ restartPolicy: 'Never', restartPolicyRules: [rule('NotIn', 0)] }),
      'Never',
      7,
      true,
    ],
    [
      'rules without a policy of its own',
      app({ restartPolicyRules: [rule('In', 42)] }),
      'Never',
      42,
      false,
    ],
  ];
  test.each(CASES)('%s', (_, subject, podPolicy, exitCode, expected) => {
    expect(shouldRestart(subject, podPolicy, { exitCode })).toBe(expected);
  });

  test('R30 an ephemeral container is never restarted', () => {
    const [, debug] = containersOf(pod({ ephemeralContainers: [container('debug')] }));
    expect(shouldRestart(debug as PodContainer, 'Always', { exitCode: 1 })).toBe(false);
  });

  test('an OOMKilled init container with exit code 0 is retried under Always alone', () => {
    const answers = (['Always', 'OnFailure', 'Never'] as const).map((policy) =>
      shouldRestart(init(), policy, oomKilled),
    );
    expect(answers).toEqual([true, false, false]);
  });

  test('the first rule that matches decides', () => {
    const restartPolicyRules = [
      rule('In', 1),
      { action: 'RestartAllContainers', exitCodes: { operator: 'NotIn', values: [0] } },
    ] as const;
    const spec = container('c', { restartPolicyRules });
    expect(matchingRule(spec, 1)?.action).toBe('Restart');
    expect(matchingRule(spec, 2)?.action).toBe('RestartAllContainers');
    expect(matchingRule(spec, 0)).toBeUndefined();
  });
});

describe('initFailureFailsPod', () => {
  const CASES: readonly [string, PodContainer, RestartPolicy, boolean][] = [
    ['R4 Never of the Pod', init(), 'Never', true],
    ['R3 Always of the Pod', init(), 'Always', false],
    [
      'R4 Never of the container in an Always Pod',
      init({ restartPolicy: 'Never' }),
      'Always',
      true,
    ],
    [
      'R3 OnFailure of the container in a Never Pod',
      init({ restartPolicy: 'OnFailure' }),
      'Never',
      false,
    ],
    ['R23 a sidecar', init({ restartPolicy: 'Always' }), 'Never', false],
    ['an app container', app(), 'Never', false],
  ];
  test.each(CASES)('%s', (_, subject, podPolicy, expected) => {
    expect(initFailureFailsPod(subject, podPolicy)).toBe(expected);
    expect(initFailureFailsPod(subject, podPolicy, { exitCode: 1 })).toBe(expected);
  });

  test('R4 a rule that names the code saves the Pod', () => {
    const subject = init({ restartPolicy: 'Never', restartPolicyRules: [rule('In', 3)] });
    expect(initFailureFailsPod(subject, 'Never', { exitCode: 3 })).toBe(false);
    expect(initFailureFailsPod(subject, 'Never', { exitCode: 4 })).toBe(true);
    // Of an exit to come, rules make it impossible to tell.
    expect(initFailureFailsPod(subject, 'Never')).toBe(false);
  });

  test('R4 OOMKilled counts as a failure even with exit code 0', () => {
    expect(initFailureFailsPod(init(), 'Never', oomKilled)).toBe(true);
    expect(initFailureFailsPod(init(), 'Never', { exitCode: 0 })).toBe(false);
  });
});
