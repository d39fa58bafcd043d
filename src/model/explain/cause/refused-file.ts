import type { Volume } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import type { WrittenByKubelet } from './start-cause.ts';

/** What the spec says of a file that a run could not write or open, by its last words. */
export function refusedFile(
  situation: Situation,
  { container }: ContainerHistory,
  lines: readonly string[],
): readonly Cause[] {
  for (const line of lines.toReversed()) {
    const port = Number(line.match(LOW_PORT)?.[1] ?? Number.NaN);
    if (port < 1024) {
      return [{ code: 'low-port', container: container.name, port }];
    }
    const lack = lacksPrivilege(situation, container, line);
    if (lack) return [{ code: 'lacks-privilege', container: container.name, ...lack }];
    const full = /no space left on device/i.test(line) && fullPlace(situation, container, line);
    if (full) return [{ code: 'file-refused', container: container.name, ...full }];
    const directory =
      /\bis a directory\b|EISDIR/i.test(line) && madeDirectory(situation, container, line);
    if (directory) return [{ code: 'file-refused', container: container.name, ...directory }];
    const isReadOnly = /read-only file ?system/i.test(line);
    const path = isReadOnly || /permission denied/i.test(line) ? pathIn(line) : undefined;
    const reason = path && (isReadOnly ? readOnly : notPermitted)(situation, container, path);
    if (path && reason)
      return [{ code: 'file-refused', container: container.name, path, ...reason }];
  }
  return [];
}

/** The volume that a script comes from, where its files are not executable by default. */
export function notExecutable(
  { pod }: Situation,
  { container }: ContainerHistory,
  program: string | undefined,
): readonly Cause[] {
  const found = program === undefined ? undefined : volumeAt(pod.spec.volumes, container, program);
  const kind = found && kindOf(found.volume);
  if (!program || !found || !kind) return [];
  const { name } = found.volume;
  const facts = { container: container.name, path: program, volume: name, kind };
  return [{ code: 'file-refused', meaning: 'not-executable', ...facts }];
}

/** In the words of nginx and of Go: bind(2) refuses ports below 1024 to other users than root. */
const LOW_PORT = /(?:bind\(\) to|listen tcp\d?) \S*:(\d{1,5})\b.*permission denied/i;

