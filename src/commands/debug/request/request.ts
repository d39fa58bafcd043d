import { UserError } from '../../../errors.ts';
import type { UserWish } from '../../../model/debug/container/container-user.ts';
import { DEFAULT_IMAGE } from '../../../model/debug/container/container-wish.ts';
import type { CustomContainer } from '../../../model/debug/container/custom.ts';
import type { PullPolicy } from '../../../model/debug/container/debug-container.ts';
import type { Profile } from '../../../model/debug/container/profiles.ts';
import type { DebugWish } from '../../../model/debug/plan.ts';
import { parseGoDuration } from '../../../model/kubernetes/go-duration.ts';
import type { Invocation } from '../../command.ts';
import { selectionOf } from '../../selection/selection.ts';
import type { Target } from '../../selection/targets.ts';
import { readCustomContainer } from './custom-file.ts';
import { environment } from './environment.ts';
import { boolOf } from './flag-values.ts';

/** In which Pod to debug: one by name, or one of those of a workload or a label selector. */
export type Subject = Target | { readonly selector: string };

/** What `debug` is asked for. */
export interface DebugRequest {
  readonly subject: Subject;
  readonly wish: DebugWish;
  /** False: the container is added, and nobody waits for it. */
  readonly attach: boolean;
  /** How long to wait without any progress, in milliseconds. */
  readonly timeoutMs: number;
  readonly dryRun: 'none' | 'client' | 'server';
  readonly output: 'yaml' | 'json';
  readonly quiet: boolean;
}

interface DebugOptions {
  readonly selector?: string;
  readonly image?: string;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly target?: string;
  readonly container?: string;
  readonly profile: Profile | 'auto' | 'legacy';
  readonly asTarget?: boolean;
  readonly asRoot?: boolean;
  readonly runAs?: string;
  readonly env?: readonly string[];
  readonly argumentsOnly?: boolean;
  readonly imagePullPolicy?: PullPolicy;
  readonly volumes?: string | true;
  readonly envFromTarget?: boolean;
  readonly custom?: string;
  readonly attach?: string | true;
  readonly timeout: string;
  readonly dryRun: DebugRequest['dryRun'];
  readonly output?: DebugRequest['output'];
  readonly quiet?: boolean;
}

/** What of the process decides whether there can be a terminal. */
export interface Terminals {
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
}

/** Reads words and flags; throws a UserError where they contradict each other. */
export function debugRequest(
  { words, rest, options }: Invocation,
  terminals: Terminals,
  readCustom: (file: string) => CustomContainer = readCustomContainer,
): DebugRequest {
  const given = options as unknown as DebugOptions;
  const command = commandOf(rest, given);
  const attach = boolOf('--attach', given.attach) ?? true;
  const { stdin, tty } = streams(given, rest, terminals);
  const request: DebugRequest = {
    subject: subjectOf(words, given),
    wish: {
      image: imageOf(given),
      ...(given.container !== undefined && { name: given.container }),
      ...(given.target !== undefined && { target: given.target }),
      profile: profileOf(given),
      user: userOf(given),
      command,
      argumentsOnly: given.argumentsOnly ?? false,
      env: environment(given.env ?? []),
      stdin,
      tty,
      waitsForLine: attach && !tty && rest !== undefined && !given.argumentsOnly,
      ...(given.imagePullPolicy !== undefined && { pullPolicy: given.imagePullPolicy }),
      ...volumesOf(given),
      envFromTarget: given.envFromTarget ?? false,
      ...(given.custom !== undefined && { custom: readCustom(given.custom) }),
    },
    attach,
    timeoutMs: timeoutOf(given.timeout),
    dryRun: dryRunOf(given),
    output: given.output ?? 'yaml',
    quiet: given.quiet ?? false,
  };
  checkPurpose(request, given.image);
  return request;
}

type Wish = Pick<DebugWish, 'stdin' | 'command'>;

/** The shell of our own image would end at once, and stay in the Pod for nothing. */
export function checkPurpose(
  { wish, attach, dryRun }: Pick<DebugRequest, 'attach' | 'dryRun'> & { readonly wish: Wish },
  image: string | undefined,
): void {
  if (image !== undefined || wish.stdin || wish.command.length > 0) return;
  if (!attach || dryRun !== 'none') return;
  throw new UserError('there is nothing to do: no command, and no terminal to type on', {
    hint: 'Give a command after --, or -i to pass stdin to a shell.',
  });
}

