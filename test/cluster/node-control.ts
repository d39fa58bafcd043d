import { readFileSync } from 'node:fs';
import { nodeIsReady } from './api.ts';
import { programPaths } from './build.ts';
import { startComponent, stopComponent, waitForComponent } from './component.ts';
import { CGROUP, PORTS } from './layout.ts';
import { findMachine, type Machine, machineProcesses, runOn } from './machine.ts';
import { CONTAINERD_SOCKET, containerd, kubelet } from './node.ts';

/** What a test may do to the node beneath the API server. */
export type NodeControl = {
  stopKubelet(): Promise<void>;
  /** Starts the kubelet and waits until the node is Ready. */
  startKubelet(): Promise<void>;
  restartKubelet(): Promise<void>;
  /** Ends all containers, containerd and the kubelet at once, and starts the latter two again. */
  restartNode(): Promise<void>;
  /** Kills the process that holds the pod's namespaces. */
  killSandbox(namespace: string, pod: string): Promise<void>;
  /** Removes an image, as docker.io/library/busybox:1.28, so that it is pulled again. */
  removeImage(reference: string): Promise<void>;
};

/** Control over the node of the cluster that the harness runs. */
export function nodeControl(): NodeControl {
  const programs = programPaths();
  const stopKubelet = () => stopComponent(machine(), 'kubelet');
  const startKubelet = async () => {
    await startComponent(machine(), kubelet(programs));
    await waitForComponent(machine(), 'kubelet', kubeletIsHealthy);
    await waitForComponent(machine(), 'kubelet', nodeIsReady);
  };
  return {
    stopKubelet,
    startKubelet,
    restartKubelet: async () => {
      await stopKubelet();
      await startKubelet();
    },
    restartNode: async () => {
      await stopKubelet();
      await stopComponent(machine(), 'containerd');
      await killContainers(machine());
      await startComponent(machine(), containerd(programs));
      await waitForComponent(machine(), 'containerd', async () => (await ctr(['version'])) !== '');
      await startKubelet();
    },
    killSandbox: async (namespace, pod) => {
      const id = await sandboxId(namespace, pod);
      await ctr(['tasks', 'kill', '--signal', 'SIGKILL', id]);
    },
    removeImage,
  };
}

function machine(): Machine {
  const found = findMachine();
  if (!found) throw new Error('the test cluster is not up');
  return found;
}

function ctr(args: readonly string[]): Promise<string> {
  const base = ['--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io'];
  return runOn(machine(), programPaths().ctr, [...base, ...args]);
}

// The node stays Ready for a while without its kubelet: that alone tells nothing of a new one.
async function kubeletIsHealthy(): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${PORTS.kubeletHealth}/healthz`)).ok;
}

async function sandboxId(namespace: string, pod: string): Promise<string> {
  const labels = {
    'io.cri-containerd.kind': 'sandbox',
    'io.kubernetes.pod.namespace': namespace,
    'io.kubernetes.pod.name': pod,
  };
  const filter = Object.entries(labels).map(([name, value]) => `labels."${name}"==${value}`);
  const running = new Set((await ctr(['tasks', 'list', '--quiet'])).split('\n'));
  const ids = (await ctr(['containers', 'list', '--quiet', filter.join()])).split('\n');
  const id = ids.find((candidate) => candidate !== '' && running.has(candidate));
  if (!id) throw new Error(`pod ${namespace}/${pod} has no sandbox`);
  return id;
}

// An image has several names, one of them its digest: its layers go with the last one only.
async function removeImage(reference: string): Promise<void> {
  const images = (await ctr(['images', 'list']))
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/));
  const digest = images.find(([name]) => name === reference)?.[2];
  if (!digest) return;
  const names = images.flatMap(([name, , of]) => (name && of === digest ? [name] : []));
  await ctr(['images', 'remove', '--sync', ...names]);
}

async function killContainers(on: Machine): Promise<void> {
  const pids = machineProcesses(on).filter(({ pid, command }) => {
    return command[0]?.endsWith('containerd-shim-runc-v2') || isInPod(on, pid);
  });
  if (pids.length > 0) await runOn(on, 'kill', ['-KILL', ...pids.map(({ pid }) => String(pid))]);
}

function isInPod(on: Machine, pid: number): boolean {
  try {
    return readFileSync(`/proc/${on.pid}/root/proc/${pid}/cgroup`, 'utf8').includes(`/${CGROUP}/`);
  } catch {
    return false;
  }
}
