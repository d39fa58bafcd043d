import { attempt } from '../../errors.ts';
import type { PodEvent } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { EVENT_SHAPE } from '../objects/event-shape.ts';
import {
  fieldsOf,
  isJsonObject,
  type JsonObject,
  objectsOf,
  textOf,
} from '../objects/json-value.ts';
import { fitToShape, formatPath } from '../objects/shape.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ConnectionError, problemOf } from '../transport/errors.ts';
import { type PodAnswer, podPath, readPod } from './pods.ts';

/** A pod with its events; `eventsProblem` says why there are none when reading them failed. */
export interface PodAndEvents extends PodAnswer {
  readonly events: readonly PodEvent[];
  readonly eventsProblem: string | undefined;
}

/**
 * Reads a pod and its events at the same time; without the right to events, the pod alone. `sooner`
 * is told of the pod as soon as it is there, while the events may still be on their way.
 */
export async function readPodAndEvents(
  client: KubeClient,
  namespace: string,
  name: string,
  sooner: (answer: PodAnswer) => void = () => {},
): Promise<PodAndEvents> {
  // Refuses a name that is none before anything is sent.
  podPath(namespace, name);
  const reading = attempt(readPodEvents(client, namespace, name));
  const [answer, read] = await Promise.all([
    readPod(client, namespace, name).then((pod) => {
      sooner(pod);
      return pod;
    }),
    reading,
  ]);
  const { events, eventsProblem } =
    'value' in read ? read.value : { events: [], eventsProblem: problemOf(read.problem) };
  const { uid } = answer.pod.metadata;
  return {
    ...answer,
    events: events.filter((event) => event.involvedObject?.uid === uid),
    eventsProblem,
  };
}

/** Few Pods have more: each page costs a whole answer. */
const PAGE_SIZE = 1000;
/** The API server keeps Events for an hour and counts repeated ones up: no Pod has nearly as many. */
const MOST_EVENTS = 10_000;

/** The Events about all Pods that have had the name, page by page. */
async function readPodEvents(client: KubeClient, namespace: string, name: string) {
  const path = apiPath({ groupPath: '/api/v1', namespace, resource: 'events' });
  const fieldSelector = `involvedObject.name=${selectorValue(name)},involvedObject.kind=Pod`;
  const events: PodEvent[] = [];
  let token: string | undefined;
  do {
    const query = { fieldSelector, limit: PAGE_SIZE, continue: token };
    const { body } = await client.getJson(path, { query });
    if (!isJsonObject(body) || body.kind !== 'EventList') throw noEvents(client, 'no EventList');
    const { items, metadata } = body;
    for (const item of objectsOf(items)) events.push(readEvent(client, item));
    token = textOf(fieldsOf(metadata).continue);
  } while (token !== undefined && events.length < MOST_EVENTS);
  const eventsProblem =
    token === undefined ? undefined : `there are more than ${MOST_EVENTS}, and these were not read`;
  return { events, eventsProblem };
}

function readEvent(client: KubeClient, item: JsonObject): PodEvent {
  const [misfit] = fitToShape(item, EVENT_SHAPE);
  if (misfit === undefined) return trusted<PodEvent>(item);
  throw noEvents(client, `an Event whose ${formatPath(misfit.path)} ${misfit.problem}`);
}

function noEvents({ connection }: KubeClient, what: string): ConnectionError {
  return new ConnectionError(`${connection.server} was asked for Events and answered with ${what}`);
}

/** As a field selector writes a value with signs of its own (apimachinery fields.EscapeValue). */
function selectorValue(text: string): string {
  return text.replace(/[\\,=]/g, '\\$&');
}
