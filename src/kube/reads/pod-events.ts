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

/** The Events about all Pods that have had the name. */
function readPodEvents(client: KubeClient, namespace: string, name: string) {
  const ofName = `involvedObject.name=${selectorValue(name)},involvedObject.kind=Pod`;
  return readEvents(client, namespace, ofName);
}

/**
 * The Events about some Pods of a namespace, and why others may be missing. Throws ApiError,
 * ConnectionError or the reason of `signal`.
 */
export function readEventsOfPods(
  client: KubeClient,
  namespace: string,
  uids: ReadonlySet<string>,
  signal: AbortSignal,
) {
  const isWanted = (item: JsonObject) => uids.has(textOf(fieldsOf(item.involvedObject).uid) ?? '');
  return readEvents(client, namespace, 'involvedObject.kind=Pod', { isWanted, signal });
}

interface EventsWanted {
  readonly isWanted?: (item: JsonObject) => boolean;
  readonly signal?: AbortSignal;
}

/** Those that are selected, page by page. */
async function readEvents(
  client: KubeClient,
  namespace: string,
  fieldSelector: string,
  { isWanted = () => true, signal }: EventsWanted = {},
) {
  const path = apiPath({ groupPath: '/api/v1', namespace, resource: 'events' });
  const events: PodEvent[] = [];
  let read = 0;
  let token: string | undefined;
  do {
    const query = { fieldSelector, limit: PAGE_SIZE, continue: token };
    const { body } = await client.getJson(path, { query, ...(signal && { signal }) });
    if (!isJsonObject(body) || body.kind !== 'EventList') throw noEvents(client, 'no EventList');
    const { items, metadata } = body;
    const page = objectsOf(items);
    read += page.length;
    for (const item of page.filter(isWanted)) events.push(readEvent(client, item));
    token = textOf(fieldsOf(metadata).continue);
  } while (token !== undefined && read < MOST_EVENTS);
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
