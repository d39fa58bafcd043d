import { attempt, UserError } from '../../errors.ts';
import type { WorkloadObject, WorkloadStory } from '../../model/explain/many/workload-story.ts';
import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { itemsOf } from '../objects/json-value.ts';
import { labelSelectorOf } from '../objects/label-selector.ts';
import { trusted } from '../objects/trusted.ts';
import type { ReadOptions } from '../reads/list.ts';
import { getWorkload, WORKLOAD_KINDS, type WorkloadKind } from '../reads/workloads.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';
import { readExplainedPods } from './pod-list.ts';

/** Kinds whose Pods belong to objects that they own. */
const OWNED_KINDS: Readonly<Record<string, string>> = {
  Deployment: 'ReplicaSet',
  CronJob: 'Job',
};

/**
 * Reads a workload and hands on each of its Pods. Resolves with what tells why there are none, or
 * too few. Five requests at most, whatever the number of Pods; throws ApiError or ConnectionError.
 */
export async function readWorkloadPods(
  client: KubeClient,
  kind: WorkloadKind,
  namespace: string,
  name: string,
  take: (pod: Pod) => void,
  options: ReadOptions = {},
): Promise<WorkloadStory> {
  const { workload, labelSelector } = await readSelecting(client, kind, namespace, name);
  const owned = await readOwned(client, workload, namespace, labelSelector);
  const owners = new Set([workload, ...owned].map(({ metadata }) => metadata.uid));
  let pods = 0;
  // A CronJob selects by itself: its Pods have the labels of its template, as others may.
  const scope = { namespace, labelSelector: labelSelector ?? selectorOfJobs(owned) };
  if (scope.labelSelector !== undefined) {
    await readExplainedPods(
      client,
      scope,
      (pod) => {
        if (!isOwned(pod, owners)) return;
        pods += 1;
        take(pod);
      },
      options,
    );
  }
  return { workload, owned, pods, ...(await readWhyNot(client, kind, namespace, name, pods)) };
}

/** A workload and the labels of its Pods; a CronJob says nothing of them. */
export async function readSelecting(
  client: KubeClient,
  kind: WorkloadKind,
  namespace: string,
  name: string,
): Promise<{ readonly workload: WorkloadObject; readonly labelSelector: string | undefined }> {
  const object = await getWorkload(client, kind, namespace, name);
  return { workload: trusted<WorkloadObject>(object), labelSelector: labelSelectorOf(object) };
}

function pathOf({ groupPath, resource }: WorkloadKind, namespace: string, name?: string): string {
  return apiPath({ groupPath, namespace, resource, name });
}

/** The ReplicaSets or Jobs through which a workload has its Pods. */
export async function readOwned(
  client: KubeClient,
  { kind, metadata }: WorkloadObject,
  namespace: string,
  labelSelector: string | undefined,
): Promise<readonly WorkloadObject[]> {
  const owned = WORKLOAD_KINDS.find((each) => each.kind === OWNED_KINDS[kind]);
  if (owned === undefined) return [];
  const { body } = await client.getJson(pathOf(owned, namespace), { query: { labelSelector } });
  const items = itemsOf(body);
  return items
    .map((item) => trusted<WorkloadObject>({ ...item, kind: owned.kind }))
    .filter((each) => isOwned(each, new Set([metadata.uid])));
}

/** The story with the ReplicaSets of a Deployment; as it is where they may not be read. */
export async function withReplicaSets(
  client: KubeClient,
  story: WorkloadStory,
): Promise<WorkloadStory> {
  const { workload } = story;
  const { namespace = 'default' } = workload.metadata;
  const selector = labelSelectorOf(workload);
  const read = await attempt(readOwned(client, workload, namespace, selector));
  return 'value' in read ? { ...story, owned: read.value } : story;
}

/** The Job controller labels each Pod so (pkg/controller/job/job_controller.go). */
function selectorOfJobs(jobs: readonly WorkloadObject[]): string | undefined {
  if (jobs.length === 0) return undefined;
  return `batch.kubernetes.io/controller-uid in (${jobs.map(({ metadata }) => metadata.uid)})`;
}

/** Whether one of these objects controls a Pod, ReplicaSet or Job. */
export function isOwned(
  { metadata }: Pick<Pod, 'metadata'>,
  owners: ReadonlySet<string | undefined>,
): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ uid, controller }) => controller === true && owners.has(uid),
  );
}

/** The Events that tell why there are no Pods, or why a CronJob has not started a Job. */
async function readWhyNot(
  client: KubeClient,
  { kind }: WorkloadKind,
  namespace: string,
  name: string,
  pods: number,
): Promise<EventsRead> {
  const [refusals, ofCronJob] = await Promise.all([
    pods > 0 ? { events: [] } : readRefusals(client, namespace),
    kind === 'CronJob' ? readCronJobEvents(client, namespace, name) : { events: [] },
  ]);
  return { ...refusals, ...ofCronJob, events: [...refusals.events, ...ofCronJob.events] };
}

type EventsRead = Pick<WorkloadStory, 'events' | 'eventsUnreadable'>;

/** The refusals of the namespace, or of all: there are few, and which of them count the model knows. */
export function readRefusals(
  client: KubeClient,
  namespace: string | undefined,
): Promise<EventsRead> {
  return readEvents(client, namespace, 'reason=FailedCreate');
}

/** What the controller of CronJobs says of one of them, or of all. */
export function readCronJobEvents(
  client: KubeClient,
  namespace: string | undefined,
  name?: string,
): Promise<EventsRead> {
  const ofOne = name === undefined ? '' : `,involvedObject.name=${name}`;
  return readEvents(client, namespace, `involvedObject.kind=CronJob${ofOne}`);
}

async function readEvents(
  client: KubeClient,
  namespace: string | undefined,
  fieldSelector: string,
): Promise<EventsRead> {
  try {
    const path = apiPath({ groupPath: '/api/v1', namespace, resource: 'events' });
    const { body } = await client.getJson(path, { query: { fieldSelector, limit: 500 } });
    const items = itemsOf(body);
    return { events: items.map((item) => trusted<PodEvent>(item)) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { events: [], eventsUnreadable: problemOf(error) };
  }
}
