import type { Explanation } from '../../../model/explain/explanation.ts';
import type { PodSummary } from '../../../model/explain/many/pod-summary.ts';
import type { RankedReport } from '../../../model/explain/many/ranked-report.ts';
import type { WorkloadReport } from '../../../model/explain/many/workload-report.ts';
import { API_VERSION } from '../../text/api-version.ts';
import { rfc3339 } from '../../text/instant.ts';
import type { Structured } from '../../text/json-yaml.ts';
import { structuredExplanation } from '../structured.ts';

/** A list of Pods as `-o json` has it: `podSummaryList` in schema/pod-explanation.*.json. */
export function structuredRanking(
  { observedAt, pods, counts, withoutEvents, workloads }: RankedReport,
  worst: Explanation | undefined,
): Structured {
  return {
    apiVersion: API_VERSION,
    kind: 'PodSummaryList',
    observedAt: rfc3339(observedAt),
    items: pods.map(structuredSummary),
    counts,
    ...(withoutEvents > 0 && { withoutEvents }),
    ...(workloads.length > 0 && { workloads: workloads.map(workloadOf) }),
    ...(worst && { worst: structuredExplanation(worst) }),
  };
}

/** One Pod in short, as it is in a list. */
export function structuredSummary({
  name,
  namespace,
  uid,
  node,
  createdAt,
  columns,
  verdict,
}: PodSummary) {
  const { ready, status, restarts } = columns;
  const { since, ...rest } = verdict;
  return {
    metadata: { name, namespace, ...(uid !== undefined && { uid }) },
    ...(node !== undefined && { node }),
    ...(createdAt !== undefined && { createdAt: rfc3339(createdAt) }),
    status: { ready, status, restarts },
    verdict: { ...rest, ...(since !== undefined && { since: rfc3339(since) }) },
  };
}

function workloadOf({ kind, namespace, name, pods, verdict }: WorkloadReport) {
  const { deadline } = verdict ?? {};
  const told = verdict && {
    ...verdict,
    ...(deadline !== undefined && { deadline: rfc3339(deadline) }),
  };
  return { kind, metadata: { name, namespace }, pods, ...(told && { verdict: told }) };
}
