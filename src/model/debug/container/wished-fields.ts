import type { ContainerWish } from './container-wish.ts';
import { startedByLine, verbatim } from './start-line.ts';

/** What runs in the container; nothing where the image has the say. */
export function runFields({ command, argumentsOnly, waitsForLine }: ContainerWish): {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
} {
  if (command.length === 0) return {};
  const typed = command.map(verbatim);
  const run = waitsForLine ? startedByLine(typed) : typed;
  return argumentsOnly ? { args: run } : { command: run };
}

/**
 * The streams that it has. kubectl leaves out stdinOnce, and a command that reads its stdin to the
 * end then never ends (containerd internal/cri/io/container_io.go, Attach).
 */
export function streamFields({ stdin, tty, waitsForLine }: ContainerWish) {
  const hasStdin = stdin || waitsForLine;
  return {
    ...(hasStdin && { stdin: true }),
    ...(hasStdin && !tty && { stdinOnce: true }),
    ...(tty && { tty: true }),
  };
}
