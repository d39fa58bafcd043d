import type { RankedReport } from '../../../model/explain/many/ranked-report.ts';
import type { WorkloadReport } from '../../../model/explain/many/workload-report.ts';
import type { WorkloadCode, WorkloadVerdict } from '../../../model/explain/many/workload-story.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { wrapped } from '../../text/layout.ts';
import { listed } from '../../text/listed.ts';
import { sanitise, sanitiseMultiline } from '../../text/sanitise.ts';
import type { Style } from '../../text/style.ts';
import { outcomeWord, paintOutcome } from '../outcome-style.ts';

type LackCode = Exclude<
  WorkloadCode,
  | 'NoMatchingNode'
  | 'LastRunFailed'
  | 'JobNotStarted'
  | 'BadSchedule'
  | 'JobRetrying'
  | 'UnderDeadline'
  | 'JobRestarting'
  | 'AwaitingDeletion'
  | 'NoneAvailable'
  | 'AwaitingPodBefore'
  | 'HeldByOldPod'
  | 'RollingOut'
  | 'RolloutBlocked'
  | 'RolloutStalled'
>;

const WHY: Readonly<Record<LackCode, string>> = {
  FailedCreate: 'the API server refuses its Pods',
  ScaledToZero: 'it is scaled to 0 replicas',
  Paused: 'it is paused, and no Pod was made before; kubectl rollout resume lets it go on',
  Suspended: 'it is suspended, until spec.suspend is false',
  Finished: 'it is complete, and its Pods are gone',
  JobFailed: 'it has failed, and its Pods are gone',
  NotDue: 'it has not started a Job yet',
  NotObserved: 'its controller has not looked at it yet',
  Unknown: 'neither its status nor its Events say why',
};

/** What is the matter with the workloads that their Pods do not tell. */
export function workloadTexts(
  { workloads, observedAt }: RankedReport,
  style: Style,
): readonly string[] {
  return workloads
    .map((each) => workloadText(each, observedAt, style))
    .filter((text) => text !== '');
}

/** What is the matter with a workload that its Pods do not tell; empty where nothing is. */
export function workloadText(report: WorkloadReport, now: number, style: Style): string {
  const { verdict } = report;
  if (verdict === undefined) return '';
  const { outcome, message, saidBy } = verdict;
  const head = `${paintOutcome(outcome, outcomeWord(outcome), style)}  ${sentence(report, verdict)}${deadlineWords(verdict, now)}`;
  const more = message === undefined ? [] : [`${saidWhere(saidBy)}${sanitiseMultiline(message)}`];
  const lines = more.map((line) => `  ${wrapped(line.trim(), style.width - 2, 4)}`);
  return `${[wrapped(head, style.width, 2), ...lines].join('\n')}\n`;
}

function sentence(
  { kind, namespace, name, pods }: WorkloadReport,
  verdict: WorkloadVerdict,
): string {
  const subject = sanitise(`${kind} ${namespace}/${name}`);
  const { code, failed = 0 } = verdict;
  const word = verdict.reason === undefined ? '' : ` (${sanitise(verdict.reason)})`;
  switch (code) {
    case 'JobRetrying':
      return `${subject} makes other Pods for those that fail: ${retryWords(failed, verdict)}`;
    case 'UnderDeadline':
      return `${subject} has not ended.`;
    case 'JobRestarting': {
      const { backoffLimit } = verdict;
      const often =
        backoffLimit === undefined || backoffLimit > 1
          ? `${backoffLimit ?? 'too many'} restarts`
          : 'the first restart';
      return `${subject} has failing containers restarted in their Pods (restartPolicy OnFailure). With ${often} it fails, and deletes the Pods with their logs.`;
    }
    case 'AwaitingDeletion':
      return `${subject} has a new template, and replaces a Pod only when somebody deletes it (updateStrategy OnDelete): ${rolloutWords(verdict)}.`;
    case 'NoneAvailable':
      return `${subject} has no available Pod: none of ${verdict.wanted} is.`;
    case 'AwaitingPodBefore':
      return `${subject} has ${pods} of ${verdict.wanted} Pods: it makes the next one when all before it are Ready.`;
    case 'HeldByOldPod':
      return `${subject} has a new template, but replaces no Pod as long as one of an older template is not Ready. Delete the one that is stuck: it is then recreated from the new one.`;
    case 'RollingOut':
      return `${subject} is being rolled out: ${rolloutWords(verdict)}.${availableWords(verdict)}`;
    case 'RolloutBlocked':
      return `${subject} is being rolled out, but ${kind === 'Deployment' ? 'new Pods do not become ready' : 'a Pod is in trouble'}: ${rolloutWords(verdict)}.${availableWords(verdict)}`;
    case 'RolloutStalled':
      return `${subject} makes no progress${word}: ${rolloutWords(verdict)}.${availableWords(verdict)}`;
    case 'LastRunFailed':
      return `${subject}: the last of its Jobs that has ended failed${word}, ${successWords(verdict)}`;
    case 'JobNotStarted':
      return `${subject} has not started the last Job that was due${word}. Its schedule is ${sanitise(verdict.schedule ?? '')}.`;
    case 'BadSchedule':
      return `${subject} starts no Jobs: ${scheduleFault(verdict)}${word}.`;
    case 'NoMatchingNode':
      return `${subject} has no Pods: no node matches ${nodeWords(verdict)}.`;
    case 'JobFailed':
      if (pods > 0) return `${subject} has failed${word}: it makes no more Pods.`;
      break;
    case 'Suspended':
      if (pods > 0) return `${subject} is suspended: it makes no more Pods.`;
      break;
    case 'Paused':
      if (pods > 0) return `${subject} is paused${pausedWords(verdict)}.`;
      break;
    case 'Finished':
      if (pods > 0) return `${subject} is complete, though ${podsHave(failed)} failed.`;
      break;
    default:
  }
  const isSaid = code === 'Unknown' && verdict.message !== undefined;
  // Quota may refuse the Jobs of a CronJob, before there is any Pod to refuse.
  const isJob = code === 'FailedCreate' && verdict.saidBy?.startsWith('CronJob/');
  const lacking = isJob ? 'the API server refuses its Jobs' : WHY[code];
  const why = isSaid ? 'it makes no progress' : lacking;
  const lack = pods === 0 ? 'has no Pods' : `has only ${podWords(pods)}`;
  const loss = verdict.deletesPods
    ? ' Under restartPolicy OnFailure it deletes them as it fails, with their logs; Never keeps them.'
    : '';
  return `${subject} ${lack}: ${why}${word}.${loss}`;
}

