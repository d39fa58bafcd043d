import { explainPod } from '../../../src/model/explain/explain.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { statusColumns } from '../../../src/model/kubernetes/status-column.ts';
import { at, type SmallPod, smallPod } from './small-pods.ts';

/** The two words of kubectl and what is to be said beside them. */
export function explained(parts: SmallPod) {
  return explainedPod(smallPod(parts));
}

export function explainedPod(pod: Pod) {
  const columns = statusColumns(pod, at(600));
  const explanation = explainPod({ pod, events: [], columns, now: at(600) });
  const misleading = explanation.kind === 'live' ? explanation.misleading : undefined;
  return [columns.status, columns.ready, misleading];
}
