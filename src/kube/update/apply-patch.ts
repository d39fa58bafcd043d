import { isJsonObject, type JsonObject, objectsOf } from '../objects/json-value.ts';

/** By what the items of these lists are told apart (the patchMergeKey of k8s.io/api core/v1). */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  resourceClaims: 'name',
  schedulingGates: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  ports: 'containerPort',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
};

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What `kubectl apply` sends for a manifest, as a strategic merge patch: all that it has, and away
 * with what was applied before and is not there any more.
 */
export function applyPatch(manifest: JsonObject, live: JsonObject): JsonObject {
  const { status: _, metadata, ...fields } = manifest;
  const { labels, annotations } = isJsonObject(metadata) ? metadata : {};
  const own = {
    ...fields,
    metadata: {
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
    },
  };
  const { metadata: _old, status: _older, ...before } = lastApplied(live);
  const patch = patchOf(before, own, '');
  return isJsonObject(patch) ? patch : own;
}

function lastApplied({ metadata }: JsonObject): JsonObject {
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  const text = isJsonObject(annotations) ? annotations[LAST_APPLIED] : undefined;
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    // Somebody else has written it.
    return {};
  }
}

function patchOf(before: unknown, now: unknown, field: string): unknown {
  if (isJsonObject(before) && isJsonObject(now)) {
    const gone = Object.keys(before).filter((name) => !Object.hasOwn(now, name));
    return Object.fromEntries([
      ...Object.entries(now).map(([name, value]) => [name, patchOf(before[name], value, name)]),
      ...gone.map((name) => [name, null]),
    ]);
  }
  const key = MERGE_KEYS[field];
  if (key === undefined || !Array.isArray(before) || !Array.isArray(now)) return now;
  const [old, items] = [objectsOf(before), objectsOf(now)];
  const sameIn = (list: readonly JsonObject[], item: JsonObject) =>
    list.find((each) => each[key] === item[key]);
  return [
    ...items.map((item) => patchOf(sameIn(old, item), item, '')),
    ...old
      .filter((item) => sameIn(items, item) === undefined)
      .map((item) => ({ $patch: 'delete', [key]: item[key] })),
  ];
}
