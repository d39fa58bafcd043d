import { nodeControl } from '../cluster/node-control.ts';
import type { History, Interference } from '../support/histories.ts';
import type { ClusterApi } from './cluster-api.ts';
import { type Condition, holds } from './condition.ts';
import { type NodeObject, Observer, readinessOf } from './observer.ts';
import { isInterference, type Manifest, type Scenario, type Step } from './scenario.ts';

/** Plays the scenario in a namespace of its own and gives all that was seen of its Pod. */
export async function runScenario(api: ClusterApi, scenario: Scenario): Promise<History> {
  const { removeImage } = scenario;
  if (removeImage) await nodeControl().removeImage(`docker.io/library/${removeImage}`);
  const namespace = await api.createNamespace(scenario.name);
  const observer = new Observer(api, namespace, selectorOf(scenario));
  try {
    observer.start();
    await apply(api, namespace, scenario.manifests);
    const steps = await play(api, namespace, scenario, observer);
    const { gitVersion } = (await api.get<{ gitVersion: string }>('/version')) ?? {};
    return {
      scenario: scenario.name,
      kubernetes: gitVersion ?? 'unknown',
      recordedOn: new Date().toISOString().slice(0, 10),
      steps,
      samples: [...observer.samples],
    };
  } finally {
    observer.stop();
    await api.deleteNamespace(namespace);
    for (const { kind, metadata } of scenario.manifests.filter(isClusterWide)) {
      await api.kubectl(['delete', kind, metadata.name, '--ignore-not-found']);
    }
  }
}

async function play(
  api: ClusterApi,
  namespace: string,
  scenario: Scenario,
  observer: Observer,
): Promise<readonly Interference[]> {
  const deadline = Date.now() + scenario.timeout * 1000;
  const done: Interference[] = [];
  for (const step of scenario.steps) {
    await reach(step.when, scenario, observer, deadline);
    done.push({
      after: observer.samples.length,
      step: describeStep(step),
      decisive: isInterference(step),
    });
    await take(api, namespace, step, observer);
  }
  await reach(scenario.until, scenario, observer, deadline);
  return done;
}

async function reach(
  condition: Condition,
  { name }: Scenario,
  observer: Observer,
  deadline: number,
): Promise<void> {
  let since: number | undefined;
  while (true) {
    if (observer.failure) throw observer.failure;
    const now = Date.now();
    const isSo = holds(condition, observer.samples.at(-1), observer.isGone);
    since = isSo ? (since ?? now) : undefined;
    if (since !== undefined && now - since >= (condition.for ?? 0) * 1000) return;
    if (now > deadline) throw new Error(`${name}: never ${text(condition)}; ${lastSeen(observer)}`);
    await Bun.sleep(20);
  }
}

async function take(api: ClusterApi, namespace: string, step: Step, observer: Observer) {
  if (step.apply) await apply(api, namespace, [step.apply]);
  if (step.kubectl) await api.kubectl(['-n', namespace, ...step.kubectl]);
  const pod = observer.samples.at(-1)?.pod.metadata.name ?? '';
  if (step.node === 'kill-sandbox') await nodeControl().killSandbox(namespace, pod);
  if (step.node === 'restart-kubelet') await nodeControl().restartKubelet();
}

async function apply(api: ClusterApi, namespace: string, manifests: readonly Manifest[]) {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
  const text = list.includes(A_NODE) ? list.replaceAll(A_NODE, await readyNode(api)) : list;
  await api.kubectl(['-n', namespace, 'apply', '-f', '-'], text);
}

/** What a manifest names in place of a node that works: each cluster has its own. */
const A_NODE = 'A-NODE-OF-THE-CLUSTER';

async function readyNode(api: ClusterApi): Promise<string> {
  const { items = [] } = (await api.get<{ items: readonly NodeObject[] }>('/api/v1/nodes')) ?? {};
  const found = items.find((node) => readinessOf(node) === 'True');
  if (!found) throw new Error('no node of the cluster is Ready');
  return found.metadata.name;
}

const CLUSTER_WIDE = ['RuntimeClass', 'Node'];

function isClusterWide({ kind }: Manifest): boolean {
  return CLUSTER_WIDE.includes(kind);
}

function selectorOf({ name, label, manifests }: Scenario): string {
  if (label) return `labelSelector=${encodeURIComponent(label)}`;
  const pod = manifests.find(({ kind }) => kind === 'Pod');
  if (!pod) throw new Error(`${name}.yaml has no Pod and no label to find one by`);
  return `fieldSelector=${encodeURIComponent(`metadata.name=${pod.metadata.name}`)}`;
}

function describeStep({ apply: applied, kubectl, node }: Step): string {
  const parts = [
    applied && `apply ${applied.kind} ${applied.metadata.name}`,
    kubectl?.join(' '),
    node,
  ];
  return parts.filter(Boolean).join(', ');
}

function lastSeen({ samples, isGone }: Observer): string {
  const last = samples.at(-1);
  if (!last) return 'the Pod was never seen';
  const events = last.events.map(({ reason, message }) => `${reason}: ${message}`);
  const { ready, status, restarts } = last.row;
  return `${isGone ? 'gone, ' : ''}last ${ready} ${status} ${restarts}\n${events.join('\n')}`;
}

function text(condition: Condition): string {
  return JSON.stringify(condition);
}
