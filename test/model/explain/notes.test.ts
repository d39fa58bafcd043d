import { describe, expect, test } from 'bun:test';
import { explainPod } from '../../../src/model/explain/explain.ts';
import type { Container } from '../../../src/model/kubernetes/api.ts';
import {
  at,
  container,
  crashLoop,
  event,
  exited,
  running,
  sidecar,
  terminated,
  timestamp,
  waiting,
} from '../support/pods.ts';
import { explained } from '../support/verdicts.ts';

type Moment = Parameters<typeof explained>[0];

function notes(moment: Moment) {
  return explained(moment).notes.filter(({ code }) => code !== 'events-missing');
}

describe('sidecars', () => {
  const initStatuses = [running('proxy', 2, { ready: true })];

  test('R22 without a startup probe the gate is only a running process', () => {
    expect(notes({ init: [sidecar('proxy')], initStatuses })).toEqual([
      { code: 'sidecar-without-startup-probe', container: 'proxy' },
    ]);
    const probed = [sidecar('proxy', { startupProbe: {} })];
    expect(notes({ init: probed, initStatuses })).toEqual([]);
  });

  describe('R22 a startup probe that asks what only a later container declares', () => {
    const startupProbe = { httpGet: { path: '/', port: 8080 } };
    const ports = [{ containerPort: 8080 }];
    const probed = sidecar('proxy', { startupProbe });
    const app = [container('app', { ports })];
    const later = { code: 'probes-later', container: 'proxy', port: 8080, server: 'app' } as const;
    const unready = [running('proxy', 2, { started: false })];

    test('cannot pass, if it is that one which serves it', () => {
      expect(notes({ init: [probed], app, initStatuses: unready })).toContainEqual(later);
    });

    test.each<[string, Moment]>([
      ['has passed', { init: [probed], app, initStatuses: [running('proxy', 2)] }],
      ['asks its own port', { init: [{ ...probed, ports }], app, initStatuses: unready }],
      ['asks a sidecar before it', { init: [sidecar('one', { ports }), probed], app }],
      ['asks a port that nobody declares', { init: [probed] }],
    ])('says nothing where it %s', (_, moment) => {
      expect(notes(moment).map(({ code }) => code)).not.toContain('probes-later');
    });
  });

  test('R24 a readiness probe does not gate', () => {
    const init = [sidecar('proxy', { readinessProbe: {} })];
    expect(notes({ init, initStatuses })).toEqual([
      { code: 'readiness-does-not-gate', container: 'proxy' },
    ]);
  });

  test('R27 they stop in reverse order after the app containers', () => {
    const init = [sidecar('one', { startupProbe: {} }), sidecar('two', { startupProbe: {} })];
    const metadata = { deletionTimestamp: timestamp(40), deletionGracePeriodSeconds: 30 };
    const initStatuses = [running('one'), running('two')];
    const appStatuses = [running('app')];
    expect(notes({ init, metadata, initStatuses, appStatuses, phase: 'Running' })).toEqual([
      { code: 'shutdown-order', containers: ['app', 'two', 'one'] },
    ]);
  });

  test('R27 an init container that still runs is stopped at once, and what never ran not at all', () => {
    const init = [sidecar('proxy', { startupProbe: {} }), container('migrate')];
    const metadata = { deletionTimestamp: timestamp(40), deletionGracePeriodSeconds: 30 };
    const initStatuses = [running('proxy'), running('migrate')];
    expect(notes({ init, metadata, initStatuses, phase: 'Pending' })).toEqual([
      { code: 'shutdown-order', containers: ['migrate', 'proxy'] },
    ]);
  });
});

