import { byPlace, UserError } from '../../errors.ts';
import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { EVENT_SHAPE } from '../objects/event-shape.ts';
import { fieldsOf, textOf } from '../objects/json-value.ts';
import { fitToShape, type Misfit, REQUIRED } from '../objects/shape.ts';
import { coreEvent } from './core-event.ts';
import { leftOut, noPods } from './left-out.ts';
import { type ManifestObject, objectsIn } from './manifest-objects.ts';
import {
  isStoredObject,
  type ManifestPod,
  misfitErrors,
  podMisfits,
  templateProblem,
  templatesIn,
} from './manifest-pod.ts';
import { readSources, type SourceOptions } from './manifest-sources.ts';
import { placeAt, placeOf } from './origin.ts';
import { isPodDump, podOfDump } from './pod-dump.ts';
import { distinctObjects, ownersIn } from './same-objects.ts';
import {
  isSurrounding,
  type SurroundingObjects,
  surroundingProblems,
  surroundingsOf,
} from './surrounding-objects.ts';

/** What files say, as far as it can be read, and why the rest cannot. */
export interface Manifests extends SurroundingObjects {
  readonly pods: readonly ManifestPod[];
  /** The events that were saved along with them. */
  readonly events: readonly PodEvent[];
  /**
   * What cannot be read, and what an API server would refuse. What it would refuse for something
   * around the pods alone, such as the name or the selector, is among the pods all the same.
   */
  readonly problems: readonly UserError[];
  /** What else a reader should know: what is left out, or counted once. */
  readonly notes: readonly string[];
}

export interface ManifestOptions extends SourceOptions {
  /** The namespace that was asked for (-n): objects without one get it, others are refused. */
  readonly namespace?: string | undefined;
  /** Whether it is no problem if there is no pod. */
  readonly mayLackPods?: boolean;
}

/**
 * Reads pods, events and what else matters to pods from manifests and from what
 * `kubectl get -o yaml` saved. Kinds without pods are passed over; it is a problem if there is no
 * pod at all. Never throws for what is in the files: one bad document hides no good one.
 */
export async function readManifests(
  names: readonly string[],
  options: ManifestOptions,
): Promise<Manifests> {
  const sources = await readSources(names, options);
  const read = sources.texts.flatMap(objectsIn);
  const all = read.filter(isObject);
  const { objects, notes } = distinctObjects(all);
  const ownerOf = ownersIn(all);
  const found = await Promise.all(
    objects.map((object) => whatIsIn(object, options.namespace, ownerOf)),
  );
  const problems = [
    ...sources.problems,
    ...read.filter((each) => each instanceof UserError),
    ...found.flatMap((each) => each.problems),
  ];
  const pods = found.flatMap((each) => each.pods);
  const events = found.flatMap((each) => each.events);
  const others = objects.filter((_, index) => found[index]?.isOther);
  const surrounding = objects
    .filter((object, index) => isSurrounding(object) && found[index]?.problems.length === 0)
    .map((object) => placed(object, options.namespace))
    .filter(isObject);
  if (pods.length === 0 && problems.length === 0 && !options.mayLackPods) {
    problems.push(noPods(names, [...surrounding, ...others], events.length));
  }
  return {
    pods,
    events,
    ...surroundingsOf(surrounding),
    problems: problems.sort(byPlace),
    notes: [...notes, ...leftOut(others)],
  };
}

function isObject(read: ManifestObject | UserError): read is ManifestObject {
  return !(read instanceof UserError);
}

/** What one object comes to; nothing but problems where these are about what its pods do. */
interface Found {
  readonly pods: readonly ManifestPod[];
  readonly events: readonly PodEvent[];
  /** Whether it is of a kind in which nothing is looked for. */
  readonly isOther: boolean;
  readonly problems: readonly UserError[];
}

const NOTHING: Found = { pods: [], events: [], isOther: false, problems: [] };

