import { Resolver } from 'node:dns/promises';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { apiIsReady, defaultNamespaceIsReady, nodeIsReady } from './api.ts';
import { buildPrograms, type Programs } from './build.ts';
import { makeCgroups } from './cgroup.ts';
import { waitUntil } from './command.ts';
import { isRunning, startComponent, waitForComponent } from './component.ts';
import { apiserver, type ControlPlaneOptions, controllers, etcd } from './control-plane.ts';
import { coredns } from './dns.ts';
import { buildImages, type ImageStore } from './image-store.ts';
import { NODE_IP, PATHS, STATE_DIR } from './layout.ts';
import { withLock } from './lock.ts';
import { findMachine, runOn, startMachine } from './machine.ts';
import { metricsApiIsServed, metricsServer, publishMetricsApi } from './metrics-server.ts';
import { makeNetwork } from './network.ts';
import { containerd, kubelet } from './node.ts';
import { writePki } from './pki.ts';
import type { Progress } from './progress.ts';
import { publishImages, registry, registryAnswers } from './registry.ts';
import { leftovers, tearDown } from './teardown.ts';

/** All components, in the order they start. */
export const COMPONENTS = [
  'registry',
  'etcd',
  'containerd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'coredns',
  'metrics-server',
] as const;

/** Guards whatever changes the cluster. Outside of the state folder, which `down` empties. */
const CHANGE_LOCK = '/run/lock/kubectl-initx-test.lock';

export type UpOptions = ControlPlaneOptions & {
  /** The cluster is a test run's, which takes it down again. */
  readonly temporary?: boolean;
};

/** Brings the cluster up; says whether it had to, or found it up already. */
export async function up(
  progress: Progress,
  options: UpOptions = {},
): Promise<'started' | 'was up'> {
  const programs = await buildPrograms(progress);
  const images = await buildImages(programs, progress);
  return changing(progress, async () => {
    if (await isUp()) {
      // Who asks for it by hand keeps it, also where a test run started it.
      if (!options.temporary) rmSync(PATHS.temporary, { force: true });
      return 'was up';
    }
    const old = await leftovers();
    if (old.length > 0) await progress.step(`removed leftovers: ${old.join(', ')}`, tearDown);
    try {
      await start(programs, images, progress, options);
    } catch (error) {
      await tearDown();
      throw error;
    }
    return 'started';
  });
}

/** Takes the cluster down; nothing to do is fine. */
export async function down(progress: Progress): Promise<void> {
  await changing(progress, tearDown);
}

/** Whether the whole cluster runs and answers. */
async function isUp(): Promise<boolean> {
  const machine = findMachine();
  return (
    machine !== undefined &&
    existsSync(PATHS.kubeconfig) &&
    COMPONENTS.every((name) => isRunning(machine, name)) &&
    (await nodeIsReady().catch(() => false))
  );
}

function changing<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  const waiting = () => progress.say('waiting for another run to finish with the cluster');
  return withLock(CHANGE_LOCK, waiting, work);
}

async function start(
  programs: Programs,
  images: ImageStore,
  progress: Progress,
  options: UpOptions,
): Promise<void> {
  rmSync(PATHS.logs, { recursive: true, force: true });
  mkdirSync(PATHS.config, { recursive: true });
  if (options.temporary) writeFileSync(PATHS.temporary, '');
  const machine = await progress.step('made the machine, its network and its keys', async () => {
    makeCgroups();
    const [started] = await Promise.all([
      startMachine(programs.pause),
      makeNetwork(),
      writePki(programs.pki),
    ]);
    return started;
  });

  await progress.step('started registry, etcd, containerd and kube-apiserver', async () => {
    await startComponent(machine, registry(programs, images));
    await startComponent(machine, etcd(programs));
    await startComponent(machine, containerd(programs));
    await startComponent(machine, apiserver(programs, options));
    await waitForComponent(machine, 'registry', registryAnswers);
    await publishImages(images);
    await waitForComponent(machine, 'kube-apiserver', apiIsReady);
    await waitForComponent(machine, 'containerd', async () => {
      return (await runOn(machine, programs.ctr, ['version'])) !== '';
    });
  });

  await progress.step('started controllers, kubelet and CoreDNS: the node is Ready', async () => {
    for (const component of controllers(programs, options))
      await startComponent(machine, component);
    await startComponent(machine, kubelet(programs));
    await startComponent(machine, coredns(programs));
    await startComponent(machine, metricsServer(programs));
    await publishMetricsApi();
    await waitForComponent(machine, 'kubelet', nodeIsReady);
    await waitForComponent(machine, 'kube-controller-manager', defaultNamespaceIsReady);
    await waitForComponent(machine, 'coredns', namesResolve);
    await waitForComponent(machine, 'metrics-server', metricsApiIsServed);
    await waitUntil(
      () => isRunning(machine, 'kube-scheduler'),
      5,
      () => `kube-scheduler ended: see ${STATE_DIR}/logs`,
    );
  });
}

async function namesResolve(): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([NODE_IP]);
  return (await resolver.resolve4('kubernetes.default.svc.cluster.local')).length > 0;
}
