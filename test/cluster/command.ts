import { spawn } from 'node:child_process';

/** A command that ended otherwise than with 0. */
class CommandError extends Error {
  override name = 'CommandError';
}

export type CommandOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of standard error as it comes. */
  readonly onStderrLine?: (line: string) => void;
};

/** Runs a command to its end and gives its standard output. */
export async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let partial = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-20_000);
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) options.onStderrLine?.(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code === 0) return stdout;
  throw new CommandError(`${command} ${args.join(' ')} ended with ${code}\n${stderr}${stdout}`);
}

/** As {@link run}, for a command whose failure means that there was nothing to do. */
export async function tryRun(command: string, args: readonly string[]): Promise<string> {
  return run(command, args).catch(() => '');
}

/** Asks until the answer is yes; after the given time throws what `late` says. */
export async function waitUntil(
  isSo: () => Promise<boolean> | boolean,
  seconds: number,
  late: () => string,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(late());
    await Bun.sleep(50);
  }
}
