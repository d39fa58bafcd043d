import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import { formatQuantity, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import { csvLine, csvName } from '../../text/csv.ts';

const HEAD = [
  'kind',
  'namespace',
  'name',
  'replicas',
  'resource',
  'request',
  'decidedBy',
  'container',
  'running',
  'initPeak',
  'unusedAfterInit',
  'limit',
  'limitIsUnbounded',
  'qosClass',
];

/** A row for each resource of each Pod, with exact amounts. */
export function csvOfPodCosts(pods: readonly PodResources[]): string {
  return [HEAD, ...pods.flatMap(rowsOf)].map(csvLine).join('');
}

function rowsOf(pod: PodResources): readonly (readonly string[])[] {
  const { kind, namespace, name, replicas, qos, cgroup } = pod;
  return pod.resources.map((resource) => {
    const request = pod.requests.find((term) => term.resource === resource);
    const limit = pod.limits.find((term) => term.resource === resource);
    const isUnbounded =
      (resource === 'cpu' || resource === 'memory') && cgroup.unbounded[resource].length > 0;
    return [
      kind,
      csvName(namespace),
      csvName(name),
      replicas === undefined ? '' : String(replicas),
      csvName(resource),
      text(request?.effective),
      request?.decidedBy ?? '',
      request?.decidedBy === 'init' ? (request.peakContainer ?? '') : '',
      text(request?.running),
      text(request?.initPeak),
      text(request?.unusedAfterInit),
      text(limit?.effective),
      String(isUnbounded),
      qos.stored ?? qos.class,
    ];
  });
}

function text(amount: Quantity | undefined): string {
  return amount === undefined ? '' : formatQuantity(amount);
}
