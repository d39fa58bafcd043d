import type { PodContext } from './pod-context.ts';
import type { PodCost } from './pod-cost.ts';

/**
 * What a check comes to:
 * - `admitted`: nothing that was looked at refuses the Pod, and a node has room for it
 * - `refused`: the API server, a LimitRange or a quota refuses it, or no node takes it
 * - `unknown`: something could not be looked at or is not judged, and nothing else refuses it
 */
export type AdmissionVerdict = 'admitted' | 'refused' | 'unknown';

/** Whether one more such Pod, or all that a workload still wants, would come to run (R21). */
export function admissionVerdict(
  { refusals, violations, absent, quotas, fit, replicas }: PodCost,
  context: Pick<PodContext, 'quotas' | 'limitRanges' | 'nodes'>,
): AdmissionVerdict {
  const isShort = [replicas?.admitted, replicas?.placed].some(
    (count) => count !== undefined && count < (replicas?.missing ?? 0),
  );
  const isRefused =
    refusals.length + violations.length + absent.length > 0 ||
    quotas?.some(({ matches, refusal }) => matches && refusal !== undefined) === true ||
    fit?.fit.nodes.length === 0 ||
    fit?.scheduler !== undefined ||
    isShort;
  if (isRefused) return 'refused';
  const isKnown = [context.quotas, context.limitRanges, context.nodes].every(
    (each) => each !== undefined,
  );
  return isKnown && fit?.unjudged.length === 0 ? 'admitted' : 'unknown';
}
