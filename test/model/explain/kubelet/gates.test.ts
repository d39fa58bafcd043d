import { describe, expect, test } from 'bun:test';
import { explainContainers } from '../../../../src/model/explain/kubelet/explained-container.ts';
import { startOrder } from '../../../../src/model/explain/kubelet/gates.ts';
import { kubeletView } from '../../../../src/model/explain/kubelet/kubelet-view.ts';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import { containersOf } from '../../../../src/model/kubernetes/containers.ts';
import { indexEvents } from '../../../../src/model/kubernetes/events.ts';
import {
  container,
  crashLoop,
  exited,
  pod,
  running,
  sandbox,
  sidecar,
  waiting,
} from '../../support/pods.ts';

const explained = (source: Pod) => explainContainers(kubeletView(source, indexEvents([])));
const gates = (source: Pod) =>
  explained(source).map(
    ({ container: { name }, gate: { kind, passed } }) =>
      `${name}: ${kind}${passed ? ', passed' : ''}`,
  );
const held = (source: Pod) =>
  Object.fromEntries(explained(source).map((each) => [each.container.name, each.holdsBack]));
const stale = (source: Pod) =>
  explained(source)
    .filter((each) => each.stale)
    .map((each) => each.container.name);

describe('the gate', () => {
  test('R1 R22 each kind of container has its own gate', () => {
    const init = [
      container('init'),
      sidecar('plain', { readinessProbe: {} }),
      sidecar('probed', { startupProbe: {} }),
    ];
    expect(gates(pod({ init }))).toEqual([
      'init: must-exit-0',
      'plain: must-be-running',
      'probed: startup-probe',
      'app: none, passed',
    ]);
  });

  test('R22 a running sidecar passes once its startup probe has', () => {
    const init = [sidecar('probed', { startupProbe: {} })];
    const before = pod({ init, initStatuses: [running('probed', 1, { started: false })] });
    const after = pod({ init, initStatuses: [running('probed', 1)] });
    expect(gates(before)[0]).toBe('probed: startup-probe');
    expect(gates(after)[0]).toBe('probed: startup-probe, passed');
  });

  test('R24 readiness does not shut the gate', () => {
    const init = [sidecar('log', { readinessProbe: {} })];
    const source = pod({ init, initStatuses: [running('log', 1, { ready: false })] });
    expect(gates(source)[0]).toBe('log: must-be-running, passed');
  });

  test('R23 a sidecar that crashes later has passed its gate for good', () => {
    const source = pod({
      init: [sidecar('log'), container('init')],
      initStatuses: [crashLoop('log', '10s', 9, 1), running('init', 3)],
    });
    expect(gates(source)[0]).toBe('log: must-be-running, passed');
    expect(held(source)).toEqual({ log: [], init: ['app'], app: [] });
  });

  test('R1 OOMKilled does not pass, whatever the exit code', () => {
    const state = { terminated: { exitCode: 0, reason: 'OOMKilled' } };
    const source = pod({ init: [container('init')], initStatuses: [{ name: 'init', state }] });
    expect(gates(source)[0]).toBe('init: must-exit-0');
  });
});

describe('what is held back', () => {
  test('R1 only the first shut gate holds back, and holds back all that follow', () => {
    const source = pod({
      init: [container('a'), sidecar('b'), container('c')],
      initStatuses: [exited('a', 0), crashLoop('b', '10s', 5, 1), waiting('c', 'PodInitializing')],
    });
    expect(held(source)).toEqual({ a: [], b: ['c', 'app'], c: [], app: [] });
  });
});

describe('stale results', () => {
  test('R11 results from before a new sandbox are stale from the first open gate on', () => {
    const source = pod({
      init: [container('a'), container('b')],
      initStatuses: [running('a', 102, { restartCount: 1 }), exited('b', 0, 8)],
      appStatuses: [exited('app', 255, 90)],
      status: { conditions: [sandbox('True', 100)] },
    });
    expect(stale(source)).toEqual(['b', 'app']);
    expect(held(source)).toEqual({ a: ['b', 'app'], b: [], app: [] });
  });

  test('R11 a result older than a rerun before it is stale', () => {
    const source = pod({
      init: [container('a'), container('b')],
      initStatuses: [exited('a', 0, 103), exited('b', 0, 8)],
      status: { conditions: [] },
    });
    expect(stale(source)).toEqual(['b']);
  });

  test('R10 a completion without times, once records are lost, is not stale', () => {
    const inferred = {
      name: 'a',
      state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: null } },
    };
    const source = pod({
      init: [container('a')],
      initStatuses: [inferred],
      appStatuses: [running('app', 50)],
    });
    expect(stale(source)).toEqual([]);
  });
});

describe('startOrder', () => {
  test('R1 R2 R5 R22 the spec alone foretells order and conditions', () => {
    const source: Pod = {
      metadata: { name: 'web' },
      spec: {
        initContainers: [
          container('init'),
          sidecar('plain'),
          sidecar('probed', { startupProbe: {} }),
        ],
        containers: [container('app'), container('other')],
      },
    };
    const steps = startOrder(containersOf(source)).map(({ container: { name }, condition }) => ({
      name,
      condition,
    }));
    expect(steps).toEqual([
      { name: 'init', condition: { kind: 'scheduled' } },
      { name: 'plain', condition: { kind: 'exits-0', container: 'init' } },
      { name: 'probed', condition: { kind: 'running', container: 'plain' } },
      { name: 'app', condition: { kind: 'startup-probe', container: 'probed' } },
      { name: 'other', condition: { kind: 'startup-probe', container: 'probed' } },
    ]);
  });
});
