import type { Volume } from '../../kubernetes/api.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';

/** The volumes that a message names, what is behind each, and who needs it. */
export function volumeCauses({ pod }: Situation, { message = '' }: Verdict): readonly Cause[] {
  const { volumes = [], initContainers = [], containers } = pod.spec;
  return volumes
    .filter(({ name }) => isNamed(name, message))
    .map((volume) => {
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
}

/**
 * `MountVolume.SetUp failed for volume "config" : …` and `unmounted volumes=[config data], …`
 * (pkg/kubelet/volumemanager/volume_manager.go); those that are only unattached may be well.
 */
function isNamed(name: string, message: string): boolean {
  const unmounted = message.match(/unmounted volumes=\[([^\]]*)\]/)?.[1]?.split(' ') ?? [];
  return unmounted.includes(name) || message.includes(`for volume "${name}"`);
}

function sourceOf({ configMap, secret, persistentVolumeClaim }: Volume): string | undefined {
  if (configMap?.name) return `ConfigMap ${configMap.name}`;
  if (secret?.secretName) return `Secret ${secret.secretName}`;
  return persistentVolumeClaim && `PersistentVolumeClaim ${persistentVolumeClaim.claimName}`;
}
