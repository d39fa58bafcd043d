import { attempt, known } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { Manifests } from '../../kube/files/manifest-files.ts';
import type { ManifestPod } from '../../kube/files/manifest-pod.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { presentPods, readUpdate } from '../../kube/update/read-update.ts';
import { tryCreate, tryCreateWorkload } from '../../kube/update/try-create.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { costsInOrder } from '../../model/resources/pod/costs-in-order.ts';
import { afterApply, fileContext, hasNewQuota } from '../../model/resources/pod/file-context.ts';
import type { PodContext, PodSource } from '../../model/resources/pod/pod-context.ts';
import { isRefusedAsItIs, podCost } from '../../model/resources/pod/pod-cost.ts';
import { changedSource } from '../../model/resources/pod/what-if-cost.ts';
import { answersOf, type Outcome } from '../outcome.ts';
import { unknown } from '../unknown.ts';
import { readResourceManifests, sourcesOf } from './manifests.ts';
import { type Answer, judge, outcomeOf } from './pods.ts';
import type { FileReport } from './request.ts';
import { NOTHING_AROUND, surroundingsReader } from './surroundings.ts';

/** Tells what each Pod and workload of files costs; without a client by the files alone. */
export async function reportFiles(
  request: FileReport,
  client: KubeClient | undefined,
  io: Io,
): Promise<Outcome> {
  const manifests = await readResourceManifests(request.files, io);
  const { problems, notes } = manifests;
  const sources = sourcesOf(manifests);
  const judged = client
    ? await readPlaces(sources, manifests, client)
    : sources.map((source) => placeByFile(source, sources, manifests));
  // Of a chart only some Pods have the container, or the replicas, that a change is about.
  const meant = judged.filter(({ source }) => 'pod' in changedSource(source, request.changes));
  const asked = meant.length > 0 ? meant : judged;
  const costs = client
    ? costsInOrder(asked)
    : asked.map(({ source, context }) => ({ source, context, cost: podCost(source, context) }));
  const answers = await answersOf(
    costs.map(async (each, index): Promise<Answer> => {
      return { ...judge(each, request), notes: asked[index]?.notes ?? [] };
    }),
  );
  const outcome = await outcomeOf(answers, false, request, io);
  const others = judged.length - asked.length;
  const leftOut =
    others === 0
      ? []
      : [`${others} ${others === 1 ? 'Pod has' : 'Pods have'} nothing that could be changed so`];
  return {
    ...outcome,
    notes: [...notes, ...leftOut, ...(outcome.notes ?? [])],
    problems: [...problems, ...(outcome.problems ?? [])],
  };
}

/** A Pod of a file, and where it would be. */
interface Placed {
  readonly source: PodSource;
  readonly context: PodContext;
  readonly notes: readonly string[];
}

function placeByFile(
  source: PodSource,
  all: readonly PodSource[],
  manifests: Manifests,
  namespace?: string,
): Placed {
  const around = fileContext(source, all, manifests, namespace);
  const { notes, ...nothing } = NOTHING_AROUND;
  const made = madeByFile(source, nothing, manifests, namespace);
  return { source, context: { ...nothing, ...around, ...made }, notes };
}

/** What the cluster has of each, and around it: that decides where it was asked. */
function readPlaces(
  sources: readonly PodSource[],
  manifests: Manifests,
  client: KubeClient,
): Promise<readonly Placed[]> {
  const reader = surroundingsReader(client, { check: true, usage: false });
  return Promise.all(
    sources.map(async (source, index) => {
      const [updated, { notes, ...found }] = await Promise.all([
        withUpdate(source, manifests.pods[index], client),
        reader.read(source),
      ]);
      const ofFile = placeByFile(source, sources, manifests, client.connection.namespace).context;
      const applied = await afterApplying(source, found, manifests, client);
      const context = {
        ...found,
        quotas: applied.quotas ?? ofFile.quotas,
        limitRanges: applied.limitRanges ?? ofFile.limitRanges,
        nodes: found.nodes ?? ofFile.nodes,
        ...madeByFile(source, found, manifests, client.connection.namespace),
        isUpdateUnknown: updated.isUnknown,
      };
      const placed = { source: updated.source, context };
      return {
        ...placed,
        context: {
          ...context,
          serverRefusal: await refusalOf(placed, manifests.pods[index], manifests, client),
        },
        notes: [...notes, ...updated.notes],
      };
    }),
  );
}

