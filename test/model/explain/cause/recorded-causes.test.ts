import { describe, expect, test } from 'bun:test';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories, type Sample } from '../../../support/histories.ts';

const histories = loadHistories();

/** Every state of a recorded story, explained. */
function explainedStates(scenario: string) {
  const { samples = [] } = histories.find((history) => history.scenario === scenario) ?? {};
  return samples.map(({ pod, events, observedAt, row }: Sample) =>
    explainLive({ pod, events, now: observedAt, columns: row }),
  );
}

describe('R24 a probe that fails under restartPolicy Never', () => {
  const states = explainedStates('probe-kill-ends-pod');

  test('is named while the kubelet stops the whole Pod, though its event names no probe', () => {
    const killing = states.find(({ verdict }) => verdict.code === 'ProbeKilling');
    expect(killing?.verdict.reason).toBe('liveness probe');
    expect(killing?.next).toBeUndefined();
  });

  test('is named behind the success that it has ended in', () => {
    const { verdict, causes } = states.at(-1) ?? {};
    expect(verdict?.code).toBe('Succeeded');
    expect(causes).toEqual([
      { code: 'killed-by-probe', container: 'web', probe: 'liveness', kills: 0 },
    ]);
  });
});

describe('R17 a resize that restarts a container', () => {
  const states = explainedStates('resize-restarts');

  test('is told while the kubelet stops it', () => {
    const killing = states.find(({ next }) => next?.condition.kind === 'killed');
    expect(killing?.causes).toEqual([
      { code: 'definition-changed', container: 'app', isResize: true },
    ]);
  });

  test('is no end of its own accord', () => {
    const { causes, notes } = states.at(-1) ?? {};
    expect(causes).toEqual([]);
    expect(notes).toEqual([{ code: 'restarted-for-change', container: 'app', isResize: true }]);
  });
});

test('R25 a Pod that was evicted and yet counts as succeeded', () => {
  const { causes, misleading } = explainedStates('evicted-yet-succeeded').at(-1) ?? {};
  expect(misleading).toEqual({ code: 'evicted' });
  expect(causes).toEqual([
    {
      code: 'disruption',
      reason: 'Evicted',
      message: expect.stringContaining('ephemeral local storage'),
    },
  ]);
});

test('R10 a probe whose own command ran out of memory, and not the app, ended it', () => {
  const { causes } = explainedStates('probe-out-of-memory').at(-1) ?? {};
  expect(causes?.map(({ code }) => code)).toEqual([
    'recent-restart',
    'killed-by-probe',
    'out-of-memory',
  ]);
  expect(causes?.at(-1)).toMatchObject({ limit: '24Mi', exitCode: 0, wasKilledByProbe: true });
});

describe('R27 a Pod that is deleted while a postStart hook runs', () => {
  const deleted = explainedStates('deleted-in-post-start').filter(
    ({ columns }) => columns.status === 'Terminating',
  );
  const [held] = deleted;

  test('is not stopped before the hook returns, and the rest of it starts even then', () => {
    expect(held?.causes).toEqual([{ code: 'hook-holds-stop', container: 'app' }]);
    expect(held?.next).toMatchObject({ container: 'late', condition: { kind: 'post-start' } });
  });

  test('has its grace period from then on', () => {
    const { verdict, causes, observedAt } = deleted.at(-1) ?? {};
    expect(verdict?.code).toBe('Terminating');
    const grace = causes?.find(({ code }) => code === 'grace-period');
    expect(grace?.code === 'grace-period' && grace.until >= (observedAt ?? Infinity)).toBe(true);
  });
});

test('R27 a second deletion cuts the grace period, and the kubelet keeps to the first', () => {
  const states = explainedStates('grace-cut');
  const ended = states.at(-1)?.containers[0]?.state;
  const grace = states.flatMap(({ causes }) => causes).find((cause) => 'first' in cause);
  expect(grace).toMatchObject({ code: 'grace-period', seconds: 1, first: { seconds: 12 } });
  const until = grace?.code === 'grace-period' ? grace.first?.until : undefined;
  const finishedAt = ended?.kind === 'terminated' ? ended.finishedAt : undefined;
  expect(Math.abs((until ?? 0) - (finishedAt ?? 0))).toBeLessThanOrEqual(1000);
});

test('R12 a restart that would come after the deadline is not foretold', () => {
  const states = explainedStates('deadline-in-back-off');
  const late = states.filter(({ causes }) => causes.some(({ code }) => code === 'deadline-first'));
  expect(late.length).toBeGreaterThan(0);
  expect(late.every(({ next }) => next === undefined)).toBe(true);
  // It has spent all of the time, most of it in its back-off.
  expect(states.at(-1)?.causes).toMatchObject([{ code: 'deadline-spent', container: 'app' }]);
});

