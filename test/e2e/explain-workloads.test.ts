import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { quickDeployment } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';

const container = (name: string, command: string[], more: object = {}) => ({
  name,
  image: 'busybox:1.28',
  command,
  ...more,
});

const quick = { terminationGracePeriodSeconds: 0, automountServiceAccountToken: false };

const failing = (name: string, spec: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    ...spec,
    template: {
      spec: { ...quick, restartPolicy: 'Never', containers: [container('app', ['false'])] },
    },
  },
});

const neverReady = { readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } };

const statefulSet = (name: string, app: object) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: {
    replicas: 2,
    serviceName: name,
    selector: { matchLabels: { name } },
    template: { metadata: { labels: { name } }, spec: { ...quick, containers: [app] } },
  },
});

const OBJECTS = [
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'backup' },
    spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: failing('', { backoffLimit: 0 }).spec } },
  },
  failing('retries', { backoffLimit: 5 }),
  failing('gives-up', { backoffLimit: 0 }),
  quickDeployment('web', [container('app', ['sleep', '3600'])]),
  quickDeployment('crashes', [container('app', ['sh', '-c', 'sleep 4; exit 3'])]),
  statefulSet('db', container('app', ['sleep', '3600'], neverReady)),
  statefulSet('misspelt', container('app', ['no-such-program'])),
  {
    ...failing('in-place', { backoffLimit: 1 }),
    spec: {
      backoffLimit: 1,
      template: {
        spec: {
          ...{ ...quick, restartPolicy: 'OnFailure' },
          containers: [container('app', ['sh', '-c', 'sleep 1; exit 3'])],
        },
      },
    },
  },
  quickDeployment('all-new', [{ name: 'app', image: 'absent:1' }]),
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'timed' },
    spec: {
      activeDeadlineSeconds: 3600,
      template: {
        spec: {
          ...quick,
          restartPolicy: 'Never',
          containers: [container('app', ['sleep', '3600'])],
        },
      },
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'never' },
    spec: {
      schedule: '0 0 31 2 *',
      jobTemplate: {
        spec: {
          template: {
            spec: { ...quick, restartPolicy: 'Never', containers: [container('app', ['true'])] },
          },
        },
      },
    },
  },
];

