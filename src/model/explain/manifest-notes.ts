import type { Pod } from '../kubernetes/api.ts';
import { containersOf, type PodContainer } from '../kubernetes/containers.ts';
import { indexEvents } from '../kubernetes/events.ts';
import { milliValue, parseQuantity } from '../resources/quantity/quantity.ts';
import { portNames } from './cause/probe-causes.ts';
import { type FileConfig, missingConfigs } from './command/file-config.ts';
import { portAskedByHook } from './command/hook-asks.ts';
import { lostWordsOf } from './command/lost-words.ts';
import { unrepeatableCommandOf } from './command/not-repeatable.ts';
import { waitingPatternOf } from './command/waiting-pattern.ts';
import type { ExplainedWorkload, Note } from './explanation.ts';
import { startupBudget } from './kubelet/probe-budget.ts';

/**
 * What whoever writes a manifest is likely to have meant otherwise, and the API server takes
 * without a word, or with a warning alone.
 */
export function manifestNotes(
  pod: Pod,
  workload: ExplainedWorkload | undefined,
  configs: readonly FileConfig[] = [],
): readonly Note[] {
  return [
    ...containersOf(pod).flatMap((container) => [
      ...fractionalBytes(container),
      ...notRepeatable(pod, container),
      ...lostWords(container),
      ...unnamedPorts(container),
      ...rootForbidden(pod, container),
      ...hookOutlastsGrace(pod, container),
      ...hookAsksItself(pod, container),
    ]),
    ...missingConfigs(pod, configs).map((each): Note => ({ code: 'config-missing', ...each })),
    ...portsTwice(containersOf(pod)),
    ...deadlineOfPod(pod, workload),
    ...startLimit(pod),
  ];
}

function lostWords({ name, spec }: PodContainer): readonly Note[] {
  const found = lostWordsOf(spec);
  return found ? [{ code: 'lost-words', container: name, ...found }] : [];
}

/** The API server does not look whether there is such a port; the kubelet cannot ask it. */
function unnamedPorts(container: PodContainer): readonly Note[] {
  const { name, spec } = container;
  if (!('ports' in spec) && container.role === 'ephemeral') return [];
  const names = (spec.ports ?? []).map((each) => each.name);
  return PROBES.flatMap((probe): readonly Note[] => {
    const { httpGet, tcpSocket } = spec[`${probe}Probe`] ?? {};
    const port = httpGet?.port ?? tcpSocket?.port;
    if (typeof port !== 'string' || names.includes(port)) return [];
    const declared = portNames(container);
    return [{ code: 'probe-port-unnamed', container: name, probe, port, declared }];
  });
}

const PROBES = ['startup', 'liveness', 'readiness'] as const;

/** pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot. */
function rootForbidden({ spec: pod }: Pod, { name, spec }: PodContainer): readonly Note[] {
  const { runAsNonRoot, runAsUser } = { ...pod.securityContext, ...spec.securityContext };
  return runAsNonRoot && runAsUser === 0 ? [{ code: 'root-forbidden', container: name }] : [];
}

/** The grace period counts from before the hook; of a hook that only sleeps its length is known. */
function hookOutlastsGrace(
  { spec: { terminationGracePeriodSeconds: graceSeconds = 30 } }: Pod,
  { name, spec }: PodContainer,
): readonly Note[] {
  const preStop = 'lifecycle' in spec ? spec.lifecycle?.preStop : undefined;
  const hook = preStop as { readonly exec?: { readonly command?: readonly string[] } } | undefined;
  const sleep = sleepOf({ name, command: hook?.exec?.command ?? [] });
  const hookSeconds = preStop?.sleep?.seconds ?? sleep;
  if (hookSeconds === undefined || hookSeconds < graceSeconds) return [];
  return [{ code: 'hook-outlasts-grace', container: name, hookSeconds, graceSeconds }];
}

/** The hook begins together with the program beside it, and the kubelet tries it once. */
function hookAsksItself(pod: Pod, container: PodContainer): readonly Note[] {
  const { name, spec } = container;
  const port = 'lifecycle' in spec ? portAskedByHook(spec) : undefined;
  const isServed = containersOf(pod).some(
    (each) => each.name !== name && portsOf(each).includes(port ?? ''),
  );
  if (port === undefined || isServed) return [];
  return [{ code: 'hook-asks-itself', container: name, port }];
}

const BYTES = ['memory', 'ephemeral-storage'];

