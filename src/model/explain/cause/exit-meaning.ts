import type { ContainerState } from '../../kubernetes/container-state.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Cause, ExitMeaning } from './cause.ts';

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
  [134, 'aborted'],
  [137, 'killed'],
  [139, 'segmentation-fault'],
  [143, 'told-to-stop'],
]);

/** No runtime says more than that; a file may say anything. */
const MOST_CHARACTERS = 10_000;

/** What is wrong with a command or a mount, by the words of runc and crun for it. */
export function startErrors({ container }: ContainerHistory, text: string): readonly Cause[] {
  const message = text.slice(0, MOST_CHARACTERS);
  const found = ERRORS.find(([words]) => words.test(message));
  if (!found) return [];
  const program = message.match(/exec:? "?([^"\s:]+)"?:/)?.[1];
  const [, meaning] = found;
  return [
    {
      code: 'start-error',
      container: container.name,
      meaning,
      ...(program && meaning !== 'mount-on-file' && { program }),
    },
  ];
}

const ERRORS = [
  [/exec format error/i, 'platform'],
  [/exec: .*executable file.*not found/i, 'no-program'],
  [/exec: .*no such file or directory/is, 'no-program'],
  [/exec: .*permission denied/is, 'not-permitted'],
  [/mount.*not a directory/is, 'mount-on-file'],
] as const;
