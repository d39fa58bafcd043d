import type { PodSummary } from '../../../model/explain/many/pod-summary.ts';
import { API_VERSION } from '../../text/api-version.ts';
import { rfc3339 } from '../../text/instant.ts';
import type { Structured } from '../../text/json-yaml.ts';
import { structuredSummary } from '../many/ranked-structured.ts';

/** One of several Pods that has changed, as `-o json` has it: `podSummaryChange` in the schema. */
export function structuredSummaryChange(
  change: 'verdict' | 'deleted',
  pod: PodSummary,
  observedAt: number,
): Structured {
  return {
    apiVersion: API_VERSION,
    kind: 'PodSummaryChange',
    observedAt: rfc3339(observedAt),
    change,
    pod: structuredSummary(pod),
  };
}
