/**
 * A command that begins once a line comes on its stdin, and goes on as the only process: the
 * session sends the line when it is attached. Without it, what a short command writes before
 * anybody is attached is only in the container's log, which mixes stdout with stderr, drops the
 * carriage return before a line feed (containerd internal/cri/io/logger.go), and is cut at its
 * size limit. Needs `stdin: true`, `stdinOnce: true`, no TTY, and an image with `sh`.
 */
export function startedByLine(command: readonly string[]): readonly string[] {
  // sh reads a line byte by byte from a pipe, so that the rest is left to the command.
  return ['sh', '-c', 'IFS= read -r _ && exec "$@"', 'sh', ...command];
}

/**
 * A word that reaches the command as it was typed: the kubelet turns `$$` into `$`
 * (third_party/forked/golang/expansion), so a script would lose the id of its shell.
 */
export function verbatim(word: string): string {
  return word.replaceAll('$$', () => '$$$$');
}
