import type { NodeAllocatableClaimStatus } from '../../kubernetes/api.ts';
import { add, multiply, parseQuantity, type Quantity, ZERO } from '../quantity/quantity.ts';
import { addTo, NOTHING, type ResourceList } from '../quantity/resource-list.ts';
import type { CountedPod } from './counted-pod.ts';

/** What the Pod's resource claims take of the node's own resources (alpha; empty else), by
 * component-helpers' addDRANodeAllocatableClaimResources. */
export function claimed({ status }: Pick<CountedPod, 'status'>): ResourceList {
  const claims = status?.nodeAllocatableResourceClaimStatuses;
  if (claims === undefined) return NOTHING;
  const sum = new Map<string, Quantity>();
  for (const claim of claims) addTo(sum, claimAmounts(claim));
  return sum;
}

function claimAmounts(claim: NodeAllocatableClaimStatus): ResourceList {
  const sum = new Map<string, Quantity>();
  for (const { name, quantity } of claim.mapping ?? []) {
    if (quantity !== undefined) addTo(sum, new Map([[name, parseQuantity(quantity)]]));
  }
  const users = claim.containers?.length ?? 0;
  for (const { name, perPod, perContainer } of claim.overhead ?? []) {
    const once = perPod === undefined ? ZERO : parseQuantity(perPod);
    const each = perContainer === undefined ? ZERO : parseQuantity(perContainer);
    addTo(sum, new Map([[name, add(once, multiply(each, users))]]));
  }
  return sum;
}

/**
 * Adds claims to limits, only where there is a limit; hugepages cannot be overcommitted and always
 * have one (addDRANodeAllocatableLimits).
 */
export function addClaimsToLimits(limits: Map<string, Quantity>, claims: ResourceList): void {
  for (const [name, quantity] of claims) {
    const limit = limits.get(name);
    if (limit !== undefined || name.startsWith('hugepages-')) {
      limits.set(name, add(limit ?? ZERO, quantity));
    }
  }
}