/** As libc's programs, busybox, Go, Node, Python and nginx quote it. */
function pathIn(line: string): string | undefined {
  const quoted = line.match(/['"‘`](\/[^'"’`]{1,200})['"’`]/)?.[1];
  return quoted ?? line.match(/(?:^|[\s:(])(\/[\w./@+-]{1,200})(?=[:\s)]|$)/)?.[1];
}

type Reason = Omit<Extract<Cause, { code: 'file-refused' }>, 'code' | 'container' | 'path'>;

function readOnly({ pod }: Situation, container: PodContainer, path: string): Reason | undefined {
  const found = volumeAt(pod.spec.volumes, container, path);
  if (!found) {
    const isRoot = container.spec.securityContext?.readOnlyRootFilesystem === true;
    return isRoot ? { meaning: 'read-only-root' } : undefined;
  }
  const { volume, mount } = found;
  const kind = kindOf(volume);
  if (kind) return { meaning: 'read-only-kind', volume: volume.name, kind };
  return mount.readOnly ? { meaning: 'read-only-mount', volume: volume.name } : undefined;
}

/** Only where it is known that it is not root that is refused. */
function notPermitted(
  { pod: { spec } }: Situation,
  container: PodContainer,
  path: string,
): Reason | undefined {
  const user = container.spec.securityContext?.runAsUser ?? spec.securityContext?.runAsUser;
  if (!user) return undefined;
  const found = volumeAt(spec.volumes, container, path);
  // What the kernel makes belongs to nobody's image.
  if (!found)
    return /^\/(?:proc|sys|dev)\//.test(path) ? undefined : { meaning: 'not-owner', user };
  const { volume } = found;
  const kind = kindOf(volume);
  if (kind) return { meaning: 'root-owner', volume: volume.name, kind, user };
  const isClaim = Boolean(volume.persistentVolumeClaim ?? volume.ephemeral);
  const hasGroup = spec.securityContext?.fsGroup !== undefined;
  if (isClaim && !hasGroup) return { meaning: 'no-group', volume: volume.name, user };
  if (volume.hostPath) return { meaning: 'host-owner', volume: volume.name, user };
  return undefined;
}

function volumeAt(volumes: readonly Volume[] | undefined, { spec }: PodContainer, path: string) {
  const [mount] = (spec.volumeMounts ?? [])
    .filter(({ mountPath }) => {
      const directory = mountPath.replace(/\/$/, '');
      return path === directory || path.startsWith(`${directory}/`);
    })
    .toSorted((one, other) => other.mountPath.length - one.mountPath.length);
  const volume = volumes?.find(({ name }) => name === mount?.name);
  return mount && volume ? { mount, volume } : undefined;
}

/**
 * A file that is mounted by subPath and is not in the volume: the kubelet makes a directory of that
 * name (pkg/kubelet/kubelet_pods.go, makeMounts). Not all programs say which path it was.
 */
function madeDirectory(
  { pod: { spec } }: Situation,
  container: PodContainer,
  line: string,
): (Reason & { readonly path: string }) | undefined {
  const path = pathIn(line);
  const mounts = (container.spec.volumeMounts ?? []).filter(
    ({ subPath, mountPath }) => subPath && (path ?? mountPath) === mountPath,
  );
  const [mount] = mounts;
  const volume = spec.volumes?.find(({ name }) => name === mount?.name);
  if (!mount || !volume || mounts.length > 1) return undefined;
  const kind = kindOf(volume);
  const { mountPath, name, subPath = '' } = mount;
  const facts = { volume: name, ...(kind && { kind }), subPath };
  return { path: mountPath, meaning: 'made-directory', ...facts };
}

/** Volumes that the kubelet writes, and nobody else. */
function kindOf({
  configMap,
  secret,
  projected,
  downwardAPI,
}: Volume): WrittenByKubelet | undefined {
  if (configMap) return 'ConfigMap';
  if (secret) return 'Secret';
  if (projected) return 'projected';
  return downwardAPI ? 'downwardAPI' : undefined;
}

type Lack = Omit<Extract<Cause, { code: 'lacks-privilege' }>, 'code' | 'container'>;

/** What only root may do, or who has a capability: in the words of sysctl, chown, ip and iptables. */
function lacksPrivilege(
  { pod: { spec } }: Situation,
  container: PodContainer,
  line: string,
): Lack | undefined {
  const { runAsUser = spec.securityContext?.runAsUser, ...own } =
    container.spec.securityContext ?? {};
  if (own.privileged || !/not permitted|denied|read-only|must be root/i.test(line)) {
    return undefined;
  }
  const key = line.match(/^sysctl: .*\bkey ['"]?([\w./-]+)/)?.[1];
  if (key) return { for: 'sysctl', key };
  if (/\bch(?:own|mod|grp)\b.*not permitted/i.test(line)) {
    if (runAsUser) return { for: 'owner', user: runAsUser };
    if (isDropped(own.capabilities, 'CHOWN')) return { for: 'owner', capability: 'CHOWN' };
    const found = volumeAt(spec.volumes, container, pathIn(line) ?? '');
    const isElsewhere = found?.volume.persistentVolumeClaim ?? found?.volume.nfs;
    return found && isElsewhere ? { for: 'owner', volume: found.volume.name } : undefined;
  }
  const isNetwork = /RTNETLINK answers|ip6?tables/.test(line);
  const isAdmin = own.capabilities?.add?.some((each) => /^(?:CAP_)?(?:NET_ADMIN|ALL)$/.test(each));
  return isNetwork && !isAdmin ? { for: 'network', capability: 'NET_ADMIN' } : undefined;
}

function isDropped(
  { add = [], drop = [] }: NonNullable<SecurityContext['capabilities']> = {},
  capability: string,
): boolean {
  const has = (names: readonly string[]) =>
    names.some((name) => [capability, 'ALL'].includes(name.replace(/^CAP_/, '')));
  return has(drop) && !has(add);
}

/** Where a run has no room left, if that is a place of its own and not the disk of the node. */
function fullPlace(
  { pod: { spec } }: Situation,
  container: PodContainer,
  line: string,
): (Reason & { readonly path: string }) | undefined {
  const path = /shared memory/i.test(line) ? SHARED_MEMORY : pathIn(line);
  if (path === undefined) return undefined;
  const found = volumeAt(spec.volumes, container, path);
  if (!found) {
    const isShared = path === SHARED_MEMORY || path.startsWith(`${SHARED_MEMORY}/`);
    return isShared ? { path: SHARED_MEMORY, meaning: 'shared-memory-full' } : undefined;
  }
  const { name, emptyDir, persistentVolumeClaim, ephemeral } = found.volume;
  const isOwnDisk = emptyDir?.sizeLimit ?? persistentVolumeClaim ?? ephemeral;
  return isOwnDisk ? { path, meaning: 'volume-full', volume: name } : undefined;
}

/** Runtimes give each Pod, or each container, 64 MiB there. */
const SHARED_MEMORY = '/dev/shm';
