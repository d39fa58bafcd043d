import type { ContainerState } from '../../kubernetes/container-state.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import { portsOf } from '../verdict/deadlock.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause, ExitMeaning } from './cause.ts';
import { refusedFile } from './refused-file.ts';
import type { StartError } from './start-cause.ts';

type Terminated = Extract<ContainerState, { kind: 'terminated' }>;

/**
 * What the code of a failed run says by itself. Above 128 shells and runtimes add the signal's
 * number (POSIX, XCU 2.8.2); 126 and 127 are a shell's, 128 without a reason of the runtime is that of
 * git, and 255 with reason
 * Unknown is what containerd gives to tasks that it lost with the node.
 */
export function exitMeaning({ exitCode, reason }: Terminated): ExitMeaning | undefined {
  if (reason === 'StartError' || reason === 'ContainerCannotRun') return 'not-started';
  if (exitCode === 255) return reason === 'Unknown' ? 'node-lost' : undefined;
  return MEANINGS.get(exitCode);
}

const MEANINGS: ReadonlyMap<number, ExitMeaning> = new Map([
  [126, 'not-executable'],
  [127, 'not-found'],
  [128, 'fatal-of-git'],
  [132, 'illegal-instruction'],
  [134, 'aborted'],
  [135, 'bus-error'],
  [136, 'arithmetic'],
  [137, 'killed'],
  [139, 'segmentation-fault'],
  [143, 'told-to-stop'],
  [159, 'forbidden-call'],
]);

/** No runtime says more than that; a file may say anything. */
const MOST_CHARACTERS = 10_000;

/** containerd has it from the kubelet by its whole path (pkg/kubelet/kuberuntime/helpers.go). */
const SECCOMP_PROFILE = /cannot load seccomp profile "(?:[^"]*\/seccomp\/)?([^"]+)": open/;

/** What is wrong with a command or a mount, by the words of runc and crun for it. */
export function startErrors({ container }: ContainerHistory, text: string): readonly Cause[] {
  const message = text.slice(0, MOST_CHARACTERS);
  const found = ERRORS.find(([words]) => words.test(message));
  if (!found) return [];
  const [, quoted, bare] = message.match(/.*exec:? (?:"([^"]+)"|([^"\s:]+)):/s) ?? [];
  const program = quoted ?? bare;
  const meaning = found[1] === 'no-program' ? lostProgram(program) : found[1];
  const limit = container.spec.resources?.limits?.memory;
  const profile = message.match(SECCOMP_PROFILE)?.[1];
  return [
    {
      code: 'start-error',
      container: container.name,
      meaning,
      ...(program && OF_PROGRAM.has(meaning) && { program }),
      ...(profile && meaning === 'no-seccomp-profile' && { profile }),
      ...(limit && meaning === 'memory-too-low' && { limit: String(limit) }),
    },
  ];
}

/** What is no program's name, as it has several words or a variable in it, or a shell that many lack. */
function lostProgram(program = ''): StartError {
  if (/\s/.test(program)) return 'one-string';
  if (program.includes('$')) return 'no-variable';
  return /(?:^|\/)bash$/.test(program) ? 'no-bash' : 'no-program';
}

const OF_PROGRAM: ReadonlySet<StartError> = new Set([
  'no-program',
  'one-string',
  'no-variable',
  'no-bash',
  'not-permitted',
  'platform',
]);

const ERRORS = [
  // The kernel says so of cgroups and watches, too.
  [/^(?!.*(?:cgroup|inotify)).*(?:write|extract|unpack).*no space left on device/is, 'no-space'],
  [/name "?[^"]*"? is (?:reserved for|already in use by container)/i, 'name-taken'],
  [SECCOMP_PROFILE, 'no-seccomp-profile'],
  [/no command specified/i, 'no-command'],
  [/memory limit (?:could be )?too low|unable to set memory limit/i, 'memory-too-low'],
  [/context deadline exceeded|operation timeout/i, 'runtime-slow'],
  [/exec format error/i, 'platform'],
  [/exec: .*executable file.*not found/i, 'no-program'],
  [/exec: .*no such file or directory/is, 'no-program'],
  [/exec: .*permission denied/is, 'not-permitted'],
  // One below a file is no matter of subPath.
  [/mount(?!.*open o_path).*not a directory/is, 'mount-on-file'],
] as const;