test('R2 a claim that does not exist is told with its volume, and who mounts that', () => {
  const { verdict, causes } = explainedStates('missing-claim').at(-1) ?? {};
  expect(verdict?.code).toBe('Unschedulable');
  expect(causes).toEqual([
    // Nobody does.
    {
      code: 'volume',
      volume: 'data',
      source: 'PersistentVolumeClaim no-such-claim',
      containers: [],
    },
  ]);
});

describe('R12 a deadline that comes before the image', () => {
  const states = explainedStates('deadline-in-pull');

  test('leaves a container that never ran, whatever the status makes up', () => {
    const { causes, timeline } = states.at(-1) ?? {};
    expect(causes).toMatchObject([{ code: 'deadline-spent', neverRan: ['app'] }]);
    expect(timeline?.rows.at(-1)).toEqual({ container: 'app', segments: [] });
  });

  test('R5 until then what the registry said is told, though only events have it', () => {
    const failing = states.filter(({ verdict }) => verdict.code === 'ImageFailing');
    expect(failing.length).toBeGreaterThan(0);
    for (const { verdict, causes } of failing) {
      expect(verdict.message).toContain('not found');
      expect(causes[0]).toEqual({ code: 'pull-failure', meaning: 'not-found' });
    }
    const [first] = failing;
    expect(first?.columns.status).toBe('PodInitializing');
    expect(first?.misleading).toEqual({ code: 'waits-for-image', container: 'app', fails: true });
  });
});

test('R26 what keeps a container down whose new image is missing is the image', () => {
  const { timeline, containers } = explainedStates('app-image-broken').at(-1) ?? {};
  expect(containers?.[0]?.restartCount).toBe(1);
  const kinds = timeline?.rows[0]?.segments.map(({ kind }) => kind) ?? [];
  expect(kinds).toContain('failing');
  expect(kinds).not.toContain('backoff');
});

test('since when the scheduler fails is told by its event where gates came before', () => {
  const { verdict, observedAt } = explainedStates('gates-then-unschedulable').at(-1) ?? {};
  expect(verdict?.code).toBe('Unschedulable');
  expect((observedAt ?? 0) - (verdict?.since ?? 0)).toBeLessThanOrEqual(3000);
});

test('R2 volumes that cannot be mounted are tried again before there is a sandbox', () => {
  const [failing] = explainedStates('missing-config-map').filter(
    ({ verdict }) => verdict.code === 'Volumes' && verdict.reason === 'FailedMount',
  );
  const [mount] = explainedStates('missing-volume').filter(
    ({ verdict }) => verdict.code === 'Volumes' && verdict.reason === 'FailedMount',
  );
  expect((failing ?? mount)?.next?.condition).toEqual({ kind: 'volumes' });
});

test('R23 why a sidecar does not stay up is told while an init container is at work', () => {
  const working = explainedStates('sidecar-crash-after-start').filter(
    ({ verdict, containers }) =>
      verdict.code === 'InitRunning' &&
      containers.some(({ container, restartCount }) => {
        return container.role === 'sidecar' && restartCount > 0;
      }),
  );
  for (const { causes } of working) expect(causes.length).toBeGreaterThan(0);
});

test('R11 who has all containers restarted is named where only one can', () => {
  const causes = explainedStates('restart-all-containers').flatMap((each) => each.causes);
  const ofAll = causes.filter((cause) => cause.code === 'recent-restart' && cause.ofAll);
  expect(ofAll.length).toBeGreaterThan(0);
  for (const cause of ofAll) expect(cause).toHaveProperty('by');
});

describe('R22 a startup probe that cannot be carried out', () => {
  const errors = explainedStates('startup-probe-errors').filter(({ causes }) =>
    causes.some(({ code }) => code === 'probe-errors'),
  );

  test('is no failure: the kubelet has killed nothing for it, and no kill is foretold', () => {
    expect(errors.length).toBeGreaterThan(0);
    for (const { verdict, next, causes, containers } of errors) {
      expect([verdict.code, verdict.outcome]).toEqual(['SidecarStarting', 'stuck']);
      expect(next?.condition).toEqual({ kind: 'startup-probe', container: 'proxy' });
      expect(causes).toEqual([
        {
          code: 'probe-errors',
          container: 'proxy',
          probe: 'startup',
          message: 'port "web" not found',
        },
        {
          code: 'probe-asks',
          container: 'proxy',
          probe: 'startup',
          meaning: 'port-unnamed',
          port: 'web',
          declared: [],
        },
      ]);
      expect(containers[0]?.restartCount).toBe(0);
    }
  });
});

test('R25 nothing starts any more in a Pod of Always whose only app may not be restarted', () => {
  const over = explainedStates('app-alone-ends').filter(
    ({ columns }) => columns.status === 'Error',
  );
  expect(over.length).toBeGreaterThan(0);
  for (const { next } of over) expect(next).toBeUndefined();
});
