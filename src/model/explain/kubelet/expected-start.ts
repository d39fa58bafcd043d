import { type KubeletView, startingContainers } from './kubelet-view.ts';
import type { NextCondition } from './next-condition.ts';

/**
 * The best guess of when a start happens, to tell which of several comes first.
 *
 * - A pull keeps the pod worker busy: its container comes before all others.
 * - A back-off has an end, and nothing else does it by chance.
 * - Nobody knows when a running container exits or passes its probe; one that has run for a
 *   minute is taken to need about a minute more. So a sidecar's five-minute back-off does not
 *   hide an init container that began a moment ago, nor does one that hangs for hours hide a
 *   restart due in seconds.
 * - Failing images and configurations wait for somebody's help and come last.
 */
export function expectedAt(condition: NextCondition, view: KubeletView, now: number): number {
  switch (condition.kind) {
    case 'backoff':
      return Math.max(now, condition.earliest ?? now + condition.delaySeconds * 1000);
    case 'exits-0':
    case 'startup-probe':
    case 'running':
      return now + Math.max(1, now - (startedAtOf(condition.container, view) ?? now));
    case 'image':
      return condition.retrying ? Infinity : -Infinity;
    case 'config':
      return Infinity;
    case 'now':
    case 'scheduled':
    case 'sandbox':
    case 'post-start':
      return now;
  }
}

function startedAtOf(name: string, view: KubeletView): number | undefined {
  const found = startingContainers(view).find(({ container }) => container.name === name);
  return found?.latest.kind === 'running' ? found.latest.startedAt : undefined;
}
