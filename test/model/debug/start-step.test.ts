import { describe, expect, test } from 'bun:test';
import { startStep } from '../../../src/model/debug/start-step.ts';
import type { ContainerStatus, Pod } from '../../../src/model/kubernetes/api.ts';
import { containersOf } from '../../../src/model/kubernetes/containers.ts';
import { eventsOf, indexEvents } from '../../../src/model/kubernetes/events.ts';
import { pod, timestamp } from '../support/pods.ts';

function step(given: Pod, name: string, told: readonly (readonly [string, string])[] = []) {
  const all = containersOf(given);
  const container = all.find((each) => each.name === name);
  if (container === undefined) throw new Error(`no container ${name}`);
  const { fieldPath } = container;
  const events = told.map(([reason, message], index) => {
    const lastTimestamp = timestamp(index);
    return { reason, message, lastTimestamp, involvedObject: { fieldPath } };
  });
  return startStep(given, container, all, eventsOf(indexEvents(events), container));
}

describe('R30: what a container that has not started waits for', () => {
  test('a node, as the scheduler has it', () => {
    const scheduled = { type: 'PodScheduled', status: 'False', message: '0/1 nodes' } as const;
    const given = pod({ nodeName: '', status: { conditions: [scheduled] } });
    expect(step(given, 'app')).toEqual({ step: 'unscheduled', message: '0/1 nodes' });
    expect(step(pod({ nodeName: '' }), 'app')).toEqual({ step: 'unscheduled', message: '' });
  });

  test('the init container before it, and how that has ended', () => {
    const held = (status: Partial<ContainerStatus>) =>
      pod({
        init: [{ name: 'first' }, { name: 'second' }],
        initStatuses: [
          { name: 'first', state: { terminated: { exitCode: 0 } } },
          { name: 'second', ...status },
        ],
        ephemeralContainers: [{ name: 'debugger' }],
      });
    const running = { state: { running: { startedAt: timestamp(1) } } };
    const lastState = { terminated: { exitCode: 7 } };
    expect(step(held(running), 'app')).toEqual({ step: 'init', container: 'second' });
    expect(step(held({ ...running, lastState }), 'app')).toEqual({
      step: 'init',
      container: 'second',
      exitCode: 7,
    });
    // They wait neither for themselves nor for what comes after them.
    expect(step(held(running), 'second')).toEqual({ step: 'queued' });
    expect(step(held(running), 'first')).toEqual({ step: 'queued' });
    expect(step(held(running), 'debugger')).toEqual({ step: 'queued' });
  });

  test('its image, of which the newest event tells', () => {
    const pulling = ['Pulling', 'Pulling image "x:1"'] as const;
    const failed = ['Failed', 'Failed to pull image "x:1": i/o timeout'] as const;
    const backOff = ['BackOff', 'Back-off pulling image "x:1"'] as const;
    expect(step(pod({}), 'app', [pulling])).toEqual({ step: 'pulling' });
    const why = { step: 'pull-failed', message: 'i/o timeout' } as const;
    expect(step(pod({}), 'app', [pulling, failed])).toEqual(why);
    expect(step(pod({}), 'app', [pulling, failed, backOff])).toEqual(why);
    expect(step(pod({}), 'app', [failed, pulling])).toEqual({ step: 'pulling' });
    const restarting = ['BackOff', 'Back-off restarting failed container app'] as const;
    expect(step(pod({}), 'app', [['Pulled', ''], restarting])).toEqual({ step: 'pulled' });
  });
});
