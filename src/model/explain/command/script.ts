const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** The text after a shell's `-c`; undefined where the words are no such command. */
export function scriptOf(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words;
  if (basename(program) === 'busybox') return scriptOf(rest);
  if (!isShell(program)) return undefined;
  const flag = rest.findIndex((word) => /^-\w*c$/.test(word));
  if (flag < 0) return '';
  return rest.slice(flag + 1).find((word) => word !== '--') ?? '';
}

/** Whether a program is a shell, by its name. */
export function isShell(program: string): boolean {
  return SHELLS.has(basename(program));
}

/** The name of a program without its folder. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
