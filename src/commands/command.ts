import type { Io } from '../io/io.ts';
import type { KubeClient } from '../kube/transport/client.ts';
import type { Completion, Flag } from './flags/flag.ts';

/** A command as data: all that help, completion and the parser need before its code is loaded. */
export interface CommandSpec {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly usage: string;
  /** The words it takes, `[POD...]`, and what they are; none if left out. */
  readonly words?: {
    readonly name: string;
    readonly description: string;
    readonly completes: Completion;
    /** First words that ask for something else, and what the words after them are. */
    readonly verbs?: Readonly<Record<string, readonly Completion[]>>;
  };
  readonly flags: readonly Flag[];
  /** Flags that kubectl or its other plugins have and this command has not, and what to do instead. */
  readonly insteadOf?: Readonly<Record<string, string>>;
  /** Shown above the flags: the first thing that one looks for. */
  readonly examples?: string;
  /** Shown below the flags. */
  readonly help?: string;
  /** The whole help of a verb among the words, where that is not the help of the command. */
  readonly verbHelp?: Readonly<Record<string, string>>;
  /** Loads the code of the command; what it does without, no other command pays for. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Does what was asked for. Returns the exit code; what it throws is told by the program. */
export type Run = (invocation: Invocation, context: CommandContext) => Promise<number>;

/** What was typed, as far as the parser of flags understands it. */
export interface Invocation {
  readonly words: readonly string[];
  /** What follows `--`; undefined without one. */
  readonly rest: readonly string[] | undefined;
  /** By the names of the flags in camel case. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command is given to work with. */
export interface CommandContext {
  readonly io: Io;
  /** Of this program, `0.1.0`. */
  readonly version: string;
  /** Makes a client for the cluster that the flags name. Nothing is sent yet. */
  readonly connect: () => Promise<KubeClient>;
  /** A screen takes the terminal: nothing else is written there from now on. */
  readonly silence: () => void;
}
