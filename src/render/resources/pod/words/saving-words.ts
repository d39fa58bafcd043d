import type { OfferedSaving } from '../../../../model/resources/pod/offered-savings.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import { counted, listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';
import { resizeCommand, UNTIL_RESIZED } from '../../resize.ts';
import { changeWords } from './pod-words.ts';

/**
 * Each change that would save something: what it saves, its price, what it opens, and how a Pod that
 * runs can have it. A command stands on a line of its own.
 */
export function savingLines(
  savings: readonly OfferedSaving[],
  pod: Pick<PodResources, 'kind' | 'name' | 'namespace' | 'phase'>,
): readonly string[] {
  return savings.map((saving) => {
    const { resource, before, after } = saving;
    const effect = `${resource} ${amountText(resource, after)} instead of ${amountText(resource, before)}`;
    const parts = [effect, ...price(saving), ...opened(saving)];
    return `${changesWords(saving)}: ${parts.join('; ')}.${way(saving, pod)}`;
  });
}

function changesWords({ changes }: OfferedSaving): string {
  const [first, ...others] = changes.map(changeWords);
  const all = listed([
    first ?? '',
    ...others.map((words) => words.charAt(0).toLowerCase() + words.slice(1)),
  ]);
  // Less cpu makes slow, but without a device or its pages a program may not run at all.
  const needed = changes.find((change) => change.kind === 'set' && change.field === 'both');
  if (needed?.kind !== 'set') return all;
  return `${all}, if ${needed.container} ${needed.amount === '0' ? 'does without' : 'manages with that'}`;
}

function price({ qosClass }: OfferedSaving): readonly string[] {
  if (qosClass === undefined) return [];
  return [`the Pod is then ${qosClass.after} and no longer ${qosClass.before}`];
}

function opened({ quotaRoom, nodes }: OfferedSaving): readonly string[] {
  return [
    ...quotaRoom.map(
      ({ quota, before, after }) =>
        `quota ${quota} then has room for ${counted(after, 'more such Pod')} instead of ${before}`,
    ),
    ...(nodes.length > 0
      ? [`it then fits ${listed(nodes.slice(0, 3))}${nodes.length > 3 ? ' and others' : ''}`]
      : []),
  ];
}

function way(
  { patch, trial, isKeptByScheduler, isBehindResize }: OfferedSaving,
  { kind, name, namespace, phase }: Pick<PodResources, 'kind' | 'name' | 'namespace' | 'phase'>,
): string {
  if (kind !== 'Pod' || phase !== 'Running') return '';
  if (isBehindResize) {
    return ' This can be done without a restart, but not while another resize finds no room: the kubelet makes all changes of a Pod or none.';
  }
  if (patch === undefined) return ' It needs a new Pod.';
  if (trial?.refusal !== undefined) {
    return ` This cannot be done now: the server would refuse the resize: ${trial.refusal}`;
  }
  const certainty =
    trial === undefined ? ' (Kubernetes 1.37 and later)' : '; the server takes it (dry run)';
  const command = resizeCommand(namespace, name, patch);
  const until = isKeptByScheduler ? ` ${UNTIL_RESIZED}` : '';
  return ` This can be done now, without a restart${certainty}.${until}\n${command}`;
}
