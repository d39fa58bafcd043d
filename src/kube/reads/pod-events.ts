import type { PodEvent } from '../../model/kubernetes/api.ts';
import { isJsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { problemOf } from '../transport/errors.ts';
import { type PodAnswer, readPod } from './pods.ts';

/** A pod with its events; `eventsProblem` says why there are none when reading them failed. */
export interface PodAndEvents extends PodAnswer {
  readonly events: readonly PodEvent[];
  readonly eventsProblem: string | undefined;
}

/** Reads a pod and its events at the same time; without the right to events, the pod alone. */
export async function readPodAndEvents(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<PodAndEvents> {
  const reading = readPodEvents(client, namespace, name).catch((error: unknown) => ({
    events: [],
    eventsProblem: problemOf(error),
  }));
  const answer = await readPod(client, namespace, name);
  const { events, eventsProblem } = await reading;
  const { uid } = answer.pod.metadata;
  return {
    ...answer,
    events: events.filter((event) => event.involvedObject?.uid === uid),
    eventsProblem,
  };
}

const PAGE_SIZE = 500;
/** The API server keeps Events for an hour and counts repeated ones up: no Pod has nearly as many. */
const MOST_EVENTS = 10_000;

/** The Events about all Pods that have had the name, page by page. */
async function readPodEvents(client: KubeClient, namespace: string, name: string) {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
  const fieldSelector = `involvedObject.name=${name},involvedObject.kind=Pod`;
  const events: PodEvent[] = [];
  let token: string | undefined;
  do {
    const query = { fieldSelector, limit: PAGE_SIZE, continue: token };
    const { body } = await client.getJson(path, { query });
    const { items, metadata } = isJsonObject(body) ? body : {};
    events.push(...trusted<readonly PodEvent[]>(objectsOf(items)));
    token = isJsonObject(metadata) ? textOf(metadata.continue) : undefined;
  } while (token !== undefined && events.length < MOST_EVENTS);
  const eventsProblem =
    token === undefined ? undefined : `there are more than ${MOST_EVENTS}, and these were not read`;
  return { events, eventsProblem };
}
