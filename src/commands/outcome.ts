import { describeUserError, EXIT, UserError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { sanitiseMultiline } from '../render/text/sanitise.ts';

/** What of many things asked for could be had. */
export interface Answers<Value> {
  readonly values: readonly Value[];
  /** Why the others could not. */
  readonly problems: readonly UserError[];
}

/** What a command has come to. */
export interface Outcome {
  /** For stdout. In pieces where the whole may be too large to hold; empty for none. */
  readonly text: string | Iterable<string>;
  /** Sentences for stderr beside it. */
  readonly remarks?: readonly string[];
  /** What is not known and could be done without, each said once. */
  readonly notes?: readonly string[];
  readonly problems?: readonly UserError[];
  /** Of a run without problems; 0 if it is left out. */
  readonly exitCode?: number;
}

/** Waits for all; one that fails does not hide the others. A bug of ours is thrown. */
export async function answersOf<Value>(
  readings: readonly Promise<Value>[],
): Promise<Answers<Value>> {
  const values: Value[] = [];
  const problems: UserError[] = [];
  for (const reading of await Promise.allSettled(readings)) {
    if (reading.status === 'fulfilled') values.push(reading.value);
    else if (reading.reason instanceof UserError) problems.push(reading.reason);
    else throw reading.reason;
  }
  return { values, problems };
}

/** Writes the outcome, stdout first. Returns the exit code: an error's where there is a problem. */
export async function tell(
  { text, remarks = [], notes = [], problems = [], exitCode = EXIT.success }: Outcome,
  io: Io,
): Promise<number> {
  for (const piece of typeof text === 'string' ? [text] : text) {
    if (piece !== '') await io.writeOut(piece);
  }
  const lines = [
    ...remarks,
    ...[...new Set(notes)].map((note) => `note: ${note}`),
    ...problems.map(describeUserError),
  ];
  for (const line of lines) await io.writeError(`${sanitiseMultiline(line)}\n`);
  return problems.length > 0 ? EXIT.error : exitCode;
}
