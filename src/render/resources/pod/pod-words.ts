import type { QosShortfall } from '../../../model/resources/effective/qos.ts';
import type { Resize, ResizedAmount } from '../../../model/resources/effective/resize.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import type { Saving } from '../../../model/resources/pod/savings.ts';
import type { Change } from '../../../model/resources/pod/what-if.ts';
import { isOvercommitAllowed } from '../../../model/resources/quantity/resource-name.ts';
import { listed } from '../../text/listed.ts';
import { amountText } from '../amounts.ts';

/** The kernel goes by oom_score_adj (pkg/kubelet/qos/policy.go), eviction by use over request. */
const QOS_MEANING = {
  Guaranteed: 'When the node runs out of memory its containers are the last to be killed.',
  Burstable:
    'When the node runs out of memory its containers are killed before those of Guaranteed Pods; it is evicted early only while it uses more than it requests.',
  BestEffort:
    'When the node runs out of memory its containers are the first to be killed or evicted.',
} as const;

/** The QoS class with the reason for it (R20). */
export function qosSentence({ qos }: PodResources): string {
  const stored = qos.stored ?? qos.class;
  const meaning = QOS_MEANING[stored];
  if (stored !== qos.class) {
    return `${stored}, as when the Pod was created: it never changes, though by the spec of today it would be ${qos.class}. ${meaning}`;
  }
  return `${stored}: ${qosReason(qos)}. ${meaning}`;
}

function qosReason({ class: name, decidedBy, shortfalls }: PodResources['qos']): string {
  const where = decidedBy === 'pod-level' ? 'the Pod as a whole (spec.resources)' : undefined;
  if (name === 'Guaranteed') {
    return `${where ?? 'every container, init containers too,'} requests exactly its cpu and memory limits`;
  }
  if (name === 'BestEffort') {
    return `${where ?? 'no container'} requests or limits ${where ? 'neither cpu nor' : 'cpu or'} memory`;
  }
  const [first, ...others] = shortfalls;
  if (first === undefined) return 'requests and limits differ';
  const more = others.length === 0 ? '' : `, and ${others.length} more such`;
  return `for Guaranteed every request would have to equal its limit, but ${shortfallWords(first)}${more}`;
}

function shortfallWords({ container, resource, problem }: QosShortfall): string {
  const who = container ?? 'the Pod';
  switch (problem) {
    case 'no-request-no-limit':
      return `${who} has neither for ${resource}`;
    case 'no-limit':
      return `${who} has no ${resource} limit`;
    case 'request-below-limit':
      return `${who} requests less ${resource} than its limit`;
    case 'no-request':
      return `${who} requests no ${resource}`;
  }
}

/** A change that would save something, with what it saves. */
export function savingSentence({ resource, change, before, after }: Saving): string {
  const effect = `${resource} ${amountText(resource, after)} instead of ${amountText(resource, before)}`;
  return `${changeWords(change)}: ${effect}.`;
}

/** `Set the cpu request of migrate to 500m` */
export function changeWords(change: Change): string {
  if (change.kind === 'move') {
    const where = { first: 'first', last: 'last', before: 'before', after: 'after' }[change.to];
    const to = change.neighbour === undefined ? where : `${where} ${change.neighbour}`;
    const caution = change.to === 'after' ? `, if ${change.neighbour} does without it` : '';
    return `Start ${change.container} ${to}${caution}`;
  }
  const { container, field, resource, amount } = change;
  const list = field === 'requests' ? 'request' : 'limit';
  const lists = isOvercommitAllowed(resource) ? list : 'request and limit';
  const name = `the ${resource} ${lists} of ${container}`;
  return amount === undefined ? `Take away ${name}` : `Set ${name} to ${amount}`;
}

const RESIZE_STATES: Readonly<Record<Resize['state'], string>> = {
  unseen: 'The kubelet has not answered the resize yet.',
  deferred: 'The resize waits: the node has no room for it now.',
  infeasible: 'The resize can never be done on this node, so scheduler and quota leave it out.',
  'in-progress': 'The kubelet is carrying out the resize.',
};

/** The in-place resize under way: one sentence, then one line for each amount. */
export function resizeLines({ state, message, amounts }: Resize): readonly string[] {
  const said = message ? ` ${message.trim()}` : '';
  return [`${RESIZE_STATES[state]}${said}`, ...amounts.map(resizedAmount)];
}

function resizedAmount({
  container,
  kind,
  resource,
  desired,
  allocated,
  actual,
}: ResizedAmount): string {
  const text = (amount: ResizedAmount['desired']) =>
    amount === undefined ? 'none' : amountText(resource, amount);
  const parts = [
    `asked for ${text(desired)}`,
    ...(allocated ? [`promised ${text(allocated)}`] : []),
    `set ${text(actual)}`,
  ];
  const what = kind === 'requests' ? 'request' : 'limit';
  return `${container ?? 'the Pod'}, ${resource} ${what}: ${listed(parts)}`;
}
