import type { Pod } from '../../kubernetes/api.ts';
import { type FollowingAmount, manifestForm } from '../admission/manifest-form.ts';
import { resourceProblems } from '../admission/validation.ts';
import { type Change, type ChangeProblem, withChanges } from '../change/what-if.ts';
import { isEqual } from '../quantity/quantity.ts';
import type { Update } from '../rollout/update.ts';
import type { PodContext, PodSource } from './pod-context.ts';
import { manifestOf, type PodCost, podCost, storedForm } from './pod-cost.ts';

/** What changes to a manifest would make of a Pod, judged whole. */
export interface WhatIf {
  readonly changes: readonly Change[];
  readonly before: PodCost;
  readonly after: PodCost;
  /**
   * Amounts of the stored Pod that are taken to follow others. Were they written in its manifest,
   * the requests, the class or what is said to the Pod would be something else.
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
  const changed = changedSource({ ...source, pod: manifest }, changes);
  if ('problem' in changed) return changed;
  const replicas = changes.findLast((change) => change.kind === 'replicas')?.replicas;
  const now: PodSource = { ...source, pod: storedNow(source, context), isStored: true };
  const then: PodSource = {
    ...source,
    pod: changed.pod,
    isStored: false,
    // What was refused was another Pod.
    refusal: undefined,
    replicas: replicas ?? source.replicas,
    ...(source.update && {
      update: changedUpdate(source.update, source.kind, manifest, changed.pod),
    }),
  };
  const { usage: _, ...rest } = context;
  const judged = podCost(then, { ...rest, usage: undefined });
  const before = podCost(now, { ...rest, usage: undefined });
  const resources = { ...judged.resources, node: before.resources.node };
  const after = { ...judged, resources };
  return {
    changes,
    before: { ...before, filled: [], refusals: source.isStored ? [] : resourceProblems(now.pod) },
    after: { ...after, ...(source.isStored && { unknownRuntimeClass: undefined }) },
    assumed: source.isStored ? assumedOf(source, changes, after, context) : [],
  };
}

/**
 * The server takes any amounts in the template of a workload that replaces its Pods, or goes on
 * with them.
 */
function changedUpdate(update: Update, kind: string, before: Pod, after: Pod): Update {
  if (JSON.stringify(before.spec) === JSON.stringify(after.spec)) return update;
  const isFixed = kind === 'Pod' || kind === 'Job';
  return { ...update, isChanged: !isFixed, isAsked: !isFixed };
}

/** The manifest with the changes made, or why they cannot be. */
export function changedSource(
  { pod, kind, replicas }: PodSource,
  changes: readonly Change[],
): ReturnType<typeof withChanges> {
  const isCounted = replicas !== undefined && !WITHOUT_REPLICAS.has(kind);
  if (!isCounted && changes.some((change) => change.kind === 'replicas')) {
    return { problem: { code: 'no-replicas' } };
  }
  return withChanges(pod, changes);
}

/** Jobs end: how many Pods of theirs run at once is another question. */
const WITHOUT_REPLICAS: ReadonlySet<string> = new Set(['Pod', 'Job', 'CronJob']);

/** As it is stored or would be, without what the kubelet says. */
function storedNow(source: PodSource, context: PodContext): Pod {
  const { metadata, spec } = storedForm(source, context).pod;
  return { metadata, spec };
}

function assumedOf(
  { pod: stored, ...source }: PodSource,
  changes: readonly Change[],
  after: PodCost,
  context: PodContext,
): readonly FollowingAmount[] {
  const { following } = manifestForm(stored);
  const isTouched = ({ container, resource }: FollowingAmount, anyResource: boolean) =>
    changes.some(
      (change) =>
        'container' in change &&
        (container === undefined || change.container === container) &&
        (anyResource || change.kind !== 'set' || change.resource === resource),
    );
  const written = withChanges({ metadata: stored.metadata, spec: stored.spec }, changes);
  if ('problem' in written) return [];
  const asWritten = podCost({ ...source, pod: written.pod, isStored: false }, context);
  const isJudgedAlike = judgement(asWritten) === judgement(after);
  const amountOf = ({ resources: { requests } }: PodCost, name: string) =>
    requests.find((term) => term.resource === name)?.bySpec;
  return following.filter((each) => {
    const [one, other] = [amountOf(asWritten, each.resource), amountOf(after, each.resource)];
    return isEqual(one, other) ? !isJudgedAlike && isTouched(each, false) : isTouched(each, true);
  });
}

/** The class, and all that refuses the Pod. */
function judgement({ resources, refusals, violations, quotas = [] }: PodCost): string {
  const messages = [
    ...refusals.map(({ field, message }) => `${field}: ${message}`),
    ...violations.map(({ container, message }) => `${container}: ${message}`),
    ...quotas.flatMap(({ refusal }) => refusal?.message ?? []),
  ];
  return [resources.qos.class, ...messages].join('\n');
}
