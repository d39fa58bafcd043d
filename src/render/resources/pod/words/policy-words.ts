import type { LimitRangeViolation } from '../../../../model/resources/admission/limit-range.ts';
import type {
  FilledAmount,
  LimitRangerSetting,
} from '../../../../model/resources/admission/limit-range-defaults.ts';
import type {
  MissingResource,
  QuotaResource,
  QuotaVerdict,
} from '../../../../model/resources/admission/quota.ts';
import type { ResourceWarning } from '../../../../model/resources/admission/resource-warnings.ts';
import { termsTimes } from '../../../../model/resources/effective/terms.ts';
import type { AdmissionVerdict } from '../../../../model/resources/pod/admission-verdict.ts';
import { isRefusedAsItIs, type PodCost } from '../../../../model/resources/pod/pod-cost.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import type { ReplicaCost } from '../../../../model/resources/pod/replica-cost.ts';
import type { Quantity } from '../../../../model/resources/quantity/quantity.ts';
import { quotaItem } from '../../../../model/resources/quantity/resource-name.ts';
import { capitalised, listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';
import { unjudgedWords } from './fit-words.ts';
import { surgeSentence } from './update-words.ts';

/** What a check comes to, and who stands in the way; more is told below it. */
export function verdictSentence(verdict: AdmissionVerdict, cost: PodCost): string {
  const { replicas, fit, quotas, update } = cost;
  const isAll = replicas !== undefined && replicas.missing === 0 && update === undefined;
  const subject = isAll || isPlaced(cost.resources) ? 'One more such Pod' : 'It';
  switch (verdict) {
    case 'admitted':
      // That no new Pod would be made is told of the update.
      if (update?.outcome?.toMake === 0) return 'The API server takes it.';
      return `${subject} would be let in, and a node has room for it.`;
    case 'unknown':
      return fit === undefined ||
        quotas === undefined ||
        fit.unjudged.length === 0 ||
        update?.isAsked === false
        ? 'Not known: something that decides could not be looked at.'
        : `Not known: by all that is judged ${subject === 'It' ? 'it' : 'one more such Pod'} would be let in and a node has room for it, but its ${listed(unjudgedWords(fit.unjudged))} may keep it away.`;
    case 'refused':
      return `${subject} would not come to run: ${listed(obstacles(cost))}.`;
  }
}

/** A Pod that has its node: what is asked then is whether another one like it would come to run. */
export function isPlaced({ kind, node, hasEnded }: PodResources): boolean {
  return kind === 'Pod' && node !== undefined && !hasEnded;
}

/** Whoever comes first: the server asks for LimitRanges, then for quotas, only of a valid Pod. */
function obstacles({ refusals, serverRefusal, absent, ...cost }: PodCost) {
  const { violations, quotas, fit, replicas, update } = cost;
  if (update?.refusal !== undefined) return ['the API server refuses to change what is there'];
  const ranges = [...new Set(violations.map(({ limitRange }) => limitRange))];
  const full = (quotas ?? []).filter(({ matches, refusal }) => matches && refusal !== undefined);
  const names = full.map(({ quota }) => quota);
  const found = [
    ...absent.map(({ kind, name }) => `there is no ${kind} ${name}`),
    ...(refusals.length > 0 || serverRefusal !== undefined ? ['the API server refuses it'] : []),
    ...(ranges.length > 0 && refusals.length === 0 ? [refuses('LimitRange', ranges)] : []),
    ...(names.length > 0 && refusals.length + ranges.length === 0 ? [refuses('quota', names)] : []),
    ...(fit?.fit.nodes.length === 0
      ? [fit.open === 0 ? 'no node is open to it' : 'no node that is open to it has room']
      : fit?.scheduler === undefined
        ? []
        : ['the scheduler finds no node for it']),
  ];
  if (found.length > 0) return found;
  const { made, toMake, blocker = 'quota' } = update?.outcome ?? {};
  if (made !== undefined) {
    return [
      `${blocker === 'quota' ? 'quota has' : 'the nodes have'} room for ${made} of the ${toMake} new Pods`,
    ];
  }
  const { admitted, placed, missing = 0 } = replicas ?? {};
  const roomOf = (count: number | undefined, whose: string) =>
    count !== undefined && count < missing
      ? [`${whose} room for ${count} of the ${missing} Pods`]
      : [];
  return [...roomOf(admitted, 'quota has'), ...roomOf(placed, 'the nodes have')];
}

function refuses(kind: string, names: readonly string[]): string {
  return `${kind} ${listed(names)} ${names.length === 1 ? 'refuses' : 'refuse'} it`;
}

/** Why the API server refuses the Pod before quota is asked, in its words. */
export function refusalLines({
  refusals,
  absent,
  serverRefusal,
}: Pick<PodCost, 'refusals' | 'absent' | 'serverRefusal'>): readonly string[] {
  return [
    ...(serverRefusal === undefined ? [] : [serverRefusal]),
    ...absent.map(({ kind, name }) => `${kind} "${name}" not found`),
    ...refusals.map(({ field, message }) => `${field}: ${message}`),
  ];
}

/** What the server warns of, and what is the matter. */
export function warningLines(warnings: readonly ResourceWarning[]): readonly string[] {
  return warnings.map(
    ({ field, message, isTiny }) =>
      `${field}: ${message}. Bytes come whole, and the suffix m means thousandths of one${isTiny ? ': was Mi meant?' : '.'}`,
  );
}

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
            ? 'Quota has no room for the one that is to be made.'
            : `Quota has room for ${admitted === 0 ? 'none' : admitted} of the ${missing} that are to be made.`,
        ]
      : []),
    ...(placed !== undefined && placed < missing
      ? [`The nodes have room for ${placed} of the ${missing} that are to be made.`]
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

function quotaSentence(verdict: QuotaVerdict): string {
  const { quota, room, tightest, refusal, isUsedByFile, isForetold } = verdict;
  const used = isForetold ? 'used by then' : 'used';
  if (refusal !== undefined) {
    const why =
      refusal.code === 'exceeded'
        ? refusal.exceeded
            .map(({ name, requested, used: amount, hard }) =>
              isUsedByFile
                ? `${name}: they take ${text(name, amount)} of ${text(name, hard)} and it needs ${text(name, requested)}`
                : `${name}: ${text(name, amount)} of ${text(name, hard)} are ${used} and it needs ${text(name, requested)}`,
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
  return `${quota} has room for ${room} more such ${room === 1 ? 'Pod' : 'Pods'}${state}.`;
}

/** `app has no cpu limit (limits.cpu)` */
function missingWords({ name, containers }: MissingResource): string {
  const { kind, resource } = quotaItem(name);
  const what = `${resource} ${kind === 'limits' ? 'limit' : 'request'}`;
  return `${listed(containers)} ${containers.length === 1 ? 'has' : 'have'} no ${what}`;
}

function usedOf({ name, used, hard, needed }: QuotaResource, who: string): string {
  const each = needed === undefined ? '' : `, ${text(name, needed)} each`;
  return `${name}: ${used === undefined ? '?' : text(name, used)} of ${text(name, hard)} ${who}${each}`;
}

function text(name: string, amount: Quantity): string {
  return amountText(quotaItem(name).resource, amount);
}

/** What LimitRange refuses, and what it has filled in or would. */
export function limitRangeLines(
  violations: readonly LimitRangeViolation[],
  filled: readonly (FilledAmount | LimitRangerSetting)[],
): readonly string[] {
  return [
    ...violations.map(({ limitRange, container, message }) => {
      const where = container === undefined ? '' : `${container}: `;
      return `${limitRange} refuses the Pod: ${where}${message}.`;
    }),
    ...filledLines(filled),
  ];
}

/** `Init container migrate was given cpu request 100m.`; containers that were given the same together. */
function filledLines(filled: readonly (FilledAmount | LimitRangerSetting)[]): readonly string[] {
  const settings = new Map<string, { readonly be: string; readonly whats: string[] }>();
  for (const setting of filled) {
    const { list, container, resource, kind } = setting;
    const amount = 'amount' in setting ? ` ${setting.amount}` : '';
    const from = 'limitRange' in setting ? ` (${setting.limitRange})` : '';
    const who = `${list === 'initContainers' ? 'init container' : 'container'} ${container}`;
    // The amounts are known where they are foretold; a stored Pod's annotation has none.
    const be = 'amount' in setting ? 'would be' : 'was';
    const { whats } = settings.get(who) ?? { whats: [] as string[] };
    whats.push(`${resource} ${kind === 'requests' ? 'request' : 'limit'}${amount}${from}`);
    settings.set(who, { be, whats });
  }
  const containers = new Map<string, string[]>();
  for (const [who, { be, whats }] of settings) {
    const given = `${be} given ${listed(whats)}.`;
    containers.set(given, [...(containers.get(given) ?? []), who]);
  }
  return [...containers].map(([given, who]) => {
    const verb = who.length > 1 ? given.replace(/^was /, 'were ') : given;
    return `${capitalised(listed(who))} ${verb}`;
  });
}
