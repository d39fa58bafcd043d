import type { Pod, WrittenResourceList } from '../../kubernetes/api.ts';
import { hasPodLevelResources } from '../effective/pod-level.ts';
import {
  add,
  formatQuantity,
  isGreater,
  isPositive,
  isZero,
  type Quantity,
  subtract,
  timesIn,
} from '../quantity/quantity.ts';
import { type ResourceList, resourceList } from '../quantity/resource-list.ts';
import { quotaMatches } from './quota-scopes.ts';
import { containerUsageNames, podQuotaUsage, podResourcesOf } from './quota-usage.ts';
import type { UsedQuota } from './resource-quota.ts';

/** What a quota says to one more Pod like this one. */
export interface QuotaVerdict {
  readonly quota: string;
  /** Whether what is used is what the other Pods of its file would take. */
  readonly isUsedByFile: boolean;
  /** Whether Pods have come and gone in thought since it was counted. */
  readonly isForetold: boolean;
  /** Whether it counts such Pods at all. */
  readonly matches: boolean;
  /** What it tracks of Pods, by name. */
  readonly resources: readonly QuotaResource[];
  /** How many more such Pods it lets in; undefined if it does not limit them. */
  readonly room: number | undefined;
  /** What runs out first; undefined if nothing does, or it refuses the next one already. */
  readonly tightest: QuotaResource | undefined;
  /** Why it refuses the next one. */
  readonly refusal: QuotaRefusal | undefined;
}

export interface QuotaResource {
  readonly name: string;
  readonly hard: Quantity;
  /** Undefined until the quota controller has counted. */
  readonly used: Quantity | undefined;
  /** What one more such Pod is charged; undefined if it is not charged for this. */
  readonly needed: Quantity | undefined;
}

/** `message` is the server's, without `pods "NAME" is forbidden: ` before it. */
export type QuotaRefusal =
  | {
      readonly code: 'must-specify';
      readonly missing: readonly MissingResource[];
      readonly message: string;
    }
  | {
      readonly code: 'status-unknown';
      readonly resources: readonly string[];
      readonly message: string;
    }
  | {
      readonly code: 'exceeded';
      readonly exceeded: readonly ExceededResource[];
      readonly message: string;
    };

/** What a tracked name wants every container to say for itself. */
export interface MissingResource {
  readonly name: string;
  readonly containers: readonly string[];
}

interface ExceededResource {
  readonly name: string;
  readonly requested: Quantity;
  readonly used: Quantity;
  readonly hard: Quantity;
}

/** A quota on one of these refuses Pods with a container that does not set it. */
const REQUIRED_OF_CONTAINERS: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
]);

/**
 * Whether the quota lets in one more Pod like this one, how many it has room for, and the refusal
 * in the server's words (R21). It is judged as a new Pod: without the status of this one, and
 * with its defaults filled in (`withServerDefaults` for a manifest). Follows apiserver
 * pkg/admission/plugin/resourcequota/controller.go (CheckRequest) and
 * pkg/quota/v1/evaluator/core/pods.go (Constraints).
 */
export function quotaVerdict(quota: UsedQuota, pod: Pod): QuotaVerdict {
  const { deletionTimestamp: _, ...metadata } = pod.metadata;
  const next: Pod = { metadata, spec: pod.spec };
  const matches = quotaMatches(quota, next);
  const usage: ResourceList = matches ? podQuotaUsage(next, 0) : new Map();
  const used = resourceList(quota.status?.used);
  const hard = resourceList(quota.status?.hard);
  const resources = podResourcesOf(hard.keys()).flatMap((name): QuotaResource[] => {
    const limit = hard.get(name);
    if (limit === undefined) return [];
    return [{ name, hard: limit, used: used.get(name), needed: usage.get(name) }];
  });
  const name = quota.metadata.name ?? '';
  const refusal = matches
    ? (mustSpecify(name, resources, next) ??
      statusUnknown(name, resources) ??
      exceeding(quota, resources))
    : undefined;
  const tightest = refusal === undefined ? tightestOf(resources) : undefined;
  const room = refusal === undefined ? tightest && roomFor(tightest) : 0;
  const isUsedByFile = quota.isUsedByFile === true;
  const isForetold = quota.isForetold === true;
  return { quota: name, isUsedByFile, isForetold, matches, resources, room, tightest, refusal };
}

/** How many more such Pods all quotas let in; undefined where none limits them. */
export function roomOfQuotas(quotas: readonly QuotaVerdict[]): number | undefined {
  const rooms = quotas.flatMap(({ matches, room }) => (matches ? (room ?? []) : []));
  return rooms.length === 0 ? undefined : Math.min(...rooms);
}

function mustSpecify(
  quota: string,
  resources: readonly QuotaResource[],
  pod: Pod,
): QuotaRefusal | undefined {
  if (hasPodLevelResources(pod)) return undefined;
  const { containers, initContainers = [] } = pod.spec;
  const missing = resources.flatMap(({ name }) => {
    if (!REQUIRED_OF_CONTAINERS.has(name)) return [];
    const lacking = [...containers, ...initContainers].filter(
      (container) => !containerUsageNames(container.resources).has(name),
    );
    if (lacking.length === 0) return [];
    return [{ name, containers: [...new Set(lacking.map((each) => each.name))].sort() }];
  });
  if (missing.length === 0) return undefined;
  const words = missing.map(({ name, containers }) => `${name} for: ${containers.join(',')}`);
  const message = `failed quota: ${quota}: must specify ${words.join('; ')}`;
  return { code: 'must-specify', missing, message };
}

function statusUnknown(
  quota: string,
  resources: readonly QuotaResource[],
): QuotaRefusal | undefined {
  if (resources.every(({ used }) => used !== undefined)) return undefined;
  const names = resources.map(({ name }) => name);
  const message = `status unknown for quota: ${quota}, resources: ${names.join(',')}`;
  return { code: 'status-unknown', resources: names, message };
}

/** Only what the Pod would add to counts: a quota overrun already refuses nothing else. */
function exceeding(
  { metadata, status }: UsedQuota,
  resources: readonly QuotaResource[],
): QuotaRefusal | undefined {
  const exceeded = resources.flatMap(({ name, hard, used, needed }) => {
    if (used === undefined || needed === undefined || isZero(needed)) return [];
    if (!isGreater(add(used, needed), hard)) return [];
    return [{ name, requested: needed, used, hard }];
  });
  if (exceeded.length === 0) return undefined;
  const requested = exceeded.map((each) => `${each.name}=${formatQuantity(each.requested)}`);
  const stored = (amounts: WrittenResourceList = {}) =>
    exceeded.map(({ name }) => `${name}=${amounts[name]}`).join(',');
  const message = `exceeded quota: ${metadata.name}, requested: ${requested.join(',')}, used: ${stored(status?.used)}, limited: ${stored(status?.hard)}`;
  return { code: 'exceeded', exceeded, message };
}

function tightestOf(resources: readonly QuotaResource[]): QuotaResource | undefined {
  return resources
    .filter((each) => roomFor(each) !== undefined)
    .reduce<QuotaResource | undefined>(
      (tightest, each) =>
        tightest && (roomFor(tightest) ?? 0) <= (roomFor(each) ?? 0) ? tightest : each,
      undefined,
    );
}

/** How many more such Pods this one resource lets in; undefined if it does not limit them. */
function roomFor({ hard, used, needed }: QuotaResource): number | undefined {
  if (used === undefined || needed === undefined || !isPositive(needed)) return undefined;
  const room = timesIn(needed, subtract(hard, used));
  return room > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(room);
}
