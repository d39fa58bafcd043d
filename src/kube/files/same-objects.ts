import { isJsonObject, objectsOf, textOf } from '../objects/json-value.ts';
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
  const metadata = isJsonObject(fields.metadata) ? fields.metadata : {};
  const name = textOf(metadata.name);
  const uid = textOf(metadata.uid);
  if (uid !== undefined) return uid;
  if (name === undefined || kind === 'Event') return `#${index}`;
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  return JSON.stringify([group, kind, textOf(metadata.namespace), name]);
}

function nameOf({ fields }: ManifestObject): string {
  const metadata = isJsonObject(fields.metadata) ? fields.metadata : {};
  const namespace = textOf(metadata.namespace);
  const name = textOf(metadata.name) ?? '';
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function uidOf({ fields }: ManifestObject): string | undefined {
  return isJsonObject(fields.metadata) ? textOf(fields.metadata.uid) : undefined;
}

function controllerUids({ fields }: ManifestObject): readonly string[] {
  const metadata = isJsonObject(fields.metadata) ? fields.metadata : {};
  return objectsOf(metadata.ownerReferences)
    .filter(({ controller }) => controller === true)
    .flatMap(({ uid }) => textOf(uid) ?? []);
}

/** An old ReplicaSet that its Deployment has scaled down. */
function runsNone({ kind, fields }: ManifestObject): boolean {
  return kind === 'ReplicaSet' && isJsonObject(fields.spec) && fields.spec.replicas === 0;
}
