import { termsTimes } from '../../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import type { ReplicaCost } from '../../../../model/resources/pod/replica-cost.ts';
import { listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';
import { surgeSentence } from './update-words.ts';

/** How many Pods there are to be, what they come to, and how many of them quota lets in. */
export function replicaLines(
  { wanted, existing, missing, admitted, placed, refusal, most, unscalable, surge }: ReplicaCost,
  { requests }: Pick<PodResources, 'requests'>,
): readonly string[] {
  const totalOf = (count: number) => {
    const sums = [...termsTimes(requests, 'effective', count)].map(
      ([resource, amount]) => `${resource} ${amountText(resource, amount)}`,
    );
    return sums.length > 0 ? listed(sums) : 'nothing';
  };
  return [
    ...(wanted > 1 ? [`All ${wanted} Pods together request ${totalOf(wanted)}.`] : []),
    ...(most === undefined
      ? []
      : [
          `Its autoscaler may scale it to ${most.replicas} Pods, which request ${totalOf(most.replicas)}.`,
          ...shortOf(most.replicas, 'Quota has', most.admitted),
          ...shortOf(most.replicas, 'The nodes have', most.placed),
        ]),
    ...unscalable.map(
      ({ resource, containers }) =>
        `Its autoscaler cannot compute the utilization of ${resource}, as ${listed(containers)} ${containers.length > 1 ? 'request' : 'requests'} none: it does not scale by that.`,
    ),
    ...(existing !== undefined && missing > 0 ? [missingPods(wanted, existing, missing)] : []),
    ...(refusal === undefined ? [] : [`The server refused the rest: ${refusal}`]),
    ...(admitted !== undefined && admitted < missing
      ? [
          missing === 1
            ? 'Quota has no room for the missing one.'
            : `Quota has room for ${admitted === 0 ? 'none' : admitted} of the ${missing} missing Pods.`,
        ]
      : []),
    ...(placed !== undefined && placed < missing
      ? [`The nodes have room for ${placed} of the ${missing} missing Pods.`]
      : []),
    ...(surge === undefined ? [] : [surgeSentence(surge)]),
  ];
}

function missingPods(wanted: number, existing: number, missing: number): string {
  if (wanted === 1) return 'The Pod that is wanted does not exist.';
  if (existing === 0) return `None of the ${wanted} Pods that are wanted exists.`;
  const [exist, are] = [existing === 1 ? 'exists' : 'exist', missing === 1 ? 'is' : 'are'];
  return `Of the ${wanted} Pods that are wanted ${existing} ${exist}; ${missing} ${are} missing.`;
}

function shortOf(most: number, whose: string, count: number | undefined): readonly string[] {
  return count === undefined || count >= most
    ? []
    : [`${whose} room for ${count === 0 ? 'none' : count} of these ${most}.`];
}
