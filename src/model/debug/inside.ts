import type { UserIds } from './container/container-user.ts';

/** Why a process may not look into another's files, by the kernel's order of asking. */
export type Denial = 'user' | 'group' | 'capabilities' | 'policy';

/** What a debug container has found out about its target from inside. */
export type InsideFacts =
  /** No process of the target is visible. */
  | { readonly kind: 'not-seen' }
  | {
      readonly kind: 'seen';
      /** Of the target's main process, as the debug container numbers it. */
      readonly pid: number;
      readonly own: UserIds;
      readonly target: UserIds;
      /** Why the target's files cannot be read; undefined if they can. */
      readonly denied: Denial | undefined;
      /** The link to them that was made in the debug container's own file system. */
      readonly link: string | undefined;
    };

/** `containerd://ID` as cgroups have it; undefined for anything that could not stand in a script. */
export function runtimeId(containerID: string | undefined): string | undefined {
  return /^[a-z0-9.-]+:\/\/([0-9a-f]{16,})$/.exec(containerID ?? '')?.[1];
}

const LINK = '/target';

/**
 * Shell that sets $pid to the main process of a container: of the processes in its cgroup whose
 * parent is none of them, the oldest. The parent is 0 where it is outside of the process namespace,
 * and the runtime's shim with hostPID. Without such a process it says so and ends.
 */
function findMainProcess(containerId: string): string {
  return `pid= oldest=
for file in $(grep -l ${containerId} /proc/[0-9]*/cgroup 2>/dev/null); do
  dir=\${file%/cgroup}
  stat=$(cat $dir/stat 2>/dev/null) || continue
  set -- \${stat##*) }
  grep -q ${containerId} /proc/$2/cgroup 2>/dev/null && continue
  if [ -z "$oldest" ] || [ "\${20}" -lt "$oldest" ]; then oldest=\${20} pid=\${dir#/proc/}; fi
done
[ -n "$pid" ] || { echo not-seen; exit; }
`;
}

/**
 * A script for the debug container's shell that looks at the main process of the target. It writes to
 * the debug container's own file system only. In an image without these tools it writes nothing:
 * not to find a process means nothing there.
 */
export function insideScript(containerId: string): string {
  return `for tool in grep cat ls sed; do command -v $tool >/dev/null || exit; done
${findMainProcess(containerId)}echo "pid $pid"
grep -E '^(Uid|Gid|CapEff):' /proc/self/status | sed 's/^/own /'
grep -E '^(Uid|Gid|CapPrm):' /proc/$pid/status | sed 's/^/target /'
if ls /proc/$pid/root/ >/dev/null 2>&1; then
  echo readable
  [ -e ${LINK} ] || [ -L ${LINK} ] || ln -s /proc/$pid/root ${LINK} 2>/dev/null
  [ "$(readlink ${LINK})" = /proc/$pid/root ] && echo linked
fi
`;
}

/**
 * What became of the debug container's main process: the kernel lets nothing inside end the first
 * process of a namespace (pid_namespaces(7)), which it is without a target.
 */
export type StopOutcome = 'ended' | 'first' | 'survived' | 'no-shell';

/** A script that ends the main process of the container it runs in, and of no other. */
export function stopScript(ownContainerId: string): string {
  return `echo begin
${findMainProcess(ownContainerId)}[ "$pid" = 1 ] && { echo first; exit; }
kill -TERM "$pid"
for wait in 1 2; do
  kill -0 "$pid" 2>/dev/null || { echo ended; exit; }
  sleep 1
done
kill -KILL "$pid"
sleep 1
kill -0 "$pid" 2>/dev/null && echo survived || echo ended
`;
}

/** Killing the main process may end the script with it: no word after the first is success. */
export function stopOutcome(output: string): StopOutcome {
  const [begin, word] = output.trim().split('\n');
  if (begin !== 'begin') return 'no-shell';
  if (word === 'first') return 'first';
  return word === 'survived' || word === 'not-seen' ? 'survived' : 'ended';
}

/** Reads what the script has written; undefined where it is not what it writes. */
export function insideFacts(output: string): InsideFacts | undefined {
  if (output.trim() === 'not-seen') return { kind: 'not-seen' };
  const lines = output.split('\n');
  const numbers = (label: string, radix = 10) =>
    lines
      .find((line) => line.startsWith(`${label}:`))
      ?.slice(label.length + 1)
      .trim()
      .split(/\s+/)
      .map((text) => BigInt(radix === 16 ? `0x${text}` : text));
  const pid = Number(lines.find((line) => line.startsWith('pid '))?.slice(4));
  const own = credentialsOf('own', 'CapEff', numbers);
  const target = credentialsOf('target', 'CapPrm', numbers);
  if (!(pid > 0) || own === undefined || target === undefined) return undefined;
  const isReadable = lines.includes('readable');
  return {
    kind: 'seen',
    pid,
    own: idsOf(own),
    target: idsOf(target),
    denied: isReadable ? undefined : denial(own, target),
    link: isReadable && lines.includes('linked') ? LINK : undefined,
  };
}

/** What the kernel goes by: the ids real, effective, saved and of the file system, in this order. */
interface Credentials {
  readonly uids: readonly bigint[];
  readonly gids: readonly bigint[];
  readonly capabilities: bigint;
}

function credentialsOf(
  whose: 'own' | 'target',
  set: 'CapEff' | 'CapPrm',
  numbers: (label: string, radix?: number) => readonly bigint[] | undefined,
): Credentials | undefined {
  const [uids, gids] = [numbers(`${whose} Uid`), numbers(`${whose} Gid`)];
  const [capabilities] = numbers(`${whose} ${set}`, 16) ?? [];
  if (uids === undefined || gids === undefined || capabilities === undefined) return undefined;
  return { uids, gids, capabilities };
}

function idsOf({ uids, gids }: Credentials): UserIds {
  return { uid: Number(uids[1]), gid: Number(gids[1]) };
}

/** CAP_SYS_PTRACE is the 19th (linux/capability.h). */
const SYS_PTRACE = 1n << 19n;

/**
 * The kernel's order for PTRACE_MODE_READ_FSCREDS (kernel/ptrace.c, __ptrace_may_access;
 * security/commoncap.c, cap_ptrace_access_check): the same ids or SYS_PTRACE, then all
 * capabilities of the other or SYS_PTRACE, then whether it may be dumped, and security modules.
 */
function denial(own: Credentials, { uids, gids, capabilities }: Credentials): Denial {
  if ((own.capabilities & SYS_PTRACE) !== 0n) return 'policy';
  if (uids.slice(0, 3).some((uid) => uid !== own.uids[3])) return 'user';
  if (gids.slice(0, 3).some((gid) => gid !== own.gids[3])) return 'group';
  return (capabilities & ~own.capabilities) !== 0n ? 'capabilities' : 'policy';
}