async function whatIsIn(
  read: ManifestObject,
  namespace: string | undefined,
  ownerOf: ReturnType<typeof ownersIn>,
): Promise<Found> {
  if (read.kind === 'Event') return eventIn(read);
  if (isPodDump(read)) return dumpIn(read);
  const isStored = isStoredObject(read);
  // Who reads but what a server has stored does not pay for the table of all fields.
  const refusals = isStored ? undefined : await import('./refusals.ts');
  const unserved = refusals?.kindRefusal(read);
  const isOther = templatesIn(read) === undefined && !isSurrounding(read);
  // What an older version of Kubernetes had starts in the same order.
  if (unserved !== undefined && (isOther || !unserved.isOfOldVersion)) {
    return { ...NOTHING, problems: [unserved.problem] };
  }
  if (isOther) return { ...NOTHING, isOther };
  const object = placed(read, namespace);
  if (object instanceof UserError) return { ...NOTHING, problems: [object] };
  const templates = templatesIn(object);
  if (templates === undefined) return { ...NOTHING, problems: surroundingProblems(object) };
  const unrendered = templates.flatMap((template) => templateProblem(object, template) ?? []);
  if (unrendered.length > 0) return { ...NOTHING, problems: unrendered };
  const misfits = [
    ...(refusals?.fieldMisfits(object, templates) ?? []),
    ...podMisfits(object, templates),
  ];
  const isReadable = !misfits.some(isWrongType);
  const severe = distinct([
    ...misfitErrors(misfits, object.origin),
    ...((isReadable && refusals?.podRefusals(object, templates)) || []),
  ]);
  const mild = [
    ...(unserved === undefined ? [] : [unserved.problem]),
    ...((isReadable && refusals?.objectRefusals(object, templates)) || []),
  ];
  if (severe.length > 0) return { ...NOTHING, problems: distinct([...severe, ...mild]) };
  const { kind, origin } = object;
  const pods = templates.map(({ pod, path, part, replicas }) => ({
    // Its form has been looked at.
    pod: pod as unknown as Pod,
    kind,
    part,
    origin,
    object: object.fields,
    path,
    owner: ownerOf(object),
    replicas,
  }));
  return { ...NOTHING, pods, problems: mild };
}

/** Whether the values of the object cannot be looked at; a field that is missing does no harm. */
function isWrongType({ path, problem }: Misfit): boolean {
  if (problem === undefined) return false;
  return problem !== REQUIRED || path.at(-1) === 'spec';
}

function distinct(problems: readonly UserError[]): readonly UserError[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function dumpIn(read: ManifestObject): Found {
  const found = podOfDump(read);
  return 'pod' in found ? { ...NOTHING, pods: [found] } : { ...NOTHING, problems: found };
}

function eventIn({ fields, origin }: ManifestObject): Found {
  const event = coreEvent(fields);
  const problems = misfitErrors(fitToShape(event, EVENT_SHAPE), origin);
  const events = problems.length === 0 ? [event as unknown as PodEvent] : [];
  return { ...NOTHING, events, problems };
}

/** Kinds that are in no namespace. */
const OF_CLUSTER: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'RuntimeClass',
  'PriorityClass',
]);

function placed(object: ManifestObject, namespace: string | undefined): ManifestObject | UserError {
  const isAnywhere = namespace === undefined || OF_CLUSTER.has(object.kind);
  return isAnywhere ? object : inNamespace(object, namespace);
}

/** The object in the namespace that was asked for, in kubectl's words if it has another. */
function inNamespace(object: ManifestObject, namespace: string): ManifestObject | UserError {
  const metadata = fieldsOf(object.fields.metadata);
  const own = textOf(metadata.namespace);
  if (own === namespace) return object;
  if (own === undefined) {
    return { ...object, fields: { ...object.fields, metadata: { ...metadata, namespace } } };
  }
  return new UserError(
    `${placeOf(object.origin)}: the namespace from the provided object "${own}" does not match the namespace "${namespace}". You must pass '--namespace=${own}' to perform this operation.`,
    { place: placeAt(object.origin, []) },
  );
}
