/**
 * The exit codes of all commands. `explain` tells with its own how a Pod does, so that a script can
 * wait for 0 and give up at 3.
 */
export const EXIT = {
  success: 0,
  /** Told on stderr; nothing that was asked for is left unsaid where it could be had. */
  error: 1,
  progressing: 2,
  stuck: 3,
  failed: 4,
  /** Of debug: what was waited for did not come in time. */
  timedOut: 3,
  /** What a shell says of a command that is not there. */
  commandNotFound: 127,
  /** `resources --check`: the Pod would not be let in, or no node has room for it. */
  refused: 5,
  /** `resources --check`: something that decides could not be looked at. */
  unknown: 6,
  /** What a shell says of a process that Ctrl-C has ended. */
  interrupted: 130,
} as const;

/** Where in a file something is wrong; lines and columns count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Something the user can act on: what happened to which object, and what to do next.
 * Everything else that is thrown is a bug of ours.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** What to do next; printed under the message. */
  readonly hint: string | undefined;
  /** kubectl puts `error: ` before its own sentences, but not before those of the server. */
  readonly prefix: 'error: ' | '';
  /** Where it is, of what is in a file; the message begins with it. */
  readonly place: FilePlace | undefined;

  constructor(
    message: string,
    options: {
      hint?: string | undefined;
      cause?: unknown;
      prefix?: 'error: ' | '';
      place?: FilePlace;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
    this.prefix = options.prefix ?? 'error: ';
    this.place = options.place;
  }
}

/** By file, line and column; what has no place comes first. */
export function byPlace({ place: one }: Placed, { place: other }: Placed): number {
  if (one === undefined || other === undefined) {
    return Number(one !== undefined) - Number(other !== undefined);
  }
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

interface Placed {
  readonly place: FilePlace | undefined;
}

/** The text for stderr: the sentence as kubectl would print it, then the next step. */
export function describeUserError(error: UserError): string {
  return `${error.prefix}${error.message}${error.hint === undefined ? '' : `\n${error.hint}`}`;
}

/** Something that can be done without: what was read, or why it could not be. */
export type Read<Value> = { readonly value: Value } | { readonly problem: UserError };

/**
 * The one policy for what can be done without: what a user could act on is told beside the rest.
 * Anything else that is thrown, such as a bug of ours or the end by Ctrl-C, is thrown.
 */
export async function attempt<Value>(reading: Promise<Value>): Promise<Read<Value>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (error instanceof UserError) return { problem: error };
    throw error;
  }
}

/** The value of what could be read. */
export function known<Value>(read: Read<Value> | undefined): Value | undefined {
  return read !== undefined && 'value' in read ? read.value : undefined;
}

/** The code that the system or the runtime gave an error, such as ENOENT; empty if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code ?? '') : '';
}

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
};

/** Why a file could not be read or run, as the system's other programs say it. */
export function fileProblem(cause: unknown): string {
  return (
    FILE_PROBLEMS[errorCode(cause)] ?? (cause instanceof Error ? cause.message : String(cause))
  );
}

/** A word for a command line that somebody may copy: quoted unless a shell takes it as it is. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
