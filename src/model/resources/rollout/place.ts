import type { Pod } from '../../kubernetes/api.ts';
import { quotaVerdict } from '../admission/quota.ts';
import { quotaMatches } from '../admission/quota-scopes.ts';
import { podQuotaUsage } from '../admission/quota-usage.ts';
import type { UsedQuota } from '../admission/resource-quota.ts';
import { BY_SCHEDULER, BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { fitsOn, type NodeCapacity, neededOf, scheduledAmounts } from '../nodes/node-fit.ts';
import { obstacleOn } from '../nodes/node-placement.ts';
import {
  add,
  formatQuantity,
  isGreater,
  isZero,
  type Quantity,
  subtract,
  ZERO,
} from '../quantity/quantity.ts';
import { NOTHING, type ResourceList, resourceList } from '../quantity/resource-list.ts';

/** Who stands in the way of a new Pod. */
export type Blocker = 'quota' | 'nodes';

/** What quotas and nodes have left; undefined where nobody was asked. */
export interface Room {
  readonly quotas: readonly UsedQuota[] | undefined;
  readonly nodes: readonly NodeCapacity[] | undefined;
}

/** Quotas and nodes that fill and empty while Pods of one kind come and others go. */
export interface Place {
  /** Makes one more, on this node if one is named; or tells who does not let it in. */
  create(node?: string): Blocker | undefined;
  remove(pod: Pod): void;
  /** As it is now. */
  room(): Room;
}

/** The place of a new Pod, completed as an API server stores it. */
export function placeFor(next: Pod, { quotas, nodes }: Room): Place {
  const counts = (quotas ?? []).map((quota) => countOf(quota, next));
  const needed = neededOf(effectiveRequests(next, BY_SPEC));
  const states = (nodes ?? []).map((node) => ({
    node,
    isOpen: obstacleOn(next, node) === undefined,
  }));
  // What had no room has none before something goes.
  let first = 0;
  // One that waits for a node is counted by quotas all the same.
  let isWaiting = false;
  const placeAt = (index: number, requests: ResourceList, sign: 1 | -1) => {
    const state = states[index];
    if (state === undefined) return;
    const { requested, podCount } = state.node;
    state.node = {
      ...state.node,
      requested: changed(requested, requests, sign),
      podCount: podCount + sign,
    };
  };
  const nodeFor = (name: string | undefined): number => {
    const isFit = ({ node, isOpen }: (typeof states)[number]) => isOpen && fitsOn(node, needed);
    if (name !== undefined) {
      return states.findIndex((state) => state.node.name === name && isFit(state));
    }
    while (first < states.length) {
      const state = states[first];
      if (state !== undefined && isFit(state)) return first;
      first += 1;
    }
    return -1;
  };
  return {
    create(name) {
      if (!isWaiting) {
        if (counts.some(isFull)) return 'quota';
        for (const count of counts) count.used = changed(count.used, count.needed, 1);
      }
      const index = nodes === undefined ? undefined : nodeFor(name);
      isWaiting = index === -1;
      if (isWaiting) return 'nodes';
      if (index !== undefined) placeAt(index, needed, 1);
      return undefined;
    },
    remove(pod) {
      for (const count of counts) {
        const usage = quotaMatches(count.quota, pod) ? podQuotaUsage(pod, 0) : NOTHING;
        count.used = changed(count.used, usage, -1);
      }
      const index = states.findIndex(({ node }) => node.name === pod.spec.nodeName);
      placeAt(index, scheduledAmounts(effectiveRequests(pod, BY_SCHEDULER)), -1);
      first = 0;
    },
    room: () => ({
      quotas: quotas && counts.map(quotaOf),
      nodes: nodes && states.map(({ node }) => node),
    }),
  };
}

interface Count {
  readonly quota: UsedQuota;
  /** Whether it takes no such Pod, whatever is used. */
  readonly isClosed: boolean;
  readonly hard: ResourceList;
  /** What one new Pod is charged. */
  readonly needed: ResourceList;
  used: ResourceList;
}

function countOf(quota: UsedQuota, next: Pod): Count {
  const needed = quotaMatches(quota, next) ? podQuotaUsage(next, 0) : NOTHING;
  const { hard, used } = quota.status ?? {};
  const { refusal } = quotaVerdict(quota, next);
  const isClosed = refusal !== undefined && refusal.code !== 'exceeded';
  return { quota, isClosed, hard: resourceList(hard), needed, used: resourceList(used) };
}

function isFull({ isClosed, hard, needed, used }: Count): boolean {
  if (isClosed) return true;
  return [...needed].some(([name, amount]) => {
    const limit = hard.get(name);
    if (limit === undefined || isZero(amount)) return false;
    return isGreater(add(used.get(name) ?? ZERO, amount), limit);
  });
}

/** Only what is counted already: a quota tracks what its hard limits name. */
function changed(amounts: ResourceList, by: ResourceList, sign: 1 | -1): ResourceList {
  const result = new Map<string, Quantity>(amounts);
  for (const [name, amount] of by) {
    const before = amounts.get(name) ?? ZERO;
    result.set(name, sign === 1 ? add(before, amount) : subtract(before, amount));
  }
  return result;
}

function quotaOf({ quota, used: now }: Count): UsedQuota {
  const { used, hard } = quota.status ?? {};
  if (used === undefined) return quota;
  const names = Object.keys(used);
  const texts = names.map((name) => [name, formatQuantity(now.get(name) ?? ZERO)] as const);
  const isSame = texts.every(
    ([name, text]) => text === formatQuantity(resourceList(used).get(name) ?? ZERO),
  );
  if (isSame) return quota;
  return {
    ...quota,
    status: { ...(hard && { hard }), used: Object.fromEntries(texts) },
    isForetold: true,
  };
}
