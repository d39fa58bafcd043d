import { probeBehindStop, probeFailure } from '../../kubelet/kills.ts';
import type { ContainerHistory } from '../../timeline/history.ts';
import type { Verdict } from '../codes.ts';
import { eventField, stateField } from '../evidence.ts';
import { containerVerdict, newestEvent, type Situation } from '../situation.ts';

/**
 * The kubelet is killing a container for one of its probes right now. The status shows it as
 * running, and the Pod perhaps as Ready, until the process is gone.
 */
export function probeKilling(
  situation: Situation,
  explained: ContainerHistory,
): Verdict | undefined {
  const { container, latest, holdsBack } = explained;
  if (latest.kind !== 'running' || latest.replaced !== 'probe') return undefined;
  const { pod, events } = situation;
  const kill = newestEvent(situation, ['Killing'], container);
  const told = /startup probe/.test(kill?.message ?? '') ? 'startup' : 'liveness';
  const probe = probeBehindStop(container, pod, kill?.last, events) ?? told;
  return containerVerdict(explained, {
    code: 'ProbeKilling',
    since: latest.killedAt,
    reason: `${probe} probe`,
    message: probeFailure(container, probe, events)?.message,
    holdsBack,
    evidence: [...stateField(container), ...eventField(kill)],
  });
}
