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
 * has no Pods, or too few, and of a CronJob how its Jobs have ended. Requests: a list of each kind, one
 * for the refusals where a workload has no Pods, and two for the Jobs and Events of CronJobs. Throws
 * ApiError or ConnectionError.
 */
export async function readWorkloadsOfKinds(
  client: KubeClient,
  kinds: readonly WorkloadKind[],
  namespace: string | undefined,
  podsOf: (workload: WorkloadObject) => number,
  take: (story: WorkloadStory) => void,
  { signal }: Pick<ReadOptions, 'signal'> = {},
): Promise<void> {
  const asked: { readonly workload: WorkloadObject; readonly pods: number }[] = [];
  const sort = (workload: WorkloadObject) => {
    const pods = podsOf(workload);
    const { replicas, active } = workload.status ?? {};
    // Its Pods have come since they were listed, or it is not known that they are its own.
    if (pods === 0 && (Number(replicas) > 0 || Number(active) > 0)) return;
    if (pods === 0 || workload.kind === 'CronJob') asked.push({ workload, pods });
    else take({ workload, owned: [], pods, events: [] });
  };
  for (const kind of kinds) await eachWorkload(client, kind, namespace, sort, signal);
  if (asked.length === 0) return;
  const isBare = asked.some(({ pods }) => pods === 0);
  const refusals = isBare ? await readRefusals(client, namespace) : { events: [] };
  const events = [...refusals.events];
  const jobs: WorkloadObject[] = [];
  const ofJobs = WORKLOAD_KINDS.find(({ kind }) => kind === 'Job');
  if (ofJobs !== undefined && asked.some(({ workload }) => workload.kind === 'CronJob')) {
    await eachWorkload(client, ofJobs, namespace, (job) => jobs.push(job), signal);
    events.push(...(await readCronJobEvents(client, namespace)).events);
  }
  for (const { workload, pods } of asked) {
    const uids = new Set([workload.metadata.uid]);
    const owned = jobs.filter((job) => isOwned(job, uids));
    take({ workload, owned, pods, ...refusals, events });
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
