import { main } from '../../src/cli.ts';
import type { Io } from '../../src/io/io.ts';
import type { TerminalSession, TerminalSize } from '../../src/io/terminal-session.ts';

/** An Io that writes nowhere, and what was written. */
export interface FakeIo {
  readonly io: Io;
  readonly written: { stdout: string; stderr: string };
  /** As if somebody pressed Ctrl-C. */
  readonly interrupt: () => void;
  /** As if so many milliseconds had passed. */
  readonly wait: (milliseconds: number) => void;
  /** As if the terminal got this size. */
  readonly resize: (size: TerminalSize) => void;
}

/**
 * A process without terminal or environment, at the start of 2030; `given` differs from it. A
 * session reads what `readStdin` gives.
 */
export function fakeIo(given: Partial<Io> = {}): FakeIo {
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<(signal: 'SIGINT') => void>();
  const timers = new Set<{ period: number; left: number; listener: () => void }>();
  const resizers = new Set<(size: TerminalSize) => void>();
  const listen = (listener: (signal: 'SIGINT') => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const io: Io = {
    env: {},
    platform: 'linux',
    architecture: 'x64',
    executable: '/opt/kubectl-initx',
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: undefined,
    now: () => Date.UTC(2030, 0),
    every: (period, listener) => {
      const timer = { period, left: period, listener };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    readStdin: async () => '',
    writeOut: async (text) => {
      written.stdout += text;
    },
    writeError: async (text) => {
      written.stderr += text;
    },
    onInterrupt: listen,
    onEndSignal: listen,
    withTerminal: async (_options, work) => {
      const ended = new AbortController();
      listeners.add(() => ended.abort('SIGINT'));
      return work({ ...session(), ended: ended.signal });
    },
    ...given,
  };
  const session = (): Omit<TerminalSession, 'ended'> => ({
    input: chunksOf(io.readStdin),
    write: async (to, data) => {
      written[to] += new TextDecoder().decode(data);
      return 'written';
    },
    size: () => undefined,
    onResize: (listener) => resizers.add(listener),
  });
  const interrupt = () => {
    for (const listener of listeners) listener('SIGINT');
  };
  const resize = (size: TerminalSize) => {
    for (const listener of resizers) listener(size);
  };
  const wait = (milliseconds: number) => {
    for (const timer of timers) {
      timer.left -= milliseconds;
      for (; timer.left <= 0; timer.left += timer.period) timer.listener();
    }
  };
  return { io, written, interrupt, resize, wait };
}

async function* chunksOf(read: Io['readStdin']): AsyncGenerator<Uint8Array> {
  const text = (await read(Infinity)) ?? '';
  if (text.length > 0) yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

/** What a command line came to. */
export interface FakeRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, as a fake one. */
export async function runMain(args: readonly string[], given: Partial<Io> = {}): Promise<FakeRun> {
  const { io, written } = fakeIo(given);
  const exitCode = await main(args, io);
  return { exitCode, ...written };
}
