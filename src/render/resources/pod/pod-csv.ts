import { roomOfQuotas } from '../../../model/resources/admission/quota.ts';
import { unboundedBy } from '../../../model/resources/effective/pod-cgroup.ts';
import type { PodCost } from '../../../model/resources/pod/pod-cost.ts';
import { formatQuantity, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import { isCpuOrMemory } from '../../../model/resources/quantity/resource-name.ts';
import { csvLine, csvName } from '../../text/csv.ts';
import type { PodCostOutput } from './pod-cost-output.ts';

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
  'used',
  'quotaRoom',
  'byQuota',
  'bySpec',
  'limitRangeFills',
  'refusals',
  'nodeRoom',
  'verdict',
];

/**
 * A row for each resource of each Pod, with exact amounts. Where changes are thought of there are two,
 * and the first column says which is which.
 */
export function csvOfPodCosts(outputs: readonly PodCostOutput[]): string {
  const hasChanges = outputs.some(({ whatIf }) => whatIf !== undefined);
  const rows = outputs.flatMap(({ cost, whatIf, verdict }) =>
    whatIf === undefined
      ? rowsOf(cost, verdict)
      : [
          ...rowsOf(whatIf.before, undefined).map((row) => ['before', ...row]),
          ...rowsOf(whatIf.after, verdict).map((row) => ['after', ...row]),
        ],
  );
  return [hasChanges ? ['whatIf', ...HEAD] : HEAD, ...rows].map(csvLine).join('');
}

function rowsOf(cost: PodCost, verdict: PodCostOutput['verdict']): readonly (readonly string[])[] {
  const pod = cost.resources;
  const { kind, namespace, name, replicas, qos, cgroup } = pod;
  const quotaRoom = roomOfQuotas(cost.quotas ?? []);
  return pod.resources.map((resource) => {
    const request = pod.requests.find((term) => term.resource === resource);
    const limit = pod.limits.find((term) => term.resource === resource);
    const isUnbounded = unboundedBy(cgroup, resource).length > 0;
    return [
      kind,
      csvName(namespace),
      csvName(name),
      replicas === undefined ? '' : String(replicas),
      csvName(resource),
      text(request?.effective, '0'),
      request?.decidedBy ?? '',
      request?.decidedBy === 'init' ? (request.peakContainer ?? '') : '',
      text(request?.running, '0'),
      text(request?.initPeak, '0'),
      text(request?.unusedAfterInit, '0'),
      text(limit?.effective, 'none'),
      String(isUnbounded),
      qos.stored ?? qos.class,
      text(usedOf(cost, resource), ''),
      quotaRoom === undefined ? '' : String(quotaRoom),
      text(request?.byQuota, '0'),
      text(request?.bySpec, '0'),
      csvName(filledBy(cost, resource)),
      csvName(refusalsOf(cost)),
      cost.fit === undefined ? '' : String(cost.fit.room),
      verdict ?? '',
    ];
  });
}

/** `web limit 500m; web request`: the amounts of a stored Pod are not told apart. */
function filledBy({ filled }: PodCost, resource: string): string {
  const ours = filled.filter((each) => each.resource === resource);
  const texts = ours.map(({ container, kind, ...setting }) => {
    const amount = 'amount' in setting ? ` ${setting.amount}` : '';
    return `${container} ${kind === 'requests' ? 'request' : 'limit'}${amount}`;
  });
  return texts.join('; ');
}

/** All that stands against such a Pod but room on the nodes. */
function refusalsOf({ refusals, violations, absent, quotas = [] }: PodCost): string {
  const texts = [
    ...refusals.map(({ field, message }) => `${field}: ${message}`),
    ...absent.map(({ kind, name }) => `${kind} ${name} is not there`),
    ...violations.map(({ limitRange, message }) => `${limitRange}: ${message}`),
    ...quotas.flatMap(({ matches, refusal }) => (matches ? (refusal?.message ?? []) : [])),
  ];
  return texts.join('; ');
}

/** Empty where nobody has measured. */
function usedOf({ usage }: PodCost, resource: string): Quantity | undefined {
  return isCpuOrMemory(resource) ? usage?.[resource].used : undefined;
}

function text(amount: Quantity | undefined, none: string): string {
  return amount === undefined ? none : formatQuantity(amount);
}
