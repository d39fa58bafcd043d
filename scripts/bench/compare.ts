import { readFileSync } from 'node:fs';

/** One whole run of a command. */
interface Run {
  readonly milliseconds: number;
  readonly peakMegabytes: number;
}

/** What several runs of a command came to. */
export interface Measured {
  readonly milliseconds: number;
  /** The largest of all runs: memory is noisy upwards only. */
  readonly peakMegabytes: number;
}

/**
 * Runs the commands by turns, so that a drift of the machine hits all alike, after one run of each
 * that does not count. Gives the median of each.
 */
export async function measure(
  commands: readonly (readonly string[])[],
  runs: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Measured[]> {
  for (const command of commands) await run(command, env);
  const all: Run[][] = commands.map(() => []);
  for (let turn = 0; turn < runs; turn++) {
    for (const [index, command] of commands.entries()) all[index]?.push(await run(command, env));
  }
  return all.map((each) => ({
    milliseconds: median(each.map(({ milliseconds }) => milliseconds)),
    peakMegabytes: Math.max(...each.map(({ peakMegabytes }) => peakMegabytes)),
  }));
}

async function run(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Run> {
  const start = performance.now();
  // Output is read and thrown away, as a pipe would take it.
  const child = Bun.spawn([...command], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let peakMegabytes = 0;
  const watch = setInterval(() => {
    peakMegabytes = peakOf(child.pid) ?? peakMegabytes;
  }, 10);
  const [error] = await Promise.all([new Response(child.stderr).text(), drain(child.stdout)]);
  const exitCode = await child.exited;
  const milliseconds = performance.now() - start;
  clearInterval(watch);
  // explain's own codes 2 to 4 tell of the Pod; 1 is an error of the run.
  if (exitCode === 1) throw new Error(`${command.join(' ')}: ${error}`);
  return { milliseconds, peakMegabytes };
}

/**
 * The most memory that a process has had so far. What wait4 tells in the end also counts what this
 * process had when it started the other one.
 */
function peakOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1_000_000;
  } catch {
    return undefined;
  }
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  for await (const _ of stream);
}

/** The one in the middle; of an even number the upper one of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** `  1234 ms   112 MB`, and how that compares. */
export function line(name: string, measured: Measured, note = ''): string {
  const time = `${measured.milliseconds.toFixed(1).padStart(9)} ms`;
  const memory = `${measured.peakMegabytes.toFixed(0).padStart(6)} MB`;
  return `${name.padEnd(34)}${time}${memory}   ${note}`.trimEnd();
}

/** How many times as long ours takes as theirs: 0.50 is half as long. */
export function ratio(ours: Measured | undefined, theirs: Measured | undefined): string {
  if (ours === undefined || theirs === undefined) return 'not measured';
  return (ours.milliseconds / theirs.milliseconds).toFixed(2);
}
