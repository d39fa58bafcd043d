import type { WorkloadObject, WorkloadStory } from '../../model/explain/many/workload-story.ts';
import { apiPath } from '../objects/api-path.ts';
import type { JsonObject } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import { type ReadOptions, readJsonList } from '../reads/list.ts';
import { WORKLOAD_KINDS, type WorkloadKind } from '../reads/workloads.ts';
import type { KubeClient } from '../transport/client.ts';
import { isOwned, readCronJobEvents, readRefusals } from './workload-pods.ts';

/**
 * Hands on each workload of these kinds, of a namespace or with undefined of all, with what tells why it
 * has no Pods, or too few. Requests: a list of each kind, and where one has none, one for the refusals
 * and two for the Jobs and Events of CronJobs. Throws ApiError or ConnectionError.
 */
export async function readWorkloadsOfKinds(
  client: KubeClient,
  kinds: readonly WorkloadKind[],
  namespace: string | undefined,
  podsOf: (workload: WorkloadObject) => number,
  take: (story: WorkloadStory) => void,
  { signal }: Pick<ReadOptions, 'signal'> = {},
): Promise<void> {
  const bare: WorkloadObject[] = [];
  const sort = (workload: WorkloadObject) => {
    const pods = podsOf(workload);
    const { replicas, active } = workload.status ?? {};
    // Its Pods have come since they were listed, or it is not known that they are its own.
    if (pods === 0 && (Number(replicas) > 0 || Number(active) > 0)) return;
    if (pods === 0) bare.push(workload);
    else take({ workload, owned: [], pods, events: [] });
  };
  for (const kind of kinds) await eachWorkload(client, kind, namespace, sort, signal);
  if (bare.length === 0) return;
  const refusals = await readRefusals(client, namespace);
  const events = [...refusals.events];
  const jobs: WorkloadObject[] = [];
  const ofJobs = WORKLOAD_KINDS.find(({ kind }) => kind === 'Job');
  if (ofJobs !== undefined && bare.some(({ kind }) => kind === 'CronJob')) {
    await eachWorkload(client, ofJobs, namespace, (job) => jobs.push(job), signal);
    events.push(...(await readCronJobEvents(client, namespace)).events);
  }
  for (const workload of bare) {
    const uids = new Set([workload.metadata.uid]);
    const owned = jobs.filter((job) => isOwned(job, uids));
    take({ workload, owned, pods: 0, ...refusals, events });
  }
}

async function eachWorkload(
  client: KubeClient,
  { kind, groupPath, resource }: WorkloadKind,
  namespace: string | undefined,
  take: (workload: WorkloadObject) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = apiPath({ groupPath, namespace, resource });
  const takeItem = (item: JsonObject) => take(trusted<WorkloadObject>({ ...item, kind }));
  await readJsonList(client, path, takeItem, { signal });
}
