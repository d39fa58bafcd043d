/** What `resources --against` says that a new version changes, held against what the quota counts. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { quickDeployment } from './support/quick-pod.ts';
import {
  createNamespace,
  executable,
  kubectl,
  realCluster,
  run,
  until,
} from './support/real-cluster.ts';
import { container, limitRange, quota } from './support/resource-objects.ts';

setDefaultTimeout(90_000);

let namespace = { name: '', remove: async () => '' };

beforeAll(async () => {
  if (!realCluster.isAbsent) namespace = await createNamespace('against');
});

afterAll(async () => {
  if (!realCluster.isAbsent) await namespace.remove();
});

const inNamespace = (...args: string[]) => ['-n', namespace.name, ...args];

const usedCpu = () =>
  kubectl(inNamespace('get', 'quota', 'counted', '-o=jsonpath={.status.used.requests\\.cpu}'));

async function apply(object: object): Promise<void> {
  await kubectl(inNamespace('apply', '-f', '-'), JSON.stringify(object));
}

test.skipIf(realCluster.isAbsent)(
  'R17 a Deployment against its new version comes to what the quota has used before and after',
  async () => {
    const app = container('app', { cpu: '10m' });
    const init = container('init', { cpu: '30m' }, undefined, { command: ['true'] });
    const old = quickDeployment('web', [app], { initContainers: [init] });
    const next = quickDeployment('web', [container('app', { cpu: '15m' })]);
    const now = { ...next, spec: { ...next.spec, replicas: 3 } };
    // It gives each container a limit and a request of memory, before and after.
    const memory = { default: { memory: '32Mi' }, defaultRequest: { memory: '8Mi' } };
    await apply(limitRange('memory', { type: 'Container', ...memory }));
    await apply(quota('counted', { 'requests.cpu': '1' }));
    await apply(old);
    await until('the old Pod is counted', async () => (await usedCpu()) === '30m');

    const command = [executable, 'resources', ...inNamespace('deploy/web', '--against', '-')];
    const { stdout } = await run([...command, '-o', 'json'], { stdin: JSON.stringify(now) });
    const { items, total } = JSON.parse(stdout);
    expect(total.before).toMatchObject({ pods: 1, requests: { cpu: await usedCpu() } });
    expect(items[0].containers).toMatchObject([
      { name: 'app', amounts: [{ of: 'requests', before: '10m', after: '15m' }] },
      { name: 'init', role: { before: 'init' } },
    ]);

    await apply(now);
    await kubectl(inNamespace('rollout', 'status', 'deploy/web', '--timeout=80s'));
    await until('the quota is at rest', async () => (await usedCpu()) === total.after.requests.cpu);
    const again = await run(command, { stdin: JSON.stringify(now) });
    expect(again.stdout).toStartWith('Requests and limits stay the same.');
    const [pod = ''] = (await kubectl(inNamespace('get', 'pods', '-o', 'name'))).split('\n');
    const name = pod.replace('pod/', '');
    const asPod = { ...now.spec.template, apiVersion: 'v1', kind: 'Pod', metadata: { name } };
    const ofPod = [executable, 'resources', ...inNamespace(name, '--against', '-')];
    const same = await run(ofPod, { stdin: JSON.stringify(asPod) });
    expect(same.stdout).toStartWith('Requests and limits stay the same.');
  },
);