describe.skipIf(realCluster.isAbsent)('explain of workloads with Pods', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('explain-workloads');
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: OBJECTS });
    await kubectl(['-n', namespace.name, 'apply', '-f', '-'], list);
    await kubectl(['-n', namespace.name, 'rollout', 'status', 'deploy/web']);
    await kubectl(['-n', namespace.name, 'set', 'image', 'deploy/web', 'app=absent:1']);
  }, 120_000);

  afterAll(async () => {
    await namespace.remove();
  });

  const explain = (...args: string[]) =>
    run([executable, 'explain', '-n', namespace.name, ...args]);

  test('a Pod that runs between two crashes is not healthy, and the log is that of the crash', async () => {
    const found = new Set<string>();
    await until('it runs again', async () => {
      const { items } = JSON.parse((await explain('-l', 'name=crashes', '-o', 'json')).stdout);
      const [pod] = items;
      if (Number.parseInt(pod?.status.restarts ?? '0', 10) > 0) found.add(pod.verdict.code);
      return pod?.verdict.code === 'RestartedRecently';
    });
    expect([...found]).not.toContain('Ready');
    const list = await explain('-l', 'name=crashes');
    const { stdout } = await explain('deploy/crashes');
    // It may have crashed again.
    const isUp = list.exitCode === 2 && stdout.includes('The Pod is Ready, but container app has');
    if (!isUp) return;
    expect(list.stdout).toMatch(/^crashes-\S+ +PROGRESSING +RestartedRecently +app/m);
    expect(stdout).toContain('exit code 3 (Error)');
    expect(stdout).toContain('Its last run has written no output.');
  }, 60_000);

  /** The answer of the moment in which the workload has that verdict, with its exit code. */
  async function onceTold(word: string, code: string) {
    let text = '';
    let exitCode = 0;
    await until(`${word} is ${code}`, async () => {
      const { stdout } = await explain(word, '-o', 'json');
      if (JSON.parse(stdout).workloads?.[0]?.verdict?.code !== code) return false;
      ({ stdout: text, exitCode } = await explain(word));
      return true;
    });
    return { text: text.replace(/\s+/g, ' '), exitCode };
  }

  test('a Job that will make another Pod has not failed with the first one', async () => {
    const { text, exitCode } = await onceTold('job/retries', 'JobRetrying');
    expect(text).toMatch(/Pods? ha(?:s|ve) failed, and more than 5 make the Job fail\./);
    expect([2, 3]).toContain(exitCode);
  }, 30_000);

  test('a Job that has failed says why', async () => {
    const { text, exitCode } = await onceTold('job/gives-up', 'JobFailed');
    expect(text).toContain('has failed (BackoffLimitExceeded): it makes no more Pods.');
    expect(exitCode).toBe(4);
  }, 30_000);

  test('a Job tells when its deadline ends it, and is as well as its Pods are', async () => {
    const { text } = await onceTold('job/timed', 'UnderDeadline');
    expect(text).toMatch(/it fails in (?:59m|60m)\S* \(activeDeadlineSeconds 3600\)/);
  }, 30_000);

  test('a first rollout whose Pods fail is stuck long before its deadline', async () => {
    const { text, exitCode } = await onceTold('deploy/all-new', 'RolloutBlocked');
    expect(text).toContain('1 of 1 Pod is there (all-new-');
    expect(text).toContain('No Pod is available. Without progress, it counts as stalled in ');
    expect(exitCode).toBe(3);
  }, 30_000);

  test('all of a kind are told as each of them is', async () => {
    await onceTold('deploy/web', 'RolloutBlocked');
    await onceTold('deploy/all-new', 'RolloutBlocked');
    const { stdout } = await explain('deploy', '-o', 'json');
    const workloads: { metadata: { name: string }; verdict: { code: string; newest?: string } }[] =
      JSON.parse(stdout).workloads;
    for (const name of ['web', 'all-new']) {
      const { verdict } = workloads.find(({ metadata }) => metadata.name === name) ?? {};
      expect(verdict?.code).toBe('RolloutBlocked');
      expect(verdict?.newest).toStartWith(`${name}-`);
    }
  }, 60_000);

  test('a CronJob whose schedule never comes round starts no Jobs', async () => {
    const { text, exitCode } = await onceTold('cronjob/never', 'BadSchedule');
    expect(text).toContain('starts no Jobs: its schedule 0 0 31 2 * matches no date');
    expect(exitCode).toBe(3);
  }, 30_000);

  test('a Job whose containers are restarted in place deletes its Pod as it fails', async () => {
    // The Pod may outlast the end of its Job by a moment.
    await until('its Pod is gone', async () => {
      const { stdout, exitCode } = await explain('job/in-place');
      return exitCode === 4 && stdout.includes(' has no Pods: ');
    });
    const { stdout } = await explain('job/in-place');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'its Pods are gone (BackoffLimitExceeded). Under restartPolicy OnFailure it deletes them',
    );
  }, 60_000);

  test('a CronJob whose last Job failed is told alone and among its kind', async () => {
    await kubectl(['-n', namespace.name, 'create', 'job', 'by-hand', '--from=cronjob/backup']);
    const alone = await onceTold('cronjob/backup', 'LastRunFailed');
    const { stdout, exitCode } = await explain('cronjobs');
    const sentence = 'backup: the last of its Jobs that has ended failed (BackoffLimitExceeded)';
    expect(alone.text).toContain(sentence);
    expect(stdout.replace(/\s+/g, ' ')).toContain(sentence);
    expect([alone.exitCode, exitCode]).toEqual([4, 4]);
  }, 60_000);

  test('a StatefulSet waits for its first Pod', async () => {
    const { text } = await onceTold('sts/db', 'AwaitingPodBefore');
    expect(text).toContain('/db has 1 of 2 Pods: it makes the next one');
  }, 30_000);

  test('a StatefulSet whose template was put right still waits for its broken Pod', async () => {
    await until('its Pod is stuck', async () => (await explain('sts/misspelt')).exitCode === 3);
    const command =
      '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["sleep","3600"]}]';
    await kubectl([
      ...['-n', namespace.name, 'patch', 'sts/misspelt'],
      ...['--type=json', '-p', command],
    ]);
    const { text, exitCode } = await onceTold('sts/misspelt', 'HeldByOldPod');
    expect(text).toContain('has a new template, but replaces no Pod as long as');
    expect(exitCode).toBe(3);
    // The advice is true.
    await kubectl(['-n', namespace.name, 'delete', 'pod/misspelt-0']);
    await until('it is made anew', async () => (await explain('sts/misspelt')).exitCode === 0);
  }, 90_000);

  test('a rollout tells how far it is, and that its new Pods hold it up', async () => {
    const { text, exitCode } = await onceTold('deploy/web', 'RolloutBlocked');
    expect(text).toMatch(/STUCK +Deployment .*, but new Pods do not become ready: /);
    expect(text).toContain('1 Pod is available.');
    expect(text).toMatch(/1 of 1 Pod is new \(web-[a-z0-9]+-…\), 1 old one is left\./);
    expect(exitCode).toBe(3);
  }, 30_000);
});
