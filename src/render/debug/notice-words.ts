import type { Notice } from '../../model/debug/notices.ts';
import type { Sickest } from '../../model/debug/sickest.ts';
import { formatQuantity, fromBytes } from '../../model/resources/quantity/quantity.ts';
import { listed } from '../text/listed.ts';

/** What somebody should know about the container before it is there; one sentence. */
export function noticeWords(notice: Notice): string {
  switch (notice.code) {
    case 'Targeting':
      return `Debugging container ${notice.container}${BY[notice.by]}.`;
    case 'NotTargeting':
      return notTargeting(notice);
    case 'DiesWithTarget':
      return `If ${notice.container} restarts, this session ends with it (exit code 137).`;
    case 'SharedByPod':
      return 'The Pod shares its process namespace: the processes of all its containers are visible, and PID 1 is pause.';
    case 'SharedByNode':
      return 'The Pod has hostPID: all processes of the node are visible.';
    case 'GivenUp':
      return `PodSecurity "${notice.policy}" does not allow ${notice.profiles.length > 1 ? 'profiles' : 'profile'} ${listed(notice.profiles)}: using ${notice.profile}${asUser(notice.user)}. Given up: ${LOST[notice.profile]}.`;
    case 'RunsAs':
      return `The Pod refuses root: running as ${idsWords(notice.user)}.`;
    case 'CapabilitiesInert':
      return `The Pod makes the debug container run as user ${notice.uid}, for whom added capabilities have no effect. --as-root changes that, where policy allows it.`;
    case 'MountsSkipped':
      return `Not mounted, since a debug container cannot have subPath mounts: ${listed(notice.paths)}.${notice.areSeen ? " They are among the target's files." : ''}`;
    case 'LittleMemory':
      return `All containers of the Pod share its memory limit of ${formatQuantity(fromBytes(notice.bytes))}: what the debug container takes counts too.`;
  }
}

function notTargeting(notice: Extract<Notice, { code: 'NotTargeting' }>): string {
  const { namespace, pod, container, by, reason, exitCode, isPrevious, isStartError } = notice;
  const state = `does not run${reason === '' ? '' : ` (${reason})`}`;
  const what =
    by === 'init' ? `${container}, which holds the Pod back, ${state}` : `${container} ${state}`;
  const seen = `Container ${what}, so its processes cannot be seen. The network of the Pod can, and with --volumes what ${container} mounts.`;
  const why = `kubectl initx explain ${pod} -n ${namespace}`;
  if (exitCode === undefined) return `${seen} See why: ${why}`;
  const end = isStartError
    ? `It could not be started: ${why}`
    : `Its last run ended with exit code ${exitCode}: kubectl logs ${pod} -c ${container} -n ${namespace}${isPrevious ? ' --previous' : ''}`;
  return `${seen} ${end}\nWith another command, in a copy of the Pod: kubectl initx debug ${pod} -n ${namespace} --copy-to ${pod}-debug -c ${container} -- COMMAND`;
}

/** kubectl says so too (pkg/cmd/attach/attach.go). */
export const RECORDED =
  'What the session shows stays in the log of the debug container, secrets too.';

/** Above what `--dry-run=server` tells: it sounds as if there were a session. */
export const DRY_RUN = 'A dry run: nothing is added. A session would begin with:';

/** Which Pod was chosen, and why. */
export function choiceWords({ pod, by, reason }: Sickest): string {
  const why = {
    failing: `, in which a container fails (${reason})`,
    'not-ready': ', which is not Ready',
    newest: ', the newest',
    only: '',
  }[by];
  return `Debugging in Pod ${pod.metadata.name}${why}.`;
}

const BY = {
  flag: '',
  annotation: " (the Pod's default container)",
  init: ', the init container that holds the Pod back',
  only: '',
  'not-ready': ', the first that is not Ready (--target chooses another)',
  first: ', the first of several (--target chooses another)',
} as const;

const LOST = {
  baseline: 'SYS_PTRACE, with which processes of other users can be traced and their files read',
  restricted: 'root and all capabilities',
} as const;

function asUser(user: { readonly uid: number; readonly gid?: number } | undefined): string {
  return user === undefined ? '' : ` as user ${idsWords(user)}`;
}

/** `1000:2000`, or the user alone where the group is not known. */
export function idsWords({ uid, gid }: { readonly uid: number; readonly gid?: number }): string {
  return gid === undefined ? `${uid}` : `${uid}:${gid}`;
}
