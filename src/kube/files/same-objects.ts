import type { Workload } from '../../model/resources/totals/totals.ts';
import { groupOf } from '../objects/api-path.ts';
import {
  fieldsOf,
  isJsonObject,
  type JsonObject,
  objectsOf,
  textOf,
} from '../objects/json-value.ts';
import type { ManifestObject } from './manifest-objects.ts';
import { placeOf } from './origin.ts';

/** Objects without those that are in the files twice, and what is to be said about that. */
export interface DistinctObjects {
  readonly objects: readonly ManifestObject[];
  readonly notes: readonly string[];
}

/**
 * Leaves out what would be counted twice: of an object that comes several times all but the last,
 * as `kubectl apply` has it in the end, and a workload whose Pods, or whose owned workloads, are
 * in the files too (`kubectl get all -o yaml` saves a Deployment, its ReplicaSets and its Pods).
 */
export function distinctObjects(all: readonly ManifestObject[]): DistinctObjects {
  const last = new Map(all.map((object, index) => [identityOf(object, index), object]));
  const notes = all.flatMap((object, index) => {
    const kept = last.get(identityOf(object, index));
    if (kept === undefined || kept === object) return [];
    return [
      `${object.kind} ${nameOf(object)} is in ${placeOf(object.origin)} and again in ${placeOf(kept.origin)}: the last counts`,
    ];
  });
  const objects = all.filter((object, index) => last.get(identityOf(object, index)) === object);
  const owners = new Set(objects.flatMap(controllerUids));
  const uids = new Set(objects.map(uidOf));
  const isDone = (object: ManifestObject) =>
    controllerUids(object).some((uid) => uids.has(uid)) && runsNone(object);
  return {
    objects: objects.filter((object) => !owners.has(uidOf(object) ?? '') && !isDone(object)),
    notes,
  };
}

/** What two objects cannot share; an object that has no name yet is like no other. */
function identityOf(object: ManifestObject, index: number): string {
  const { kind, apiVersion, fields } = object;
  const metadata = fieldsOf(fields.metadata);
  const name = textOf(metadata.name);
  const uid = textOf(metadata.uid);
  if (uid !== undefined) return uid;
  if (name === undefined || kind === 'Event') return `#${index}`;
  const group = groupOf(apiVersion);
  return JSON.stringify([group, kind, textOf(metadata.namespace), name]);
}

function nameOf({ fields }: ManifestObject): string {
  const metadata = fieldsOf(fields.metadata);
  const namespace = textOf(metadata.namespace);
  const name = textOf(metadata.name) ?? '';
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function uidOf({ fields }: ManifestObject): string | undefined {
  return textOf(fieldsOf(fields.metadata).uid);
}

function controllersOf({ fields }: ManifestObject): readonly JsonObject[] {
  const metadata = fieldsOf(fields.metadata);
  return objectsOf(metadata.ownerReferences).filter(({ controller }) => controller === true);
}

function controllerUids(object: ManifestObject): readonly string[] {
  return controllersOf(object).flatMap(({ uid }) => textOf(uid) ?? []);
}

/** Kinds that are themselves made by another one. */
const BETWEEN: ReadonlySet<string> = new Set(['ReplicaSet', 'Job']);

/**
 * Finds the workload that an object belongs to, as far as its own owner and the objects beside it
 * say: through a ReplicaSet its Deployment, through a Job its CronJob. Undefined where it has none.
 */
export function ownersIn(
  all: readonly ManifestObject[],
): (object: ManifestObject) => Workload | undefined {
  const byUid = new Map(all.map((object) => [uidOf(object), object]));
  return (object) => {
    const [controller] = controllersOf(object);
    if (controller === undefined) return undefined;
    const owner = { kind: textOf(controller.kind) ?? '', name: textOf(controller.name) ?? '' };
    const between = BETWEEN.has(owner.kind) ? byUid.get(textOf(controller.uid) ?? '') : undefined;
    const [above] = between === undefined ? [] : controllersOf(between);
    return above ? { kind: textOf(above.kind) ?? '', name: textOf(above.name) ?? '' } : owner;
  };
}

/** An old ReplicaSet that its Deployment has scaled down. */
function runsNone({ kind, fields }: ManifestObject): boolean {
  return kind === 'ReplicaSet' && isJsonObject(fields.spec) && fields.spec.replicas === 0;
}
