import type { PodContainer } from '../../kubernetes/containers.ts';
import { isLocal, portAskedByHook } from '../command/hook-asks.ts';
import { waitingPatternOf } from '../command/waiting-pattern.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';
import type { Situation } from './situation.ts';

/** A loop for something on this Pod's own address that nothing can serve while it runs. */
export interface Deadlock {
  /** As the command has them: `127.0.0.1:5432`. */
  readonly targets: readonly string[];
  /** The containers that could serve it; all of them start after the one that waits. */
  readonly servers: readonly string[];
  /** What is waited for is a file in a volume of the Pod. */
  readonly isFile?: true;
}

/**
 * Containers of a Pod share its network, so what an init container waits for on localhost must be
 * one of them. Without a sidecar before it none runs: the loop never ends (R1). On the node's own
 * network anything may answer.
 */
export function waitsForLater(
  { pod, containers }: Pick<Situation, 'pod' | 'containers'>,
  { container }: ExplainedContainer,
): Deadlock | undefined {
  if (container.role !== 'init' || pod.spec.hostNetwork) return undefined;
  const pattern = waitingPatternOf(container.spec, pod.metadata.namespace);
  if (pattern?.pattern === 'file') return waitsForFile(pod, containers, container, pattern.targets);
  const isAsked = pattern?.loops && (pattern.pattern === 'tcp' || pattern.pattern === 'http');
  if (!isAsked || pattern.targets.length === 0 || !pattern.targets.every(isLocal)) return undefined;
  const at = containers.findIndex((each) => each.container === container);
  const hasSidecarBefore = containers
    .slice(0, at)
    .some((each) => each.container.role === 'sidecar');
  if (hasSidecarBefore) return undefined;
  const later = containers
    .slice(at + 1)
    .filter(({ container: { role } }) => role === 'app' || role === 'sidecar');
  const ports = new Set(pattern.targets.map((target) => Number(target.split(':')[1])));
  // Of a proxy that is injected only into the Pod nothing is known here, not even its place.
  const isInjected = pattern.targets.every((target) => INJECTED.test(target));
  if (isInjected && !later.some((each) => PROXY.test(each.container.name))) return undefined;
  const declared = later.filter((each) => portsOf(each).some((port) => ports.has(port)));
  const servers = (declared.length > 0 ? declared : later).map((each) => each.container.name);
  return { targets: pattern.targets, servers };
}

/**
 * A file in an emptyDir is written by a container of this Pod: by one that starts later, if none
 * of those before has the volume.
 */
function waitsForFile(
  { spec }: Situation['pod'],
  containers: Situation['containers'],
  waiting: PodContainer,
  targets: readonly string[],
): Deadlock | undefined {
  const empty = new Set(spec.volumes?.filter(({ emptyDir }) => emptyDir).map(({ name }) => name));
  const volumes = targets.map((path) => volumeAt(waiting, path));
  const [volume] = volumes;
  if (volume === undefined || !empty.has(volume) || volumes.some((each) => each !== volume)) {
    return undefined;
  }
  const at = containers.findIndex(({ container }) => container === waiting);
  const writers = containers.filter(
    ({ container }) =>
      container !== waiting &&
      container.role !== 'ephemeral' &&
      container.spec.volumeMounts?.some(({ name, readOnly }) => name === volume && !readOnly),
  );
  const isAllLater = writers.every((each) => containers.indexOf(each) > at);
  if (writers.length === 0 || !isAllLater) return undefined;
  return { targets, servers: writers.map(({ container }) => container.name), isFile: true };
}

/** The volume that a path lies in: of nested mounts the innermost. */
function volumeAt({ spec }: PodContainer, path: string): string | undefined {
  const holding = (spec.volumeMounts ?? []).filter(({ mountPath }) =>
    path.startsWith(`${mountPath.replace(/\/$/, '')}/`),
  );
  return holding.toSorted((one, other) => other.mountPath.length - one.mountPath.length)[0]?.name;
}

/** A Pod of the same StatefulSet that cannot be there before this one is Ready. */
interface AwaitedPod {
  readonly pod: string;
  readonly statefulSet: string;
  /** It is this very Pod, which DNS knows only once it is Ready. */
  readonly isItself?: true;
}

/** Unless podManagementPolicy is Parallel, or the Service publishes addresses that are not ready. */
export function waitsForLaterPod(
  { pod: { metadata } }: Pick<Situation, 'pod'>,
  { container }: ExplainedContainer,
): AwaitedPod | undefined {
  const set = metadata.ownerReferences?.find(({ kind }) => kind === 'StatefulSet')?.name;
  const pattern = waitingPatternOf(container.spec, metadata.namespace);
  if (container.role !== 'init' || set === undefined || !pattern) return undefined;
  const own = ordinalIn(set, metadata.name);
  const later = pattern.targets
    .map((target) => target.split(/[.:]/)[0] ?? '')
    .find((name) => (ordinalIn(set, name) ?? -1) >= (own ?? Infinity));
  if (later === undefined) return undefined;
  const isItself = later === metadata.name;
  return { pod: later, statefulSet: set, ...(isItself && { isItself }) };
}

function ordinalIn(set: string, name = ''): number | undefined {
  const rest = name.startsWith(`${set}-`) ? name.slice(set.length + 1) : '';
  return /^\d{1,6}$/.test(rest) ? Number(rest) : undefined;
}

/** Ports of Istio's and Linkerd's proxies for their own state. */
const INJECTED = /:(?:15000|15020|15021|4191)$/;

const PROXY = /istio-proxy|linkerd-proxy|envoy/;

/**
 * The startup probe of a sidecar asks a port that not it but a container after it declares, which
 * starts only once the probe has passed. What a container listens on it need not declare, so this
 * is likely and not certain.
 */
export function probesLater(
  { containers }: Pick<Situation, 'containers'>,
  { container }: ExplainedContainer,
): { readonly port: number; readonly server: string } | undefined {
  const { httpGet, tcpSocket, grpc } = container.spec.startupProbe ?? {};
  const port = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  if (container.role !== 'sidecar' || typeof port !== 'number') return undefined;
  const declaring = containers.filter((each) => portsOf(each).includes(port));
  const at = (each: PodContainer) => containers.findIndex((other) => other.container === each);
  const isLater = declaring.every((each) => at(each.container) > at(container));
  const [server] = declaring.filter((each) => each.container.role !== 'init');
  return server && isLater ? { port, server: server.container.name } : undefined;
}

/** The port that its postStart hook asks once, where no other container of the Pod serves it. */
export function portAskedTooSoon(
  { containers }: Pick<Situation, 'containers'>,
  { container }: ExplainedContainer,
): string | undefined {
  const port = portAskedByHook(container.spec);
  const isOthers = containers.some(
    (each) => each.container !== container && portsOf(each).includes(Number(port)),
  );
  return isOthers ? undefined : port;
}

/** The ports that a container declares. */
export function portsOf({ container }: ExplainedContainer): readonly number[] {
  return (container.spec.ports ?? []).flatMap(({ containerPort }) => containerPort ?? []);
}
