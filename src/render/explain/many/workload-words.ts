import type { WorkloadReport } from '../../../model/explain/many/workload-report.ts';
import type { WorkloadCode } from '../../../model/explain/many/workload-verdict.ts';
import { wrapped } from '../../text/layout.ts';
import { sanitise, sanitiseMultiline } from '../../text/sanitise.ts';
import type { Style } from '../../text/style.ts';
import { outcomeWord, paintOutcome } from '../outcome-style.ts';

const WHY: Readonly<Record<WorkloadCode, string>> = {
  FailedCreate: 'the API server refuses its Pods',
  ScaledToZero: 'it is scaled to 0 replicas',
  Paused: 'it is paused, and no Pod was made before',
  Suspended: 'it is suspended',
  NoMatchingNode:
    'no node matches its node selector, its affinity and the taints that it tolerates',
  Finished: 'it is complete, and its Pods are gone',
  JobFailed: 'it has failed, and its Pods are gone',
  NotDue: 'it has not started a Job yet',
  NotObserved: 'its controller has not looked at it yet',
  Unknown: 'neither its status nor its Events say why',
};

/** Why a workload has no Pod, or too few; empty where nothing is the matter. */
export function workloadText(report: WorkloadReport, style: Style): string {
  const { kind, namespace, name, pods, verdict } = report;
  if (verdict === undefined) return '';
  const { code, outcome, reason, message, saidBy } = verdict;
  const subject = sanitise(`${kind} ${namespace}/${name}`);
  const lack = pods === 0 ? 'has no Pods' : `has only ${pods === 1 ? '1 Pod' : `${pods} Pods`}`;
  const isSaid = code === 'Unknown' && message !== undefined;
  const why = isSaid ? 'it does not get on' : WHY[code];
  const word = reason === undefined ? '' : ` (${sanitise(reason)})`;
  const head = `${paintOutcome(outcome, outcomeWord(outcome), style)}  ${subject} ${lack}: ${why}${word}.`;
  const more = message === undefined ? [] : [`${saidWhere(saidBy)}${sanitiseMultiline(message)}`];
  const lines = more.map((line) => `  ${wrapped(line.trim(), style.width - 2, 4)}`);
  return `${[wrapped(head, style.width, 2), ...lines].join('\n')}\n`;
}

function saidWhere(object: string | undefined): string {
  return object === undefined ? '' : `${sanitise(object)}: `;
}
