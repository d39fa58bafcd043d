import { expect, test } from 'bun:test';
import { explainPod } from '../../../src/model/explain/explain.ts';
import type { Pod, PodEvent } from '../../../src/model/kubernetes/api.ts';
import { explainLive } from '../../support/explain-live.ts';
import { at, container, event, sidecar } from '../support/pods.ts';

const manifest: Pod = {
  metadata: { name: 'web' },
  spec: {
    initContainers: [sidecar('proxy'), container('migrate')],
    containers: [container('app')],
  },
};

test('R1 R22 R27 a manifest is forecast: order, gates, shutdown', () => {
  const found = explainPod({ pod: manifest, events: [], now: at(0) });
  expect(found).toMatchObject({ kind: 'forecast', namespace: 'default' });
  expect(found.containers.map(({ container, gate }) => [container.name, gate.kind])).toEqual([
    ['proxy', 'must-be-running'],
    ['migrate', 'must-exit-0'],
    ['app', 'none'],
  ]);
  expect(found.notes).toContainEqual({ code: 'shutdown-order', containers: ['app', 'proxy'] });
});

test("the server's own columns go before computed ones", () => {
  const columns = { ready: '0/2', status: 'Init:0/2', restarts: '0' };
  const pod: Pod = { ...manifest, status: { phase: 'Pending' } };
  expect(explainLive({ pod, columns, events: [], now: at(0) }).columns).toEqual(columns);
});

test('events of an earlier Pod of the same name are left out', () => {
  const pod: Pod = {
    metadata: { name: 'web-0', uid: 'new', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { nodeName: 'node-1', containers: [container('app')] },
    status: { phase: 'Pending', startTime: '2026-01-01T00:00:00Z' },
  };
  const pulling = event('spec.containers{app}', 'Pulling', 2);
  const of = (uid: string): PodEvent => ({
    ...pulling,
    involvedObject: { ...pulling.involvedObject, uid },
  });
  const codeWith = (events: PodEvent[]) => explainLive({ pod, events, now: at(5) }).verdict.code;
  expect(codeWith([of('new')])).toBe('AppPulling');
  expect(codeWith([of('old')])).toBe('Sandbox');
});
