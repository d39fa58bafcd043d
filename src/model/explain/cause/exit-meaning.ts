import type { ContainerState } from '../../kubernetes/container-state.ts';
import type { ExitMeaning } from './cause.ts';

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