/** Reasons of the Events of its controller (pkg/controller/cronjob/cronjob_controllerv2.go). */
function scheduleFault({ reason, schedule = '' }: WorkloadVerdict): string {
  if (reason === 'UnknownTimeZone') return 'its time zone is not known';
  const subject = `its schedule ${sanitise(schedule)}`;
  return reason === 'InvalidSchedule' ? `${subject} matches no date` : `${subject} cannot be read`;
}

function successWords({ lastSuccess, schedule }: WorkloadVerdict): string {
  const success =
    lastSuccess === undefined
      ? 'and none has succeeded yet'
      : `and one last succeeded at ${lastSuccess}`;
  return sanitise(
    schedule === undefined ? `${success}.` : `${success}. Its schedule is ${schedule}.`,
  );
}

function nodeWords({ nodeLabels = [], hasNodeAffinity }: WorkloadVerdict): string {
  const wanted = [
    ...(nodeLabels.length > 0 ? [`its node selector (${sanitise(nodeLabels.join(', '))})`] : []),
    ...(hasNodeAffinity ? ['its node affinity'] : []),
    'the taints that it tolerates',
  ];
  return listed(wanted);
}

function retryWords(
  failed: number,
  { backoffLimit, delaySeconds }: Pick<WorkloadVerdict, 'backoffLimit' | 'delaySeconds'>,
): string {
  const limit =
    backoffLimit === undefined ? '' : `, and more than ${backoffLimit} make the Job fail`;
  const next =
    delaySeconds === undefined
      ? ''
      : ` The next is made ${humanDuration(delaySeconds * 1000)} after the last one ended.`;
  return `${podsHave(failed)} failed${limit}.${next}`;
}

function rolloutWords(verdict: WorkloadVerdict): string {
  const { wanted = 0, updated = 0, outdated = 0, newest, isFirst } = verdict;
  const of = newest === undefined ? '' : ` (${sanitise(newest)}-…)`;
  const made = `${updated} of ${podWords(wanted)} ${updated === 1 || wanted === 1 ? 'is' : 'are'}`;
  if (isFirst) return `${made} there${of}`;
  const old =
    outdated === 0
      ? 'no old one is left'
      : `${outdated} old ${outdated === 1 ? 'one is' : 'ones are'} left`;
  return `${made} new${of}, ${old}`;
}

/** Until when a rollout has to get on, and a Job to end. */
function deadlineWords({ code, deadline, deadlineSeconds }: WorkloadVerdict, now: number): string {
  if (deadline === undefined) return '';
  const when = deadline > now ? `in ${humanDuration(deadline - now)}` : 'now';
  return code === 'RollingOut' || code === 'RolloutBlocked'
    ? ` Without progress, it counts as stalled ${when} (progressDeadlineSeconds ${deadlineSeconds}).`
    : ` Unless it ends before then, it fails ${when} (activeDeadlineSeconds ${deadlineSeconds}), and its Pods are ended.`;
}

/** What serves meanwhile; of another moment it may not be known. */
function availableWords({ available }: WorkloadVerdict): string {
  if (available === undefined) return '';
  if (available === 0) return ' No Pod is available.';
  return ` ${podWords(available)} ${available === 1 ? 'is' : 'are'} available.`;
}

function pausedWords(verdict: WorkloadVerdict): string {
  const isBetween = (verdict.outdated ?? 0) > 0;
  const effect = isBetween ? rolloutWords(verdict) : 'a change of its Pods is not rolled out';
  return `: ${effect}. kubectl rollout resume lets it go on`;
}

function podsHave(count: number): string {
  return `${podWords(count)} ${count === 1 ? 'has' : 'have'}`;
}

function podWords(count: number): string {
  return count === 1 ? '1 Pod' : `${count} Pods`;
}

function saidWhere(object: string | undefined): string {
  return object === undefined ? '' : `${sanitise(object)}: `;
}
