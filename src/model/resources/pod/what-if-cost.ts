import type { Pod } from '../../kubernetes/api.ts';
import { type FollowingAmount, manifestForm } from '../admission/manifest-form.ts';
import { resourceProblems } from '../admission/validation.ts';
import { type Change, type ChangeProblem, withChanges } from '../change/what-if.ts';
import { BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { isEqual } from '../quantity/quantity.ts';
import type { PodContext, PodSource } from './pod-context.ts';
import { manifestOf, type PodCost, podCost, storedForm } from './pod-cost.ts';

/** What changes to a manifest would make of a Pod, judged whole. */
export interface WhatIf {
  readonly changes: readonly Change[];
  readonly before: PodCost;
  readonly after: PodCost;
  /**
   * Amounts of the stored Pod that are taken to follow others. Were they written in its manifest,
   * the requests would come to something else.
   */
  readonly assumed: readonly FollowingAmount[];
}

/**
 * The changes made in the manifest, then defaulted and judged as a new Pod would be: the kubelet has
 * promised nothing for it.
 */
export function whatIf(
  source: PodSource,
  context: PodContext,
  changes: readonly Change[],
): WhatIf | { readonly problem: ChangeProblem } {
  const manifest = manifestOf(source, context);
  const changed = withChanges(manifest, changes);
  if ('problem' in changed) return changed;
  const replicas = changes.findLast((change) => change.kind === 'replicas')?.replicas;
  const now: PodSource = { ...source, pod: storedNow(source, context), isStored: true };
  const then: PodSource = {
    ...source,
    pod: changed.pod,
    isStored: false,
    replicas: replicas ?? source.replicas,
  };
  const { usage: _, ...rest } = context;
  const after = podCost(then, { ...rest, usage: undefined });
  const before = podCost(now, { ...rest, usage: undefined });
  return {
    changes,
    before: { ...before, filled: [], refusals: source.isStored ? [] : resourceProblems(now.pod) },
    after: { ...after, ...(source.isStored && { unknownRuntimeClass: undefined }) },
    assumed: source.isStored ? assumedOf(source.pod, changes, after.resources, context) : [],
  };
}

/** As it is stored or would be, without what the kubelet says. */
function storedNow(source: PodSource, context: PodContext): Pod {
  const { metadata, spec } = storedForm(source, context).pod;
  return { metadata, spec };
}

function assumedOf(
  stored: Pod,
  changes: readonly Change[],
  after: PodCost['resources'],
  { limitRanges = [] }: PodContext,
): readonly FollowingAmount[] {
  const { following } = manifestForm(stored);
  const touched = new Set(
    changes.flatMap((change) => ('container' in change ? [change.container] : [])),
  );
  const written = withChanges({ metadata: stored.metadata, spec: stored.spec }, changes);
  if ('problem' in written) return [];
  const { pod } = storedForm(
    { pod: written.pod, kind: 'Pod', replicas: undefined, isStored: false },
    { limitRanges, overhead: undefined },
  );
  const requests = effectiveRequests(pod, BY_SPEC);
  return following.filter(
    ({ container, resource }) =>
      (container === undefined || touched.has(container)) &&
      !isEqual(
        requests.get(resource),
        after.requests.find((term) => term.resource === resource)?.bySpec,
      ),
  );
}
