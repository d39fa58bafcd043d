import { write as writeFile } from 'node:fs';
import { isatty } from 'node:tty';
import { errorCode, UserError } from '../errors.ts';

/** Signals that ask us to end; of Ctrl-C only where the terminal is not in raw mode. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** In characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** stdin, stdout, stderr, size and signals while a session with a container has them. */
export interface TerminalSession {
  /** What comes on stdin; a chunk is read once the one before has been dealt with. */
  readonly input: AsyncIterable<Uint8Array>;
  /**
   * Writes all of it without blocking anything else. `closed` if nobody reads any more: `head` has
   * what it wanted, or the terminal is gone.
   */
  write(to: 'stdout' | 'stderr', data: Uint8Array): Promise<'written' | 'closed'>;
  /** Undefined if neither stdout nor stderr is a terminal. */
  size(): TerminalSize | undefined;
  /** Calls `listener` whenever the terminal has another size, until the session ends. */
  onResize(listener: (size: TerminalSize) => void): void;
  /**
   * Aborted by the first signal that asks us to end, which is its `reason`; the terminal is then
   * as before. A second signal ends the process.
   */
  readonly ended: AbortSignal;
}

export interface SessionOptions {
  /** Gives every key to the session as it is, Ctrl-C too, and leaves the output as it is. */
  readonly isRaw: boolean;
}

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;
const SIGNALS: readonly (readonly [EndSignal, number])[] = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
];
/** How long to wait for the reader of a full pipe. */
const FULL_PIPE_MS = 2;

/**
 * Runs `work` with the terminal. However it ends, by return, throw, signal or the end of the
 * process, the terminal is as before.
 */
export async function withTerminal<Result>(
  { isRaw }: SessionOptions,
  work: (session: TerminalSession) => Promise<Result>,
): Promise<Result> {
  const undo = new DisposableStack();
  const ended = new AbortController();
  try {
    const restore = isRaw && isatty(0) ? enterRawMode(undo) : () => undefined;
    endAtSignals(undo, restore, ended);
    return await work({
      input: chunksOf(lazyReader(undo, ended.signal)),
      write: (to, data) => writeAll(DESCRIPTORS[to], data),
      size: terminalSize,
      onResize: (listener) => {
        const tell = () => {
          const size = terminalSize();
          if (size !== undefined) listener(size);
        };
        // The streams' own listeners, which look at the new size, have to be there before ours.
        terminalSize();
        on('SIGWINCH', tell, undo);
      },
      ended: ended.signal,
    });
  } finally {
    undo.dispose();
  }
}

/** Returns what leaves the raw mode for good. */
function enterRawMode(undo: DisposableStack): () => void {
  let isWanted = true;
  const set = (isRaw: boolean) => {
    process.stdin.setRawMode(isRaw);
    if (isRaw) leaveOutputAlone();
  };
  const restore = () => {
    if (isWanted) set(false);
    isWanted = false;
  };
  // A terminal that has gone has no mode to go back to, and nobody else hears of it.
  on('error', () => undefined, undo, process.stdin);
  // Registered first: what fails halfway is undone too.
  undo.defer(restore);
  on('exit', restore, undo);
  // After a stop the shell has set the terminal as it wants it, which the runtime does not notice.
  const again = () => {
    if (!isWanted) return;
    set(false);
    set(true);
  };
  on('SIGCONT', again, undo);
  set(true);
  return restore;
}

function on(
  event: string,
  listener: () => void,
  undo: DisposableStack,
  emitter: NodeJS.EventEmitter = process,
): void {
  emitter.on(event, listener);
  undo.defer(() => emitter.off(event, listener));
}

/**
 * Raw mode of the runtime still turns each line feed into carriage return and line feed; in the
 * session the container's terminal has done that already, or an editor does not want it.
 */
function leaveOutputAlone(): void {
  if (process.platform === 'win32') return;
  try {
    Bun.spawnSync(['stty', '-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
  } catch {
    // Without stty, lines may be drawn a little odd.
  }
}

function endAtSignals(undo: DisposableStack, restore: () => void, ended: AbortController): void {
  for (const [signal, number] of SIGNALS) {
    const end = () => {
      if (ended.signal.aborted) process.exit(128 + number);
      restore();
      ended.abort(signal);
    };
    on(signal, end, undo);
  }
}

function terminalSize(): TerminalSize | undefined {
  const terminal = [process.stdout, process.stderr].find(({ isTTY }) => isTTY);
  const [columns, rows] = terminal?.getWindowSize() ?? [];
  return columns === undefined || rows === undefined ? undefined : { columns, rows };
}

/** Where stdin is read from; `leave` ends a read that is under way, where that can be done. */
interface Reader {
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly leave: () => void;
}

/** stdin is not touched before the session wants it, and left alone once it has ended. */
function lazyReader(undo: DisposableStack, ended: AbortSignal): () => Reader {
  let reader: Reader | undefined;
  const leave = () => reader?.leave();
  undo.defer(leave);
  ended.addEventListener('abort', leave);
  return () => {
    reader ??= stdinReader();
    return reader;
  };
}

/** A screen that has asked for keys before leaves stdin to `process.stdin` for good. */
function stdinReader(): Reader {
  const stream = Bun.stdin.stream();
  if (stream.locked) return keyReader();
  const reader = stream.getReader();
  return {
    read: async () => (await reader.read()).value,
    leave: () => {
      reader.cancel().catch(() => undefined);
    },
  };
}

function keyReader(): Reader {
  const { stdin } = process;
  stdin.ref();
  const chunks = stdin.iterator({ destroyOnReturn: false });
  return {
    read: async () => {
      const { done, value } = await chunks.next();
      return done ? undefined : Buffer.from(value);
    },
    leave: () => {
      stdin.pause();
      stdin.unref();
    },
  };
}

async function* chunksOf(reader: () => Reader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await reader().read();
    if (chunk === undefined) return;
    yield chunk;
  }
}

/** By a thread of the runtime: a full pipe must not hold up pings and signals. */
async function writeAll(descriptor: number, data: Uint8Array): Promise<'written' | 'closed'> {
  for (let written = 0; written < data.length; ) {
    try {
      written += await writeSome(descriptor, data.subarray(written));
    } catch (cause) {
      const code = errorCode(cause);
      if (code === 'EPIPE' || code === 'EIO') return 'closed';
      if (code !== 'EAGAIN') throw new UserError(`cannot write the output: ${code}`, { cause });
      await Bun.sleep(FULL_PIPE_MS);
    }
  }
  return 'written';
}

function writeSome(descriptor: number, data: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    writeFile(descriptor, data, (error, written) => (error ? reject(error) : resolve(written)));
  });
}