function subjectOf(words: readonly string[], { selector }: DebugOptions): Subject {
  if (selector !== undefined) {
    if (words.length === 0) return { selector };
    throw new UserError('give either a Pod or -l, not both');
  }
  const selection = selectionOf(words, {});
  if (selection.kind !== 'names') {
    throw new UserError('give the name of a Pod', { hint: 'See kubectl initx debug --help.' });
  }
  const [subject, other] = selection.targets;
  if (subject === undefined || other !== undefined) {
    throw new UserError('give one Pod: a debug container is added to one at a time', {
      hint: 'What is to run in the container comes after --.',
    });
  }
  return subject;
}

function commandOf(
  rest: readonly string[] | undefined,
  { argumentsOnly }: DebugOptions,
): readonly string[] {
  if (rest?.length === 0 || rest?.[0] === '') {
    throw new UserError('there is no command after --', {
      hint: 'Leave out -- for a shell, or the command of the image.',
    });
  }
  if (argumentsOnly && rest === undefined) {
    throw new UserError('--arguments-only says how to take what follows --, and nothing does');
  }
  return rest ?? [];
}

/** Without a command, on a terminal, a shell is wanted; what is given counts always. */
function streams(
  { stdin, tty, attach }: DebugOptions,
  rest: readonly string[] | undefined,
  { stdinIsTerminal, stdoutIsTerminal }: Terminals,
): { readonly stdin: boolean; readonly tty: boolean } {
  if (tty && !stdin) {
    throw new UserError('-t gives the container a terminal, and needs -i to type on it', {
      hint: 'Give -it.',
    });
  }
  if (tty && attach !== 'false' && !stdinIsTerminal) {
    throw new UserError('-t needs a terminal, and stdin is not one here', {
      hint: 'Leave out -t: -i alone passes stdin on.',
    });
  }
  const isShell = rest === undefined && stdin === undefined && attach === undefined;
  if (isShell && stdinIsTerminal && stdoutIsTerminal) return { stdin: true, tty: true };
  return { stdin: stdin ?? false, tty: tty ?? false };
}

function imageOf({ image = DEFAULT_IMAGE }: DebugOptions): string {
  if (image === '' || /\s/.test(image)) {
    throw new UserError(`${JSON.stringify(image)} is not an image name`, {
      hint: 'Give one such as busybox:1.28, or leave out --image.',
    });
  }
  return image;
}

function profileOf({ profile }: DebugOptions): Profile | 'auto' {
  if (profile !== 'legacy') return profile;
  throw new UserError('kubectl gives up the profile legacy in 1.39, and it is not supported here', {
    hint: 'Use baseline: it makes the same ephemeral container.',
  });
}

function userOf({ asTarget, asRoot, runAs }: DebugOptions): UserWish {
  const given = [asTarget && '--as-target', asRoot && '--as-root', runAs && '--run-as'];
  const flags = given.filter((flag) => flag !== undefined && flag !== false);
  if (flags.length > 1) {
    throw new UserError(`${flags.join(' and ')} both say as whom to run: give one of them`);
  }
  if (asTarget) return { kind: 'target' };
  if (asRoot) return { kind: 'root' };
  if (runAs === undefined) return { kind: 'default' };
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(runAs) ?? [];
  if (uid === undefined) {
    throw new UserError(`--run-as takes numbers, UID or UID:GID, and "${runAs}" is not that`);
  }
  return { kind: 'ids', uid: Number(uid), ...(gid !== undefined && { gid: Number(gid) }) };
}

function volumesOf({ volumes }: DebugOptions): { readonly volumes?: 'ro' | 'rw' } {
  if (volumes === undefined) return {};
  if (volumes === true || volumes === 'ro') return { volumes: 'ro' };
  if (volumes === 'rw') return { volumes: 'rw' };
  throw new UserError(`--volumes takes ro or rw, and "${volumes}" is neither`, {
    hint: 'Write --volumes or --volumes=rw, with other words before it.',
  });
}

function timeoutOf(text: string): number {
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new UserError(`--timeout takes a time such as 30s or 2m, not "${text}"`);
}

function dryRunOf({ dryRun, output }: DebugOptions): DebugRequest['dryRun'] {
  if (dryRun === 'none' && output !== undefined) {
    throw new UserError('-o says how --dry-run prints the container', {
      hint: 'Give --dry-run=client or --dry-run=server with it.',
    });
  }
  return dryRun;
}
