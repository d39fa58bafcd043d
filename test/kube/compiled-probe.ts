import { join } from 'node:path';
import { compileExecutable } from '../../scripts/executable.ts';

/** What a run of the probe left behind. */
export interface ProbeResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Compiles the probe just as the release is compiled, and gives back the executable's path. */
export async function compileProbe(directory: string): Promise<string> {
  const probe = join(directory, 'tls-probe');
  await compileExecutable({ entry: join(import.meta.dir, 'tls-probe.ts'), outfile: probe });
  return probe;
}

/** Runs the compiled probe; of the environment it sees only what is given here. */
export async function runProbe(
  probe: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<ProbeResult> {
  const child = Bun.spawn([probe, ...args], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    cwd: options.cwd ?? process.cwd(),
    env: { PATH: process.env.PATH, ...options.env },
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, stdout, stderr };
}