/** So many of the last lines of a run are looked at. */
const LAST_LINES = 10;
const LONGEST_LINE = 1000;

/**
 * What a run's last words say for certain of why it ended: that its program or a command could
 * not be executed, that a port was taken, or that a file, a name or the API was refused.
 */
export function saidErrors(
  situation: Situation,
  blamed: ContainerHistory,
  end: Terminated,
): readonly Cause[] {
  const lines = lastWords(situation, blamed, end);
  const failed = executionError(lines.at(-1) ?? '', end.exitCode);
  if (failed) return [{ code: 'start-error', container: blamed.container.name, ...failed }];
  const bind = lines.findLast((line) => PORT_TAKEN.test(line));
  if (bind !== undefined) return [portTaken(situation, blamed, bind)];
  const refused = refusedFile(situation, blamed, lines);
  return refused.length > 0 ? refused : refusedByOthers(situation, blamed, lines);
}

/**
 * What the log of a run that goes on says for certain of why it does not get on: a loop calls a
 * program that the image has not, or the API server refuses it something.
 */
export function saidSoFar(situation: Situation, running: ContainerHistory): readonly Cause[] {
  const { container, state } = running;
  const { output } = situation;
  const isOfRun = output?.container === container.name && !output.previous;
  if (!isOfRun || state.kind !== 'running') return [];
  const lines = lastLines((output.lines ?? []).join('\n'));
  const [, program] = lines.map((line) => line.match(NO_SUCH_COMMAND)).findLast(Boolean) ?? [];
  if (program !== undefined && container.role === 'init') {
    return [{ code: 'start-error', container: container.name, meaning: 'no-program', program }];
  }
  const refused = refusedByOthers(situation, running, lines);
  return refused.filter(({ code }) => code === 'access-denied');
}

/** In the words of bash, dash and busybox. */
const NO_SUCH_COMMAND =
  /^(?:\S*\/)?(?:\w*sh|\S+\.sh)(?:: (?:line )?\d+)?: (\S+): (?:command )?not found$/;

/** What DNS or the API server has answered to it, by its last line that says so. */
function refusedByOthers(
  { pod }: Situation,
  { container: { name: container } }: ContainerHistory,
  lines: readonly string[],
): readonly Cause[] {
  for (const line of lines.toReversed()) {
    const access = line.match(FORBIDDEN)?.groups;
    if (access) {
      const { namespace, account = '', verb = '', resource = '', scope } = access;
      const within = scope === undefined ? {} : { scope };
      return [
        {
          code: 'access-denied',
          container,
          account: `${namespace}/${account}`,
          verb,
          resource,
          ...within,
        },
      ];
    }
    const host = UNRESOLVED.flatMap((words) => line.match(words)?.[1] ?? [])[0];
    if (host) {
      // One without a dot is looked for among the Services of the Pod's own namespace.
      const isService = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(host);
      const { namespace = 'default' } = pod.metadata;
      return [{ code: 'unresolved-host', container, host, ...(isService && { namespace }) }];
    }
  }
  return [];
}

/** The API server's own words (apiserver pkg/endpoints/handlers/responsewriters/errors.go). */
const FORBIDDEN =
  /User "system:serviceaccount:(?<namespace>[-a-z0-9.]+):(?<account>[-a-z0-9.]+)" cannot (?<verb>[a-z]+) resource "(?<resource>[-a-z0-9./]+)" in API group "[-a-z0-9.]*"(?: in the namespace "(?<scope>[-a-z0-9]+)")?/;

