import type { PodContext } from './pod-context.ts';
import { isRefusedAsItIs, type PodCost } from './pod-cost.ts';

/**
 * What a check comes to:
 * - `admitted`: nothing that was looked at refuses the Pod, and a node has room for it
 * - `refused`: the API server, a LimitRange or a quota refuses it, or no node takes it
 * - `unknown`: something could not be looked at or is not judged, and nothing else refuses it
 */
export type AdmissionVerdict = 'admitted' | 'refused' | 'unknown';

/** Whether one more such Pod, or all that a workload still wants, would run (R21). */
export function admissionVerdict(
  cost: PodCost,
  context: Pick<PodContext, 'quotas' | 'limitRanges' | 'nodes' | 'isUpdateUnknown'>,
): AdmissionVerdict {
  const { quotas, fit, replicas, update, serverRefusal } = cost;
  if (update?.refusal !== undefined) return 'refused';
  const { toMake, made } = update?.outcome ?? {};
  // Where no Pod is made nobody asks quotas and nodes.
  if (toMake === 0) return update?.isAsked ? 'admitted' : 'unknown';
  const isShort =
    toMake === undefined
      ? [replicas?.admitted, replicas?.placed].some(
          (count) => count !== undefined && count < (replicas?.missing ?? 0),
        )
      : made !== toMake;
  if (isRefusedAsItIs(cost) || serverRefusal !== undefined) return 'refused';
  // Quota and room may be taken by what would go.
  if (context.isUpdateUnknown) return 'unknown';
  const isRefused =
    quotas?.some(({ matches, refusal }) => matches && refusal !== undefined) === true ||
    fit?.fit.nodes.length === 0 ||
    fit?.scheduler !== undefined ||
    isShort;
  if (isRefused) return 'refused';
  const isKnown = [context.quotas, context.limitRanges, context.nodes].every(
    (each) => each !== undefined,
  );
  const isJudged = fit?.unjudged.length === 0 && update?.isAsked !== false;
  return isKnown && isJudged ? 'admitted' : 'unknown';
}
