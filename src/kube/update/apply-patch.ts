import { fieldsOf, isJsonObject, type JsonObject, objectsOf } from '../objects/json-value.ts';

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

/** Fields whose patch names what is to stay (patchStrategy retainKeys); what others set there goes. */
const RETAIN_KEYS: ReadonlySet<string> = new Set(['strategy', 'volumes']);

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What `kubectl apply` sends for a manifest, as a strategic merge patch: all that it has, and away
 * with what was applied before and is not there any more.
 */
export function applyPatch(manifest: JsonObject, live: JsonObject): JsonObject {
  const { status: _, metadata, ...fields } = manifest;
  const { labels, annotations } = fieldsOf(metadata);
  const own = {
    ...fields,
    metadata: {
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
    },
  };
  const { metadata: _old, status: _older, ...before } = lastApplied(live);
  const patch = patchOf(before, own, live, '');
  return isJsonObject(patch) ? patch : own;
}

function lastApplied({ metadata }: JsonObject): JsonObject {
  const annotations = fieldsOf(metadata).annotations;
  const text = fieldsOf(annotations)[LAST_APPLIED];
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return fieldsOf(value);
  } catch {
    // Somebody else has written it.
    return {};
  }
}

function patchOf(before: unknown, now: unknown, live: unknown, field: string): unknown {
  if (isJsonObject(now)) {
    const [old, there] = [before, live].map((each) => (isJsonObject(each) ? each : undefined));
    const gone = Object.keys(old ?? {}).filter((name) => !Object.hasOwn(now, name));
    const kept = Object.keys(now).filter((name) => now[name] !== null);
    return Object.fromEntries([
      ...Object.entries(now).map(([name, value]) => [
        name,
        patchOf(old?.[name], value, there?.[name], name),
      ]),
      ...gone.map((name) => [name, null]),
      ...(RETAIN_KEYS.has(field) && there && kept.length > 0 ? [['$retainKeys', kept]] : []),
    ]);
  }
  const key = MERGE_KEYS[field];
  if (key === undefined || !Array.isArray(now)) return now;
  const items = objectsOf(now);
  const [old, there] = [before, live].map((each) => (Array.isArray(each) ? objectsOf(each) : []));
  const sameIn = (list: readonly JsonObject[] = [], item: JsonObject) =>
    list.find((each) => each[key] === item[key]);
  return [
    ...items.map((item) => patchOf(sameIn(old, item), item, sameIn(there, item), field)),
    ...(old ?? [])
      .filter((item) => sameIn(items, item) === undefined)
      .map((item) => ({ $patch: 'delete', [key]: item[key] })),
  ];
}
