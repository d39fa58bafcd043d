import { expect, test } from 'bun:test';
import { explainPod } from '../../../../src/model/explain/explain.ts';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { at, running, smallPod, terminated, waiting } from '../../support/small-pods.ts';

const HOUR = 3600;
const app = { name: 'app', state: waiting('PodInitializing') };

function stuck(init: object): Pod {
  const pod = smallPod({
    phase: 'Pending',
    inits: [{ name: 'wait', state: running(3), ...init }],
    apps: [app],
  });
  return { ...pod, spec: { ...pod.spec, nodeName: 'n1' } };
}

const insideOf = (pod: Pod) => explainLive({ pod, events: [], now: at(HOUR) }).lookInside;

test('R33: an init container that runs and does not end can be looked into', () => {
  expect(insideOf(stuck({}))).toEqual({ container: 'wait' });
});

test('one that crashes has no processes to look at, but may have a shell for a copy', () => {
  const pod = stuck({ state: waiting('CrashLoopBackOff'), lastState: terminated(1, 3, 5) });
  expect(insideOf(pod)).toBeUndefined();
  const withCommand = (command: readonly string[]) => ({
    ...pod,
    spec: { ...pod.spec, initContainers: [{ name: 'wait', command }] },
  });
  expect(insideOf(withCommand(['/bin/sh', '-c', 'exit 1']))).toEqual({
    container: 'wait',
    shell: '/bin/sh',
  });
  expect(insideOf(withCommand(['/server']))).toBeUndefined();
  expect(insideOf(withCommand(['sh; rm -r /']))).toBeUndefined();
});

test('R32: nothing is said of Pods that take no debug container, nor of saved ones', () => {
  const pod = stuck({});
  const annotations = { 'kubernetes.io/config.mirror': 'x' };
  expect(insideOf({ ...pod, metadata: { ...pod.metadata, annotations } })).toBeUndefined();
  const saved = explainPod({ pod, events: [], now: at(HOUR), observedBy: 'given' });
  expect(saved).not.toHaveProperty('lookInside');
});
