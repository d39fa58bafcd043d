import type { Change } from '../../../../model/resources/change/what-if.ts';
import type { QosShortfall } from '../../../../model/resources/effective/qos.ts';
import type { Resize, ResizedAmount } from '../../../../model/resources/effective/resize.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import { counted, listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';

/** The kernel goes by oom_score_adj (pkg/kubelet/qos/policy.go), eviction by use over request. */
const QOS_MEANING = {
  Guaranteed: 'When the node runs out of memory its containers are the last to be killed.',
  Burstable:
    'When the node runs out of memory its containers are killed before those of Guaranteed Pods; it is evicted early only while it uses more than it requests.',
  BestEffort:
    'When the node runs out of memory its containers are the first to be killed or evicted.',
} as const;

/** The same for a Pod that the kubelet spares. */
const CRITICAL_MEANING = {
  ...QOS_MEANING,
  Burstable:
    'When the node runs out of memory its containers are killed before those of Guaranteed Pods.',
  BestEffort: 'When the node runs out of memory its containers are the first to be killed.',
} as const;

function meaningOf(qosClass: string, criticality: PodResources['criticality']): string {
  // A file can say what no API server does.
  if (!Object.hasOwn(QOS_MEANING, qosClass)) return '';
  const name = qosClass as keyof typeof QOS_MEANING;
  if (criticality === undefined) return QOS_MEANING[name];
  const killed = criticality === 'node' ? QOS_MEANING.Guaranteed : CRITICAL_MEANING[name];
  return `${killed} By its priority it is critical, so the kubelet never evicts it.`;
}

/** The QoS class with the reason for it (R20); with -o wide also what it means. */
export function qosSentence({ qos, criticality }: PodResources, isWide: boolean): string {
  const stored = qos.stored ?? qos.class;
  const meaning = isWide ? meaningOf(stored, criticality) : '';
  if (stored !== qos.class) {
    return `${stored}, as when the Pod was created: it never changes, though by the spec of today it would be ${qos.class}. ${meaning}`.trim();
  }
  return `${stored}: ${qosReason(qos, isWide)}. ${meaning}`.trim();
}

function qosReason(
  { class: name, decidedBy, shortfalls }: PodResources['qos'],
  isWide: boolean,
): string {
  const where = decidedBy === 'pod-level' ? 'the Pod as a whole (spec.resources)' : undefined;
  if (name === 'Guaranteed') {
    return `${where ?? 'every container, init containers too,'} requests exactly its cpu and memory limits`;
  }
  if (name === 'BestEffort') {
    return `${where ?? 'no container'} requests or limits ${where ? 'neither cpu nor' : 'cpu or'} memory`;
  }
  const isLong = !isWide && shortfalls.length > FEW;
  const shown = shortfalls.slice(0, isLong ? FEW - 1 : undefined).map(shortfallWords);
  const rest = isLong
    ? [`${shortfalls.length - FEW + 1} more fall short (-o wide names them)`]
    : [];
  return `for Guaranteed every request would have to equal its limit, but ${listed([...shown, ...rest])}`;
}

const FEW = 3;

function shortfallWords({ container, resource, problem }: QosShortfall): string {
  const who = container ?? 'the Pod';
  switch (problem) {
    case 'no-request-no-limit':
      return `${who} has no ${resource} request or limit`;
    case 'no-limit':
      return `${who} has no ${resource} limit`;
    case 'request-below-limit':
      return `${who} requests less ${resource} than its limit`;
    case 'no-request':
      return `${who} requests no ${resource}`;
  }
}

/** `Set the cpu request of migrate to 500m` */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case 'replicas':
      return `Run ${counted(change.replicas, 'Pod')}`;
    case 'move': {
      const { container, to, neighbour } = change;
      const caution = to === 'after' ? `, if ${neighbour} does without it` : '';
      return `Start ${container} ${to}${neighbour === undefined ? '' : ` ${neighbour}`}${caution}`;
    }
    case 'set': {
      const { container, field, resource, amount } = change;
      const name = `the ${resource} ${FIELDS[field]} of ${container}`;
      return amount === undefined ? `Take away ${name}` : `Set ${name} to ${amount}`;
    }
  }
}

const FIELDS = { requests: 'request', limits: 'limit', both: 'request and limit' } as const;

const RESIZE_STATES: Readonly<Record<Resize['state'], string>> = {
  unseen: 'The kubelet has not answered the resize yet.',
  deferred: 'The resize waits: the node has no room for it now.',
  infeasible:
    'The resize can never be done on this node. So it does not count: scheduler and quota go by what the kubelet promised and set before.',
  'in-progress': 'The kubelet is carrying out the resize.',
  failed: 'The kubelet could not carry out the resize, and tries again.',
};

/** The in-place resize under way: one sentence, then one line for each amount. */
export function resizeLines({ state, message, amounts }: Resize): readonly string[] {
  const said = message ? ` It says: ${message.trim()}` : '';
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
