import type { Pod, Volume } from '../../kubernetes/api.ts';
import { eventsOf } from '../../kubernetes/events.ts';
import { BY_SPEC } from '../../resources/effective/counting.ts';
import { effectiveLimits } from '../../resources/effective/effective.ts';
import { podCgroup } from '../../resources/effective/pod-cgroup.ts';
import { formatQuantity, readQuantity } from '../../resources/quantity/quantity.ts';
import type { Verdict } from '../verdict/codes.ts';
import { newestEvent, type Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';

/** The volumes that a message names, what is behind each, who needs it, and what the message means. */
export function volumeCauses(situation: Situation, verdict: Verdict): readonly Cause[] {
  const { message = '' } = verdict;
  return [
    ...volumeUses(situation, verdict),
    ...failures(situation, message),
    ...ownership(situation),
  ];
}

/** The volumes that a message names, what is behind each, and who needs it. */
export function volumeUses(situation: Situation, { message = '' }: Verdict): readonly Cause[] {
  const { initContainers = [], containers } = situation.pod.spec;
  return volumesNamed(situation, message).map((volume): Cause => {
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

/** What keeps the node from making a sandbox, by the words of the runtimes and of network plugins. */
export function sandboxCauses(situation: Situation, { message = '' }: Verdict): readonly Cause[] {
  return [
    ...sandboxFailures(situation, message.slice(0, MOST_CHARACTERS)),
    ...ownership(situation),
  ];
}

/** No runtime says more than that; a file may say anything. */
const MOST_CHARACTERS = 10_000;

function sandboxFailures({ pod }: Situation, message: string): readonly Cause[] {
  const { spec } = pod;
  const node = spec.nodeName === undefined ? {} : { node: spec.nodeName };
  const handler = message.match(
    /no runtime for "([^"]+)" is configured|failed to find runtime handler (\S+)/,
  );
  if (handler) {
    const { runtimeClassName: runtimeClass } = spec;
    return [
      {
        code: 'sandbox-failure',
        meaning: 'no-runtime',
        subject: handler[1] ?? handler[2] ?? '',
        ...(runtimeClass && { runtimeClass }),
        ...node,
      },
    ];
  }
  const limit = memoryTooLow(pod, message);
  if (limit) {
    return [{ code: 'sandbox-failure', meaning: 'memory-too-low', limit, ...node }];
  }
  if (NO_ADDRESS.test(message)) {
    return [{ code: 'sandbox-failure', meaning: 'no-address', ...node }];
  }
  if (/^error making pod data directories: .*no space left on device/s.test(message)) {
    return [{ code: 'sandbox-failure', meaning: 'disk-full', ...node }];
  }
  const image = message.match(PAUSE_IMAGE)?.[1];
  if (image)
    return [{ code: 'sandbox-failure', meaning: 'no-pause-image', subject: image, ...node }];
  if (!NETWORK.test(message)) {
    return SLOW.test(message)
      ? [{ code: 'sandbox-failure', meaning: 'runtime-slow', ...node }]
      : [];
  }
  const subject = message.match(/(?:plugin type=|failed to find plugin )"([\w.-]+)"/)?.[1];
  return [
    { code: 'sandbox-failure', meaning: 'network-plugin', ...(subject && { subject }), ...node },
  ];
}

/**
 * The sandbox starts in the Pod's cgroup, which has a memory limit where every container has one.
 * If it is killed at once, containerd only says that it cannot start what has stopped.
 */
function memoryTooLow(pod: Pod, message: string): string | undefined {
  const isSaid = /memory limit too low|unable to set memory limit/.test(message);
  if (!isSaid && !message.includes('cannot start a stopped process')) return undefined;
  const limits = [...(pod.spec.initContainers ?? []), ...pod.spec.containers, pod.spec]
    .flatMap(({ resources }) => Object.values(resources?.limits ?? {}))
    .map(String);
  // The API server takes no other amounts; a saved Pod may have been edited.
  if (limits.some((amount) => 'problem' in readQuantity(amount))) return undefined;
  const bytes = podCgroup(pod).memoryBytes;
  const limit = effectiveLimits(pod, BY_SPEC).get('memory');
  if (bytes === undefined || !limit || !(isSaid || bytes < SMALLEST_SANDBOX)) return undefined;
  return formatQuantity(limit);
}

/** runc and the pause process take about 4 MiB; with more, something else has stopped it. */
const SMALLEST_SANDBOX = 16n * 1024n * 1024n;

/** By the words of host-local, and of the plugins of clouds. */
const NO_ADDRESS =
  /failed to assign an IP address to container|no IP addresses available in range|no available IP/i;

const NETWORK =
  /plugin type="[\w.-]+"[^:]* failed|failed to find plugin "|cni plugin not initialized|cni config uninitialized|NetworkPlugin cni failed/i;

/** By the words of containerd (internal/cri/server/sandbox_run.go) and dockershim. */
const PAUSE_IMAGE = /(?:failed to get sandbox image|failed pulling image) "([^"]+)"/;