/** In the words of libc's programs, busybox, curl, Go, Node, Java and PostgreSQL. */
const UNRESOLVED = [
  /could not translate host name "([\w.-]{1,253})" to address/i,
  /could not resolve host: ([\w.-]{1,253})/i,
  /\blookup ([\w.-]{1,253})(?: on \S+)?: (?:no such host|server misbehaving)/,
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]{1,253})/,
  /bad address '([\w.-]{1,253})'/,
  /UnknownHostException: ([\w.-]{1,253})/,
  /Unknown (?:MySQL server )?host '?([\w.-]{1,253})'?/i,
];

/** Its termination message, and its log where that is the one that was read. */
function lastWords(
  { output }: Situation,
  { container, state }: ContainerHistory,
  end: Terminated,
): readonly string[] {
  const isRead = output?.container === container.name && output.previous === (end !== state);
  const text = isRead ? (output.lines ?? []).join('\n') : '';
  return lastLines(end.message ?? '', text);
}

function lastLines(...texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((each) => each.slice(-MOST_CHARACTERS).split('\n'))
    .map((line) => line.slice(0, LONGEST_LINE).trim())
    .filter((line) => line !== '')
    .slice(-LAST_LINES);
}

/** runc says it as the container's process, which it is until then; a shell by its exit code too. */
function executionError(line: string, exitCode: number) {
  const [, program, reason = ''] =
    line.match(
      /^(?:standard_init_linux\.go:\d+: )?exec (?:user process caused|(\S+?)):? "?([a-z ]+)"?$/,
    ) ?? [];
  const meaning = RUNTIME_WORDS.get(reason);
  if (meaning) return { meaning, ...(program && { program }) };
  const shell = SHELL_WORDS.find(([code, words]) => code === exitCode && words.test(line));
  if (!shell) return undefined;
  const [, words, said] = shell;
  const named = line.match(words)?.[1];
  return { meaning: said, ...(named && { program: named }) };
}

const RUNTIME_WORDS: ReadonlyMap<string, 'platform' | 'no-program' | 'not-permitted'> = new Map([
  ['exec format error', 'platform'],
  ['no such file or directory', 'no-program'],
  ['permission denied', 'not-permitted'],
]);

/** As bash, dash and busybox write it; the exit codes are those of POSIX (XCU 2.8.2). */
const SHELL_WORDS = [
  [126, /(?:\^M|\r): bad interpreter/, 'windows-lines'],
  [127, /['‘][^'’]*\r['’]?: No such file or directory$/, 'windows-lines'],
  [126, /: (\S+): (?:cannot execute binary file: )?Exec format error$/i, 'platform'],
  [126, /: (\S+): Permission denied$/i, 'not-permitted'],
  [127, /: (\S+): (?:command )?not found$/, 'no-program'],
  [127, /: (\S+): No such file or directory$/, 'no-program'],
] as const;

/** EADDRINUSE in the words of libc, Go, Node, Java and Python. */
const PORT_TAKEN = /EADDRINUSE|address already in use/i;

function portTaken(
  { pod, containers }: Situation,
  { container }: ContainerHistory,
  line: string,
): Cause {
  const before = line.match(/.*[\d\]*:' ](?::|, )(\d{1,5})\b.*already in use/i);
  const after = line.match(/already in use:? \S*:(\d{1,5})\b/i);
  const port = Number(before?.[1] ?? after?.[1] ?? Number.NaN);
  const others = containers.filter(
    (each) => each.container !== container && each.latest.kind === 'running',
  );
  const declared = others.filter((each) => portsOf(each).includes(port));
  return {
    code: 'port-taken',
    container: container.name,
    ...(Number.isInteger(port) && { port }),
    ...(declared.length > 0 && { declaredBy: declared.map((each) => each.container.name) }),
    others: others.map((each) => each.container.name),
    ...(pod.spec.hostNetwork && { ofNode: true as const }),
  };
}
