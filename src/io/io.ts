import { fstatSync, statSync, writeSync } from 'node:fs';
import { errorCode, UserError } from '../errors.ts';
import type { EndSignal, SessionOptions, TerminalSession } from './terminal-session.ts';

/** All that a command may take from the process it runs in; tests give their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly architecture: string;
  /** The path of the program that runs, links resolved. */
  readonly executable: string;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Of the terminal; undefined when stdout is none. */
  readonly columns: number | undefined;
  readonly now: () => number;
  /** Calls `listener` every so many milliseconds, until the returned function is called. */
  readonly every: (milliseconds: number, listener: () => void) => () => void;
  /**
   * Bytes, which may be in another encoding than UTF-8, or a text; undefined where there are more
   * than `largest` bytes.
   */
  readonly readStdin: (largest: number) => Promise<Uint8Array | string | undefined>;
  readonly writeOut: (text: string) => Promise<void>;
  readonly writeError: (text: string) => Promise<void>;
  /**
   * Calls `listener` at Ctrl-C instead of ending the process, until the returned function is
   * called or Ctrl-C comes a second time.
   */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** The same for every signal that asks us to end: what has been made wants to be cleared away. */
  readonly onEndSignal: (listener: (signal: EndSignal) => void) => () => void;
  /** Runs `work` with stdin as a stream, sizes and signals; afterwards the terminal is as before. */
  readonly withTerminal: <Result>(
    options: SessionOptions,
    work: (session: TerminalSession) => Promise<Result>,
  ) => Promise<Result>;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

/** The real process. What it is about terminals is looked at when it is asked for. */
export function processIo(): Io {
  const { platform, arch, execPath } = process;
  const env = takeEnvironment();
  return {
    env,
    platform,
    architecture: arch,
    executable: execPath,
    get stdinIsTerminal() {
      return isTerminal(STDIN);
    },
    get stdoutIsTerminal() {
      return isTerminal(STDOUT);
    },
    get stderrIsTerminal() {
      return isTerminal(STDERR);
    },
    get columns() {
      return isTerminal(STDOUT) ? process.stdout.columns : undefined;
    },
    now: Date.now,
    every: (milliseconds, listener) => {
      const timer = setInterval(listener, milliseconds);
      return () => clearInterval(timer);
    },
    readStdin: readAll,
    writeOut: (text) => writeAll(STDOUT, text),
    writeError: (text) => writeAll(STDERR, text),
    onInterrupt: (listener) => hearFirst(['SIGINT'], listener),
    onEndSignal: (listener) => hearFirst(['SIGINT', 'SIGTERM', 'SIGHUP'], listener),
    withTerminal: async (options, work) =>
      (await import('./terminal-session.ts')).withTerminal(options, work),
  };
}

/** The first of the signals is the listener's; a second one does what it does to any process. */
function hearFirst(
  signals: readonly EndSignal[],
  listener: (signal: EndSignal) => void,
): () => void {
  let isSecond = false;
  const stop = () => {
    for (const signal of signals) process.off(signal, hear);
  };
  // It stays for as long as it is wanted: without one a screen of ink's ends the process.
  const hear = (signal: NodeJS.Signals) => {
    if (isSecond) {
      stop();
      process.kill(process.pid, signal);
      return;
    }
    isSecond = true;
    listener(signal as EndSignal);
  };
  for (const signal of signals) process.on(signal, hear);
  return stop;
}

/** Pipes, files and /dev/null are none; to load node:tty for them would take as long as --version. */
function isTerminal(descriptor: number): boolean {
  if (process.platform !== 'win32' && !mayBeTerminal(descriptor)) return false;
  const { isatty } = require('node:tty') as typeof import('node:tty');
  return isatty(descriptor);
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    const device = fstatSync(descriptor);
    return device.isCharacterDevice() && device.rdev !== statSync('/dev/null').rdev;
  } catch {
    // It is closed, or there is no /dev.
    return true;
  }
}

/**
 * The environment as it is, for us and the programs that we start. The runtime would obey a switch
 * in it that we do not, and warn of TLS that it thinks insecure.
 */
function takeEnvironment(): Io['env'] {
  const env = { ...process.env };
  Reflect.deleteProperty(process.env, 'NODE_TLS_REJECT_UNAUTHORIZED');
  return env;
}

async function readAll(largest: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of Bun.stdin.stream()) {
    total += chunk.length;
    if (total > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** How long to wait for the reader of a full pipe. */
const FULL_PIPE_MS = 2;

/**
 * Writes all of the text. Bun.write to a pipe that fills up writes parts twice once process.stdout
 * has been looked at, hence our own loop.
 */
async function writeAll(descriptor: number, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (cause) {
      const code = errorCode(cause);
      // The reader, such as `head`, has what it wanted; or the terminal is gone.
      if (code === 'EPIPE' || code === 'EIO') return;
      if (code !== 'EAGAIN') throw new UserError(`cannot write the output: ${code}`, { cause });
      await Bun.sleep(FULL_PIPE_MS);
    }
  }
}
