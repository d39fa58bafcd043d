import type { Volume } from '../../kubernetes/api.ts';
import { eventsOf } from '../../kubernetes/events.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';

/** The volumes that a message names, what is behind each, who needs it, and what the message means. */
export function volumeCauses(situation: Situation, { message = '' }: Verdict): readonly Cause[] {
  const { initContainers = [], containers } = situation.pod.spec;
  const named = volumesNamed(situation, message).map((volume): Cause => {
    const source = sourceOf(volume);
    const users = [...initContainers, ...containers].filter(({ volumeMounts }) =>
      volumeMounts?.some(({ name }) => name === volume.name),
    );
    return {
      code: 'volume',
      volume: volume.name,
      ...(source && { source }),
      containers: users.map(({ name }) => name),
    };
  });
  return [...named, ...failures(situation, message)];
}

/**
 * `MountVolume.SetUp failed for volume "config" : …` and `unmounted volumes=[config data], …`
 * (pkg/kubelet/volumemanager/volume_manager.go); those that are only unattached may be well. Of a
 * claim the kubelet names the PersistentVolume, which the Pod does not know.
 */
function volumesNamed({ pod, events }: Situation, message: string): readonly Volume[] {
  const { volumes = [] } = pod.spec;
  const unmounted = unmountedIn(message);
  const named = volumes.filter(
    ({ name }) => unmounted.includes(name) || message.includes(`for volume "${name}"`),
  );
  if (named.length > 0 || !/for volume "/.test(message)) return named;
  const claims = volumes.filter(({ persistentVolumeClaim }) => persistentVolumeClaim);
  const missing = eventsOf(events).flatMap((event) => unmountedIn(event.message));
  const likely = claims.filter(({ name }) => missing.includes(name));
  if (likely.length > 0) return likely;
  return claims.length === 1 ? claims : [];
}

function unmountedIn(message: string): readonly string[] {
  return message.match(/unmounted volumes=\[([^\]]*)\]/)?.[1]?.split(' ') ?? [];
}

function sourceOf({ configMap, secret, persistentVolumeClaim }: Volume): string | undefined {
  if (configMap?.name) return `ConfigMap ${configMap.name}`;
  if (secret?.secretName) return `Secret ${secret.secretName}`;
  return persistentVolumeClaim && `PersistentVolumeClaim ${persistentVolumeClaim.claimName}`;
}

/** By the words of the attach-detach controller, the CSI client and mount(8). */
function failures({ pod }: Situation, message: string): readonly Cause[] {
  if (/^Multi-Attach error/.test(message)) {
    return [{ code: 'volume-failure', meaning: 'attached-elsewhere' }];
  }
  const driver = message.match(/driver name (\S+) not found in the list of registered/)?.[1];
  if (driver) {
    const { nodeName } = pod.spec;
    const node = nodeName === undefined ? {} : { node: nodeName };
    return [{ code: 'volume-failure', meaning: 'no-driver', subject: driver, ...node }];
  }
  const type = message.match(/unknown filesystem type '([\w.-]+)'/)?.[1];
  return type ? [{ code: 'volume-failure', meaning: 'no-mount-helper', subject: type }] : [];
}
