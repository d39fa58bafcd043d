import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { quickPod } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const shell = (name: string, script: string) => ({
  name,
  image: 'busybox:1.28',
  command: ['sh', '-c', script],
});

/** Says in which run it is: the number of runs is kept in a volume. */
const COUNTING = `echo run >> /count/runs
for i in 1 2 3 4 5 6 7; do echo "line $i of run $(wc -l < /count/runs)"; done
exit 3`;

const PODS = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    quickPod('crashing', [shell('app', 'sleep 3600')], {
      initContainers: [
        { ...shell('count', COUNTING), volumeMounts: [{ name: 'count', mountPath: '/count' }] },
      ],
      volumes: [{ name: 'count', emptyDir: {} }],
    }),
    quickPod('unready', [
      {
        ...shell('app', 'echo serving; sleep 25; echo no database; exit 1'),
        readinessProbe: { exec: { command: ['false'] } },
      },
    ]),
    quickPod('retried', [shell('app', 'sleep 3600')], {
      initContainers: [shell('migrate', 'sleep 6; echo no such table; exit 3')],
    }),
    quickPod('waiting', [shell('app', 'sleep 3600')], {
      initContainers: [shell('wait', 'echo waiting for the database; sleep 3600')],
    }),
  ],
};

interface Shown {
  readonly containers: readonly [{ readonly state: { kind: string }; restartCount: number }];
}

describe.skipIf(realCluster.isAbsent)('the last words of the container to blame', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('explain-logs');
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], JSON.stringify(PODS));
  });

  afterAll(async () => {
    await namespace.remove();
  });

  const explain = (...args: string[]) =>
    run([executable, 'explain', '-n', namespace.name, ...args]);

  async function explained(pod: string, ...args: string[]) {
    return JSON.parse((await explain(pod, '-o', 'json', ...args)).stdout);
  }

  /** What `kubectl logs` has of the run that is told of. */
  async function kubectlLogs(pod: string, logs: { container: string; previous: boolean }) {
    const previous = logs.previous ? ['--previous'] : [];
    const text = await kubectl([
      ...['-n', namespace.name, 'logs', pod, '-c', logs.container],
      ...previous,
    ]);
    return text.trimEnd().split('\n');
  }

  test('are those of the crash before, where the container runs and is not ready again', async () => {
    let told = { verdict: { code: '', outcome: '' }, logs: { previous: false, lines: [''] } };
    await until(
      'it runs for the third time',
      async () => {
        told = await explained('unready');
        const [{ state, restartCount }] = (told as unknown as Shown).containers;
        return state.kind === 'running' && restartCount > 1;
      },
      240,
    );
    expect(told.verdict).toMatchObject({ code: 'NotReady', outcome: 'stuck' });
    expect(told.logs).toMatchObject({ previous: true, lines: ['serving', 'no database'] });
  }, 300_000);

  // Between two runs the status says `terminated`, and CrashLoopBackOff only where the kubelet happens
  // to look at the Pod before the back-off is over: which run is meant differs, its lines do not.
  test('are those of the run that failed last, between any two runs', async () => {
    const runs = new Set<number>();
    await until('two runs have been told of after they ended', async () => {
      const { logs, containers } = await explained('crashing');
      const [{ state, restartCount }] = containers;
      if (logs?.lines === undefined || state.kind === 'running') return false;
      const whole = await kubectlLogs('crashing', logs);
      // The Pod and its log are read one after another: a new run may start in between.
      const after = await explained('crashing');
      const { restartCount: countAfter, state: stateAfter } = after.containers[0];
      if (countAfter !== restartCount || stateAfter.kind !== state.kind) return false;
      expect(logs.lines).toEqual(whole.slice(-5));
      expect(logs.lines.at(-1)).toBe(`line 7 of run ${restartCount + 1}`);
      runs.add(restartCount);
      return runs.size === 2;
    });
  }, 120_000);

  test('are those of the run that failed while the next one has not outlived it', async () => {
    await until('a retry runs', async () => {
      const { logs, containers } = await explained('retried');
      const [{ state, restartCount }] = containers;
      const isRetry = state.kind === 'running' && restartCount > 0;
      return isRetry && logs.previous && logs.lines?.at(-1) === 'no such table';
    });
  }, 120_000);

  test('are as many as are wanted', async () => {
    await until('the first run has ended', async () => {
      const { logs } = await explained('crashing', '--logs', '2');
      return logs?.lines?.length === 2;
    });
    const { logs } = await explained('crashing', '--logs', '0');
    expect(logs.lines).toBeUndefined();
    expect(logs.command).toContain('kubectl logs crashing');
  }, 60_000);

  test('are told of a container that runs and holds the others back', async () => {
    await until('it has written', async () => {
      const { logs } = await explained('waiting');
      return logs?.lines?.length === 1;
    });
    const { stdout, exitCode } = await explain('waiting');
    expect(exitCode).toBe(2);
    expect(stdout).toContain(`kubectl logs waiting -n ${namespace.name} -c wait\n`);
    expect(stdout).toContain('  | waiting for the database\n');
  }, 60_000);

  test('are missed by nobody who may not read logs: the Pod is explained without', async () => {
    const inNamespace = (...args: string[]) => kubectl(['-n', namespace.name, ...args]);
    await inNamespace('create', 'role', 'no-logs', '--verb=get,list', '--resource=pods,events');
    await inNamespace('create', 'rolebinding', 'no-logs', '--role=no-logs', '--user=no-logs');
    const { stdout, stderr, exitCode } = await explain('waiting', '--as', 'no-logs');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 2 });
    expect(stdout).toMatch(/The log of wait could not be\s+read: .*forbidden/);
    expect(stdout).toContain('kubectl logs waiting');
  });
});
