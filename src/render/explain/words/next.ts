import type { NextCondition, NextStart } from '../../../model/explain/kubelet/next-condition.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { spanWords } from './span.ts';

/** One sentence on what the kubelet starts next, and when. `dash` joins the ends of a span. */
export function nextSentence(
  { container, action, condition }: NextStart,
  now: number,
  dash: string,
) {
  const starts = `${container} ${action}s`;
  switch (condition.kind) {
    case 'now':
      return `the kubelet ${action}s ${container} now.`;
    case 'scheduled':
      return `${starts} once the Pod has a node and a sandbox.`;
    case 'sandbox':
      return `${starts} once the Pod has a sandbox.`;
    case 'volumes':
      return `the volumes are tried again, up to about 2 minutes apart; ${starts} once it has them and the sandbox.`;
    case 'exits-0':
      return `${starts} when ${condition.container} exits with code 0.`;
    case 'running':
      return `${starts} as soon as ${condition.container} runs.`;
    case 'startup-probe':
      return `${starts} when the startup probe of ${condition.container} passes${killWords(condition, now, dash)}.`;
    case 'backoff':
      return `${container} restarts ${backoffWords(condition, now, dash)}.`;
    case 'preparing':
      return `${starts} once volumes, network, sandbox and its image are there.`;
    case 'killed':
      return killedWords(container, condition, now);
    case 'image':
      if (condition.unpullable) return unpullableWords(container, condition.unpullable);
      return condition.retrying
        ? `the kubelet keeps trying to pull the image, up to about 5 minutes apart; ${starts} once it succeeds.`
        : `${starts} when its image is there.`;
    case 'config':
      return `the kubelet keeps trying; ${starts} once it succeeds.`;
    case 'post-start':
      if (condition.hasFailed) {
        return `${starts} when the kubelet has killed ${condition.container}, whose postStart hook failed${withinWords(condition.killLatest, now)}.`;
      }
      return `${starts} when the postStart hook of ${condition.container} returns.`;
  }
}

function killWords(
  { container, killEarliest, killLatest }: Extract<NextCondition, { kind: 'startup-probe' }>,
  now: number,
  dash: string,
): string {
  if (killEarliest === undefined || killLatest === undefined) return '';
  const when = spanWords(killEarliest, killLatest, now, dash);
  return when ? `; if it only fails, ${container} is killed ${when}` : '';
}

function killedWords(
  container: string,
  { latest, backoff }: Extract<NextCondition, { kind: 'killed' }>,
  now: number,
): string {
  const within = withinWords(latest, now);
  return `${container} restarts after the kubelet has killed it${within}${BACKOFF_AFTER_KILL[backoff]}.`;
}

const BACKOFF_AFTER_KILL = {
  none: '',
  possible: ', perhaps after a back-off',
  certain: ' and after a back-off',
} as const;

function withinWords(latest: number | undefined, now: number): string {
  return latest !== undefined && latest - now >= 1000
    ? ` (within ${humanDuration(latest - now)})`
    : '';
}

function unpullableWords(container: string, reason: 'ErrImageNeverPull' | 'InvalidImageName') {
  return reason === 'InvalidImageName'
    ? `nothing is pulled under such a name; ${container} starts when its image is corrected.`
    : `nothing is pulled (imagePullPolicy Never); ${container} starts when the image is on the node.`;
}

/** A bound, not a moment: the kubelet looks again only after the back-off is over. */
function backoffWords(
  { delaySeconds, earliest, latest }: Extract<NextCondition, { kind: 'backoff' }>,
  now: number,
  dash: string,
): string {
  const delay = `back-off of ${humanDuration(delaySeconds * 1000)}`;
  if (earliest === undefined || latest === undefined) return `after its ${delay}`;
  if (latest <= now) return `any moment (its ${delay} is over)`;
  const to = humanDuration(latest - now);
  if (earliest <= now) return `within ${to} (${delay})`;
  const from = humanDuration(earliest - now);
  return from === to ? `in ${from} (${delay})` : `in ${from}${dash}${to} (${delay})`;
}