describe('init containers', () => {
  test('R3 a failing one is retried though the Pod says Always', () => {
    const moment = {
      init: [container('migrate')],
      initStatuses: [crashLoop('migrate', '10s', 5, 1)],
    };
    expect(notes(moment)).toEqual([
      { code: 'restarts-on-failure', container: 'migrate', policy: 'Always' },
    ]);
  });

  test('R4 a failure fails a Pod with restartPolicy Never', () => {
    const moment = { restartPolicy: 'Never', init: [container('migrate')] } as const;
    const note = { code: 'failure-fails-pod', container: 'migrate' } as const;
    expect(notes({ ...moment, initStatuses: [running('migrate')] })).toEqual([note]);
    expect(notes({ ...moment, initStatuses: [exited('migrate', 0)] })).toEqual([]);
  });

  test('R9 their ports are part of no Service', () => {
    const init = [container('migrate', { ports: [{ containerPort: 80 }] })];
    expect(notes({ init, initStatuses: [exited('migrate', 0)] })).toEqual([
      { code: 'init-ports-not-in-service', container: 'migrate' },
    ]);
  });

  test('R10 a changed image of one that has run is not applied', () => {
    const init = [container('migrate', { image: 'migrate:2' })];
    const metadata = { generation: 2 };
    const ran = (image: string) => [exited('migrate', 0, 2, { image })];
    expect(notes({ init, metadata, initStatuses: ran('docker.io/library/migrate:1') })).toEqual([
      {
        code: 'image-change-not-applied',
        container: 'migrate',
        image: 'docker.io/library/migrate:1',
      },
    ]);
    for (const same of ['docker.io/library/migrate:2', 'migrate:2', 'sha256:0123']) {
      expect(notes({ init, metadata, initStatuses: ran(same) })).toEqual([]);
    }
    expect(notes({ init, initStatuses: ran('other:1') })).toEqual([]);
  });

  test('R10 another tag of the image that has run is no other image', () => {
    const init = [container('migrate', { image: 'tool:2' })];
    const app = [container('app', { image: 'tool:2' })];
    const ids = { image: 'docker.io/library/tool:latest', imageID: 'tool@sha256:01' };
    const moment = {
      init,
      metadata: { generation: 2 },
      initStatuses: [exited('migrate', 0, 2, ids)],
    };
    const pulled = (image: string) =>
      event(
        'spec.initContainers{migrate}',
        'Pulled',
        1,
        `Container image "${image}" already present`,
      );
    const note = {
      code: 'image-change-not-applied',
      container: 'migrate',
      image: ids.image,
    } as const;
    expect(notes({ ...moment, events: [pulled('tool:2')] })).toEqual([]);
    expect(notes({ ...moment, events: [pulled('tool:1')] })).toEqual([note]);
    expect(notes({ ...moment, app, appStatuses: [running('app', 3, ids)] })).toEqual([]);
    const other = running('app', 3, { ...ids, imageID: 'tool@sha256:02' });
    expect(notes({ ...moment, app, appStatuses: [other] })).toEqual([note]);
  });

  test('R10 a completion that the kubelet has inferred is marked', () => {
    const state = { terminated: { exitCode: 0, reason: 'Completed', startedAt: null } };
    const initStatuses = [{ name: 'migrate', state }];
    expect(notes({ init: [container('migrate')], initStatuses })).toEqual([
      { code: 'inferred-completion', container: 'migrate' },
    ]);
  });

  test('R11 a success before the present run means that the whole Pod began anew', () => {
    const lastState = { terminated: terminated(0, 5) };
    const initStatuses = [exited('migrate', 0, 60, { restartCount: 1, lastState })];
    expect(notes({ init: [container('migrate')], initStatuses })).toEqual([
      { code: 'reinitialized', containers: ['migrate'] },
    ]);
  });

  test('R11 so does the trace of a restart of all containers', () => {
    const trace = { reason: 'RestartingAllContainers', exitCode: 137 };
    const again = (reason: string) => {
      const lastState = { terminated: { ...trace, reason } };
      return [exited('migrate', 0, 60, { restartCount: 1, lastState })];
    };
    const init = [container('migrate')];
    expect(notes({ init, initStatuses: again('RestartingAllContainers') })).toEqual([
      { code: 'reinitialized', containers: ['migrate'] },
    ]);
    expect(notes({ init, initStatuses: again('Error') })).toEqual([]);
  });

  test('R12 a deadline counts from the start, also after init', () => {
    expect(notes({ activeDeadlineSeconds: 100, appStatuses: [running('app')] })).toEqual([
      { code: 'deadline', at: at(100), seconds: 100 },
    ]);
  });

  test('R15 what the running one waits for is said, not what is done or to come', () => {
    const waits = (name: string): Container =>
      container(name, { command: ['sh', '-c', `until nslookup ${name}; do sleep 1; done`] });
    const init = [waits('one'), waits('two'), waits('three')];
    const initStatuses = [
      exited('one', 0, 3),
      running('two', 4),
      waiting('three', 'PodInitializing'),
    ];
    expect(notes({ init, initStatuses })).toEqual([
      { code: 'waiting-pattern', container: 'two', pattern: 'dns', targets: ['two'], loops: true },
    ]);
  });
});

describe('events', () => {
  test('missing ones are told where they would help', () => {
    const ready = { type: 'Ready', status: 'True' } as const;
    const appStatuses = [running('app', 2, { ready: true })];
    expect(explained({ appStatuses, conditions: [ready] }).notes).toEqual([]);
    expect(explained({}).notes).toEqual([{ code: 'events-missing' }]);
  });

  test('those that may not be read are told with the reason', () => {
    const pod = { metadata: { name: 'web' }, spec: { containers: [container('app')] } };
    const eventsUnreadable = 'events is forbidden';
    const { notes: found } = explainPod({ pod, events: [], eventsUnreadable, now: at(0) });
    expect(found).toEqual([{ code: 'events-unreadable', reason: eventsUnreadable }]);
  });
});

describe('a port that two containers declare', () => {
  const ports = [{ containerPort: 80 }];
  const moment: Moment = {
    app: [container('web', { ports }), container('app', { ports })],
    appStatuses: [running('web', 5), crashLoop('app', '10s', 10, 1)],
  };

  test('is told of a Pod that has started, too', () => {
    expect(notes(moment)).toContainEqual({
      code: 'port-twice',
      container: 'app',
      other: 'web',
      port: '80',
    });
  });

  test('is told once where the container that crashes says that the port is taken', () => {
    const message = 'listen tcp :80: bind: address already in use';
    const lastState = { terminated: { ...terminated(1, 10), message } };
    const crashed = { ...crashLoop('app', '10s', 10, 1), lastState };
    const said = { ...moment, appStatuses: [running('web', 5), crashed] };
    expect(explained(said).causes).toMatchObject([{ code: 'port-taken', declaredBy: ['web'] }]);
    expect(notes(said).filter(({ code }) => code === 'port-twice')).toEqual([]);
  });
});
