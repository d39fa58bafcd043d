import { shellWord } from '../../../errors.ts';
import type { AdmissionVerdict } from '../../../model/resources/pod/admission-verdict.ts';
import type { PodCost } from '../../../model/resources/pod/pod-cost.ts';
import type { WhatIf } from '../../../model/resources/pod/what-if-cost.ts';
import { sanitiseDeep } from '../../text/sanitise.ts';
import { styleOf } from '../../text/style.ts';
import { type PodTextOptions, type PodTextSection, renderPodResources } from './pod-text.ts';
import { renderWhatIf } from './what-if-text.ts';
import { fitLines } from './words/fit-words.ts';
import { limitRangeLines } from './words/limit-range-words.ts';
import { quotaLines } from './words/quota-words.ts';
import { refusalLines, warningLines } from './words/refusal-words.ts';
import { replicaLines } from './words/replica-words.ts';
import { savingLines } from './words/saving-words.ts';
import { updateLines } from './words/update-words.ts';
import { isPlaced, verdictSentence } from './words/verdict-words.ts';

/** A Pod's cost with what else the command was asked for and has found. */
export interface PodCostOutput {
  readonly cost: PodCost;
  /** What changes that are only thought of would make of it. */
  readonly whatIf: WhatIf | undefined;
  /** What a check comes to; undefined unless it was asked for. */
  readonly verdict: AdmissionVerdict | undefined;
}

/**
 * One Pod as text that ends with a newline; what was asked about changes comes first, and the Pod as
 * it is only with -o wide. Nothing from the cluster can control the terminal.
 */
export function renderPodCost(output: PodCostOutput, options: PodTextOptions): string {
  const { cost, whatIf, verdict } = sanitiseDeep(output);
  const check = {
    title: 'Check',
    lines: verdict === undefined ? [] : [verdictSentence(verdict, whatIf?.after ?? cost)],
  };
  if (whatIf === undefined) return costText(cost, [check], options);
  const answer = renderWhatIf(whatIf, [check, ...policySections(whatIf.after)], styleOf(options));
  return options.isWide ? `${answer}\nAs it is now:\n\n${costText(cost, [], options)}` : answer;
}

function costText(
  cost: PodCost,
  first: readonly PodTextSection[],
  options: PodTextOptions,
): string {
  const lines = [...savingLines(cost.savings, cost.resources), ...runningPodsLines(cost)];
  const savings = { title: 'To reserve less', lines };
  const sections = [...first, ...policySections(cost), savings];
  return renderPodResources(cost.resources, { usage: cost.usage, sections }, options);
}

/** A workload's savings are its template's: what its Pods can give back is asked for elsewhere. */
function runningPodsLines({ savings, replicas, resources }: PodCost): readonly string[] {
  const isOfInit = savings.some(({ changes }) => changes.every(({ kind }) => kind === 'set'));
  if (!isOfInit || (replicas?.existing ?? 0) === 0) return [];
  const command = `kubectl initx resources -n ${shellWord(resources.namespace)} --waste`;
  return [`What the Pods that run give back without a restart:\n${command}`];
}

/** Whether room is asked for one beyond those that are there or wanted. */
function isThere({ resources, update }: PodCost): boolean {
  return isPlaced(resources) || update?.outcome?.toMake === 0;
}

/** What its surroundings say to one more such Pod, or to all that are wanted. */
function policySections(cost: PodCost): readonly PodTextSection[] {
  const { quotas, replicas, resources } = cost;
  return [
    { title: 'Refused', lines: refusalLines(cost) },
    { title: 'Update', lines: updateLines(cost) },
    { title: 'Warning', lines: warningLines(cost.warnings) },
    { title: 'Replicas', lines: replicas ? replicaLines(replicas, resources) : [] },
    { title: 'Quota', lines: quotas ? quotaLines(quotas, cost) : [] },
    ...runtimeClassSection(cost.unknownRuntimeClass),
    { title: 'Room on the nodes', lines: cost.fit ? fitLines(cost.fit, isThere(cost)) : [] },
    { title: 'LimitRange', lines: limitRangeLines(cost.violations, cost.filled) },
  ];
}

function runtimeClassSection(name: string | undefined): readonly PodTextSection[] {
  if (name === undefined) return [];
  const line = `What ${name} adds as overhead is not known here and not in the sums; with -f, --check asks for it.`;
  return [{ title: 'RuntimeClass', lines: [line] }];
}