/** `128m` is 0.128 bytes: the server warns of what is no whole number (pkg/api/pod/warnings.go). */
function fractionalBytes({ name, spec }: PodContainer): readonly Note[] {
  const resources = 'resources' in spec ? spec.resources : undefined;
  return (['limits', 'requests'] as const).flatMap((field) =>
    BYTES.flatMap((resource): readonly Note[] => {
      const amount = resources?.[field]?.[resource];
      if (amount === undefined || milliValue(parseQuantity(amount)) % 1000n === 0n) return [];
      return [{ code: 'fractional-bytes', container: name, field, resource, amount }];
    }),
  );
}

/**
 * Init containers run again when the Pod loses its sandbox, or when a later command of theirs
 * fails; an emptyDir keeps what they wrote (R11).
 */
function notRepeatable({ spec }: Pod, container: PodContainer): readonly Note[] {
  if (container.role !== 'init') return [];
  const emptyDirs = new Set(
    (spec.volumes ?? []).filter(({ emptyDir }) => emptyDir !== undefined).map(({ name }) => name),
  );
  const mounts = (container.spec.volumeMounts ?? []).filter(({ name }) => emptyDirs.has(name));
  const directories = mounts.map(({ mountPath }) => mountPath);
  const found = unrepeatableCommandOf(container.spec, directories);
  if (found === undefined) return [];
  const { command, effect } = found;
  return [{ code: 'not-repeatable', container: container.name, command, effect }];
}

/**
 * Containers that run at the same time share the Pod's network; the API server warns of one port
 * of two containers, whether they do or not (pkg/api/pod/warnings.go).
 */
export function portsTwice(containers: readonly PodContainer[]): readonly Note[] {
  return containers.flatMap((container, at) =>
    portsOf(container).flatMap((port): readonly Note[] => {
      const other = containers
        .slice(0, at)
        .find((each) => each.role !== 'init' && portsOf(each).includes(port));
      if (other === undefined) return [];
      return [{ code: 'port-twice', container: container.name, other: other.name, port }];
    }),
  );
}

/** `80`, or `53/UDP` where it is not of TCP. */
function portsOf({ spec }: PodContainer): readonly string[] {
  return (spec.ports ?? []).map(({ containerPort, protocol = 'TCP' }) => {
    return protocol === 'TCP' ? `${containerPort}` : `${containerPort}/${protocol}`;
  });
}

/** R12: of a Pod that nothing makes anew, the deadline ends it for good. */
function deadlineOfPod({ spec }: Pod, workload: ExplainedWorkload | undefined): readonly Note[] {
  const seconds = spec.activeDeadlineSeconds;
  if (seconds === undefined || workload !== undefined) return [];
  return [{ code: 'deadline-of-pod', seconds }];
}

/**
 * How long the start takes at most, by the startup probes that must pass and by what only sleeps;
 * sidecars go one after the other, app containers beside each other (R5, R22). Without any probe
 * nothing limits it, and there is nothing to say.
 */
function startLimit(pod: Pod): readonly Note[] {
  const containers = containersOf(pod);
  const probed = containers.filter(({ role, spec }) => role !== 'init' && spec.startupProbe);
  const probes = probed.map((container) => ({
    container: container.name,
    role: container.role,
    // Its last second only makes up for times that are cut.
    seconds: startupBudget(container, NO_EVENTS).latestSeconds - 1,
  }));
  if (probes.length === 0) return [];
  const inits = containers.filter(({ role }) => role === 'init');
  const sleeps = inits.map(({ name, spec }) => ({ name, seconds: sleepOf(spec) }));
  const ofSidecars = probes.filter(({ role }) => role === 'sidecar').map(({ seconds }) => seconds);
  const ofApps = probes.filter(({ role }) => role === 'app').map(({ seconds }) => seconds);
  const ofSleeps = sleeps.map(({ seconds = 0 }) => seconds);
  const seconds = [...ofSidecars, ...ofSleeps, Math.max(0, ...ofApps)].reduce((a, b) => a + b, 0);
  return [
    {
      code: 'start-limit',
      seconds,
      probes: probes.map(({ container, seconds: each }) => ({ container, seconds: each })),
      unlimited: sleeps.flatMap((each) => (each.seconds === undefined ? [each.name] : [])),
      hooks: containers
        .filter(({ spec }) => 'lifecycle' in spec && spec.lifecycle?.postStart)
        .map(({ name }) => name),
    },
  ];
}

const NO_EVENTS = indexEvents([]);

function sleepOf(spec: PodContainer['spec']): number | undefined {
  const pattern = waitingPatternOf(spec);
  return pattern?.pattern === 'sleep' ? pattern.seconds : undefined;
}