/** A call that was given up; after it the runtime often still has the sandbox's name. */
const SLOW = /context deadline exceeded|operation timeout|name "?[^"]*"? is reserved for/;

/** With fsGroup the kubelet gives every file of a volume its group, one by one (pkg/volume). */
function ownership(situation: Situation): readonly Cause[] {
  const event = newestEvent(situation, ['VolumePermissionChangeInProgress']);
  if (!event) return [];
  const files = event.message.match(/processed (\d{1,12}) files/)?.[1];
  return [{ code: 'volume-failure', meaning: 'ownership', ...(files && { files: Number(files) }) }];
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
    ({ name, persistentVolumeClaim: claim }) =>
      unmounted.includes(name) ||
      message.includes(`for volume "${name}"`) ||
      (claim && message.includes(`persistentvolumeclaim "${claim.claimName}" not found`)),
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

/** By the words of the attach-detach controller, the CSI client and drivers, and mount(8). */
function failures({ pod }: Situation, text: string): readonly Cause[] {
  const message = text.slice(0, MOST_CHARACTERS);
  const [meaning, subject] =
    VOLUME_WORDS.flatMap(([words, each]) => {
      const found = message.match(words);
      return found ? [[each, found[1]] as const] : [];
    })[0] ?? [];
  if (meaning === undefined) return [];
  const { nodeName } = pod.spec;
  const isOfNode = OF_NODE.has(meaning) && nodeName !== undefined;
  return [
    {
      code: 'volume-failure',
      meaning,
      ...(subject && { subject }),
      ...(isOfNode && { node: nodeName }),
    },
  ];
}

const OF_NODE: ReadonlySet<string> = new Set(['no-driver', 'host-path']);

/**
 * The first that fits decides; what is in brackets is the driver, the type of file system, the path
 * on the node (pkg/volume/hostpath) or the name of the file server.
 */
const VOLUME_WORDS = [
  [/^Multi-Attach error/, 'attached-elsewhere'],
  [/driver name (\S+) not found in the list of registered/, 'no-driver'],
  [/CSINode \S+ does not contain driver (\S+)/, 'no-driver'],
  [/timed out waiting for external-attacher of (\S+) CSI driver/, 'no-attacher'],
  [/an operation with the given Volume ID \S+ already exists/, 'operation-pending'],
  [/unknown filesystem type '([\w.-]+)'/, 'no-mount-helper'],
  [/-t ([\w.-]+) .*might need a \/sbin\/mount\.<type> helper program/s, 'no-mount-helper'],
  [/hostPath type check failed, .*path "([^"]+)" does not exist/, 'host-path'],
  [/mount\.\w+: Failed to resolve server ([\w.-]+):/, 'server-unknown'],
  [/mount\.\w+: .*reason given by server: No such file or directory/, 'no-export'],
  [/mount\.\w+: access denied by server/, 'export-denied'],
  [/mount\.(\w+): (?:Connection (?:timed out|refused)|No route to host)/i, 'server-silent'],
] as const;
