import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { createClient, type KubeClient } from '../../src/kube/transport/client.ts';
import { measure } from './compare.ts';
import type { Bench } from './setting.ts';

const PLAIN = 'bench-pod';
const MANY_INITS = 'bench-many-inits';
const MANY_EVENTS = 'bench-many-events';
const EVENTS = 500;

/** Pods that run while they are measured. */
export interface Samples {
  readonly plain: string;
  /** The manifest of `plain`. */
  readonly file: string;
  readonly manyInits: string;
  readonly manyEvents: string;
}

/** Starts the Pods in the namespace default, and waits until all of them are Ready. */
export async function startPods({ kubectl, kubeconfig, env }: Bench): Promise<Samples> {
  const file = join(tmpdir(), `${PLAIN}.yaml`);
  const others = join(tmpdir(), `${PLAIN}-others.yaml`);
  writeFileSync(file, manifestOf(PLAIN, 1));
  writeFileSync(others, `${manifestOf(MANY_INITS, 19)}---\n${manifestOf(MANY_EVENTS, 1)}`);
  const inDefault = [kubectl, '-n', 'default'];
  await measure([[...inDefault, 'apply', '-f', file, '-f', others]], 0, env);
  const pods = [PLAIN, MANY_INITS, MANY_EVENTS].map((name) => `pod/${name}`);
  const ready = ['wait', '--for=condition=Ready', ...pods, '--timeout=180s'];
  await measure([[...inDefault, ...ready]], 0, env);
  const connection = await resolveConnection({ kubeconfig }, { env: {}, stdinIsTerminal: false });
  await addEvents(createClient(connection, 'kubectl-initx-bench'), MANY_EVENTS);
  return { plain: PLAIN, file, manyInits: MANY_INITS, manyEvents: MANY_EVENTS };
}

/** Removes what the benchmark has made; nobody waits for it. */
export async function removePods({ kubectl, env }: Pick<Bench, 'kubectl' | 'env'>): Promise<void> {
  const pods = [PLAIN, MANY_INITS, MANY_EVENTS];
  const remove = ['delete', 'pod', ...pods, '--ignore-not-found', '--wait=false'];
  const ofPod = ['delete', 'event', '--field-selector', `involvedObject.name=${MANY_EVENTS}`];
  await measure([[kubectl, '-n', 'default', ...remove]], 0, env);
  await measure([[kubectl, '-n', 'default', ...ofPod]], 0, env);
}

/** Init containers that end at once, a sidecar and an app. */
function manifestOf(name: string, inits: number): string {
  const init = (index: number) =>
    `    - { name: prepare-${index}, image: busybox:1.28, command: ['true'] }\n`;
  return `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: default }
spec:
  terminationGracePeriodSeconds: 0
  initContainers:
${Array.from({ length: inits }, (_, index) => init(index)).join('')}    - { name: proxy, image: busybox:1.28, command: [sleep, '3600'], restartPolicy: Always }
  containers:
    - { name: app, image: busybox:1.28, command: [sleep, '3600'] }
`;
}

/** As kubelets write them; readiness probes of an ill Pod leave the most. */
async function addEvents(client: KubeClient, name: string): Promise<void> {
  const { body } = await client.getJson(`/api/v1/namespaces/default/pods/${name}`);
  const { uid } = (body as { readonly metadata: { readonly uid: string } }).metadata;
  const now = Date.now();
  const fieldPath = 'spec.containers{app}';
  for (let index = 0; index < EVENTS; index++) {
    const at = new Date(now - index * 1000).toISOString().replace(/\.\d+Z/, 'Z');
    const nanoseconds = (BigInt(now - index * 1000) * 1_000_000n).toString(16);
    await client.sendJson('POST', '/api/v1/namespaces/default/events', {
      metadata: { name: `${name}.${nanoseconds}`, namespace: 'default' },
      involvedObject: { kind: 'Pod', apiVersion: 'v1', namespace: 'default', name, uid, fieldPath },
      reason: 'Unhealthy',
      type: 'Warning',
      message: `Readiness probe failed: attempt ${index} was answered with 503`,
      source: { component: 'kubelet', host: 'node' },
      ...{ firstTimestamp: at, lastTimestamp: at, count: 1 },
    });
  }
}