/** What the server says to a new Pod for which nothing that is judged here refuses it. */
async function refusalOf(
  { source, context }: Omit<Placed, 'notes'>,
  manifest: ManifestPod | undefined,
  { serviceAccounts, priorityClasses, namespaces, runtimeClasses }: Manifests,
  client: KubeClient,
): Promise<string | undefined> {
  const { update, kind, pod, isStored } = source;
  const isNew = !isStored && !(kind === 'Pod' && update !== undefined) && !update?.refusal;
  const where = pod.metadata.namespace ?? client.connection.namespace;
  const isIn = (list: readonly { metadata: { name?: string } }[], name: string | undefined) =>
    list.some(({ metadata }) => metadata.name === name);
  if (!isNew || isIn(namespaces, where)) return undefined;
  const ofWorkload =
    update === undefined && manifest?.object !== undefined
      ? await tryCreateWorkload(client, where, kind, manifest.object)
      : undefined;
  if (ofWorkload !== undefined) return ofWorkload;
  if (isRefusedAsItIs(podCost(source, context))) return undefined;
  const { serviceAccountName, priorityClassName, runtimeClassName } = pod.spec;
  const isOfFile =
    isIn(serviceAccounts, serviceAccountName) ||
    isIn(priorityClasses, priorityClassName) ||
    isIn(runtimeClasses, runtimeClassName);
  return isOfFile ? undefined : tryCreate(client, where, withClaims(pod));
}

/** A StatefulSet adds a volume for each of its claims. */
function withClaims(pod: Pod): Pod {
  const { volumes = [], containers, initContainers = [] } = pod.spec;
  const mounts = [...initContainers, ...containers].flatMap(
    ({ volumeMounts = [] }) => volumeMounts,
  );
  const names = new Set(volumes.map(({ name }) => name));
  const claimed = [...new Set(mounts.map(({ name }) => name))].filter((name) => !names.has(name));
  if (claimed.length === 0) return pod;
  const claims = claimed.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...pod, spec: { ...pod.spec, volumes: [...volumes, ...claims] } };
}

/** The quotas and LimitRanges of a namespace with those of the files, which are made first. */
async function afterApplying(
  source: PodSource,
  found: PodContext,
  manifests: Manifests,
  client: KubeClient,
): Promise<Pick<PodContext, 'quotas' | 'limitRanges'>> {
  const { namespace } = client.connection;
  const where = source.pod.metadata.namespace ?? namespace;
  const isCounted = hasNewQuota(source, found.quotas, manifests, namespace);
  const existing = isCounted ? known(await attempt(presentPods(client, where))) : [];
  // Without the Pods nobody knows what a new quota counts.
  const live = existing === undefined ? { ...found, quotas: undefined } : found;
  return afterApply(source, live, manifests, existing ?? [], namespace);
}

/** The Namespace and the RuntimeClass of a Pod where the files have them. */
function madeByFile(
  { pod, isStored }: PodSource,
  { overhead, lacksNamespace, lacksRuntimeClass }: PodContext,
  { namespaces, runtimeClasses }: Manifests,
  namespace = 'default',
): Pick<PodContext, 'overhead' | 'lacksNamespace' | 'lacksRuntimeClass'> {
  const where = pod.metadata.namespace ?? namespace;
  const isMade = namespaces.some(({ metadata }) => metadata.name === where);
  const { runtimeClassName } = pod.spec;
  const made = isStored
    ? undefined
    : runtimeClasses.find(({ metadata }) => metadata.name === runtimeClassName);
  return {
    overhead: made ? (made.overhead?.podFixed ?? {}) : overhead,
    lacksNamespace: lacksNamespace === true && !isMade,
    lacksRuntimeClass: lacksRuntimeClass === true && made === undefined,
  };
}

/** With what is on the cluster under its name already, and what the server makes of the change. */
async function withUpdate(
  source: PodSource,
  manifest: ManifestPod | undefined,
  client: KubeClient,
): Promise<Omit<Placed, 'context'> & { readonly isUnknown: boolean }> {
  if (manifest?.object === undefined) return { source, isUnknown: false, notes: [] };
  const namespace = source.pod.metadata.namespace ?? client.connection.namespace;
  const read = await attempt(readUpdate(client, source.kind, manifest.object, namespace));
  const found = known(read);
  if (found === undefined) {
    const notes = unknown('what is there under its name is', read);
    return { source, isUnknown: 'problem' in read, notes };
  }
  const { update, stored, problem } = found;
  const refused = problem ? unknown('what the server says to the change is', { problem }) : [];
  // A Pod's own status is of no interest to one that would take its place.
  const next = stored && source.kind !== 'Pod' ? { ...stored, isStored: false } : {};
  return { source: { ...source, ...next, update }, isUnknown: false, notes: refused };
}
