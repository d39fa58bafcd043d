import type {
  MissingResource,
  QuotaResource,
  QuotaVerdict,
} from '../../../../model/resources/admission/quota.ts';
import { isRefusedAsItIs, type PodCost } from '../../../../model/resources/pod/pod-cost.ts';
import type { Quantity } from '../../../../model/resources/quantity/quantity.ts';
import { quotaItem } from '../../../../model/resources/quantity/resource-name.ts';
import { counted, listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';

/** What each quota that counts such Pods says to one more of them (R21). */
export function quotaLines(
  verdicts: readonly QuotaVerdict[],
  cost: Pick<PodCost, 'refusals' | 'violations' | 'absent' | 'update' | 'isAfterOthers'>,
): readonly string[] {
  if (cost.absent.some(({ kind }) => kind === 'Namespace')) return ['There is no such namespace.'];
  const counting = verdicts.filter(({ matches, resources }) => matches && resources.length > 0);
  if (verdicts.length === 0) return ['The namespace has no ResourceQuota.'];
  if (counting.length === 0) return ['No ResourceQuota of the namespace counts such a Pod.'];
  if (isRefusedAsItIs(cost)) {
    return ['Not asked: such a Pod is refused before quota counts it.'];
  }
  return [
    ...counting.map(quotaSentence),
    ...(counting.some(({ isForetold }) => isForetold) ? byThen(cost) : []),
  ];
}

/** Between now and then Pods of the files may come, and old ones go. */
function byThen({
  update,
  isAfterOthers,
}: Pick<PodCost, 'update' | 'isAfterOthers'>): readonly string[] {
  const goesFirst = (update?.outcome?.goneFirst.length ?? 0) > 0;
  const changes = [
    ...(isAfterOthers ? ['with the Pods that stand before it in the files'] : []),
    ...(goesFirst ? ['without those that go first'] : []),
  ];
  return changes.length === 0 ? [] : [`By then: ${changes.join(', ')}.`];
}

function quotaSentence(verdict: QuotaVerdict): string {
  const { quota, room, tightest, refusal, isUsedByFile, isForetold } = verdict;
  const used = isForetold ? 'used by then' : 'used';
  if (refusal !== undefined) {
    const why =
      refusal.code === 'exceeded'
        ? refusal.exceeded
            .map(({ name, requested, used: amount, hard }) =>
              isUsedByFile
                ? `${name}: they take ${itemText(name, amount)} of ${itemText(name, hard)} and it needs ${itemText(name, requested)}`
                : `${name}: ${itemText(name, amount)} of ${itemText(name, hard)} are ${used} and it needs ${itemText(name, requested)}`,
            )
            .join('; ')
        : refusal.code === 'must-specify'
          ? `every container has to set what it counts, but ${refusal.missing.map(missingWords).join('; ')}`
          : 'its use has not been counted yet';
    return isUsedByFile && refusal.code === 'exceeded'
      ? `${quota} has no room for such a Pod beside the others of the file: ${why}.`
      : `${quota} refuses one more such Pod: ${why}.`;
  }
  if (room === undefined) return `${quota} does not limit what such a Pod asks for.`;
  const who = isUsedByFile ? 'taken by the others of the file' : used;
  const state = tightest ? ` (${usedOf(tightest, who)})` : '';
  return `${quota} has room for ${counted(room, 'more such Pod')}${state}.`;
}

/** `app has no cpu limit (limits.cpu)` */
function missingWords({ name, containers }: MissingResource): string {
  const { kind, resource } = quotaItem(name);
  const what = `${resource} ${kind === 'limits' ? 'limit' : 'request'}`;
  return `${listed(containers)} ${containers.length === 1 ? 'has' : 'have'} no ${what}`;
}

function usedOf({ name, used, hard, needed }: QuotaResource, who: string): string {
  const each = needed === undefined ? '' : `, ${itemText(name, needed)} each`;
  return `${name}: ${used === undefined ? '?' : itemText(name, used)} of ${itemText(name, hard)} ${who}${each}`;
}

function itemText(name: string, amount: Quantity): string {
  return amountText(quotaItem(name).resource, amount);
}
