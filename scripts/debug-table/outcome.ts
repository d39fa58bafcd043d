/** What came of one call. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined: it had not ended after the patience. */
  readonly exitCode: number | undefined;
  readonly seconds: number;
}

/** How long a call may take: some never end by themselves. */
const PATIENCE_SECONDS = 30;

/** Runs a program to its end, or to the end of our patience. */
export async function outcomeOf(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  stdin?: string,
): Promise<Outcome> {
  const began = performance.now();
  const child = Bun.spawn([...command], {
    stdin: stdin === undefined ? 'ignore' : new TextEncoder().encode(stdin),
    stdout: 'pipe',
    stderr: 'pipe',
    env,
  });
  let isOver = true;
  const timer = setTimeout(() => {
    isOver = false;
    child.kill('SIGKILL');
  }, PATIENCE_SECONDS * 1000);
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  clearTimeout(timer);
  const seconds = (performance.now() - began) / 1000;
  return { stdout, stderr, exitCode: isOver ? (child.exitCode ?? 1) : undefined, seconds };
}

/** How it ended: `exit code 3`, or that it did not. */
export function endWords({ exitCode }: Outcome): string {
  return exitCode === undefined ? `no end after ${PATIENCE_SECONDS} s` : `exit code ${exitCode}`;
}

/** What stdout had, line by line. */
export function outputWords({ stdout }: Outcome): string {
  // Its container has a name of its own each time.
  const text = stdout.replaceAll(/debugger-\w{5}/g, 'debugger-…');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? 'no output' : lines.map((line) => `\`${line}\``).join(', ');
}
