import type { PodEvent } from '../../model/kubernetes/api.ts';
import { isJsonObject } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';
import { type PodAnswer, readPod } from './pods.ts';

/** A pod with its events; `eventsProblem` says why there are none when reading them failed. */
export interface PodAndEvents extends PodAnswer {
  readonly events: readonly PodEvent[];
  readonly eventsProblem: string | undefined;
}

/** The events about a pod, also about an earlier one of its name unless `uid` is given. */
async function readPodEvents(
  client: KubeClient,
  namespace: string,
  name: string,
  uid?: string,
): Promise<readonly PodEvent[]> {
  const about = [`involvedObject.name=${name}`, 'involvedObject.kind=Pod'];
  if (uid !== undefined) about.push(`involvedObject.uid=${uid}`);
  const { body } = await client.getJson(
    `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    { query: { fieldSelector: about.join(','), limit: 500 } },
  );
  const items = isJsonObject(body) && Array.isArray(body.items) ? body.items : [];
  return items as readonly PodEvent[];
}

/** Reads a pod and its events at the same time; without the right to events, the pod alone. */
export async function readPodAndEvents(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<PodAndEvents> {
  const reading = readPodEvents(client, namespace, name).then(
    (events) => ({ events, eventsProblem: undefined }),
    (error: unknown) => ({ events: [], eventsProblem: problemOf(error) }),
  );
  const answer = await readPod(client, namespace, name);
  const { events, eventsProblem } = await reading;
  const { uid } = answer.pod.metadata;
  return {
    ...answer,
    events: events.filter((event) => event.involvedObject?.uid === uid),
    eventsProblem,
  };
}
