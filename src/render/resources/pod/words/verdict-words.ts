import type { AdmissionVerdict } from '../../../../model/resources/pod/admission-verdict.ts';
import type { PodCost } from '../../../../model/resources/pod/pod-cost.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import { listed } from '../../../text/listed.ts';
import { unjudgedWords } from './fit-words.ts';

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
      return `${subject} would not run: ${listed(obstacles(cost))}.`;
  }
}

/** A Pod that has its node: what is asked then is whether another one like it would run. */
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
