import { Command, CommanderError } from 'commander';
import packageJson from '../package.json';
import { OPTIONS, RULES_COMMAND, VERSION } from './commands/about/command.ts';
import { clientNotices } from './commands/client-notices.ts';
import type { CommandSpec, Invocation } from './commands/command.ts';
import { COMPLETION } from './commands/completion/command.ts';
import { connect } from './commands/connect.ts';
import { DEBUG } from './commands/debug/command.ts';
import { EXPLAIN } from './commands/explain/command.ts';
import { type CommandLine, kubectlArguments } from './commands/flags/arguments.ts';
import { CONNECTION_FLAGS } from './commands/flags/connection.ts';
import {
  addFlags,
  type Flag,
  longName,
  switchNames,
  withNearFlags,
  written,
} from './commands/flags/flag.ts';
import { inPlaceOf } from './commands/in-place-of.ts';
import { RESOURCES } from './commands/resources/command.ts';
import { describeUserError, EXIT, UserError } from './errors.ts';
import type { Io } from './io/io.ts';
import { wrapped } from './render/text/layout.ts';
import { sanitiseMultiline } from './render/text/sanitise.ts';

const COMMANDS: readonly CommandSpec[] = [
  EXPLAIN,
  RESOURCES,
  DEBUG,
  RULES_COMMAND,
  VERSION,
  OPTIONS,
  COMPLETION,
];

/** What shells ask for the words that can follow, as cobra's programs are asked. */
const COMPLETE = '__complete';
const VERSION_FLAG = '--version';

const EXAMPLES = `Examples:
  # Why does this Pod not start?
  kubectl initx explain web-0

  # In what order will it start?
  kubectl initx explain -f pod.yaml

  # Why does it ask for so much?
  kubectl initx resources web-0

  # What does it look like from inside?
  kubectl initx debug web-0`;

const HELP = `
The flags of kubectl that choose a cluster and a user (kubectl initx options)
may come before or after the command. The Kubernetes rules behind the answers
are shown by kubectl initx rules.`;

/**
 * Runs one command line: reads it, loads the command's code, runs that. Returns the exit code: that
 * of the command, or 1 for an error, which is told on stderr.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    if (args[0] === COMPLETE) {
      const { complete } = await import('./commands/completion/complete.ts');
      return await complete(args.slice(1), COMMANDS, packageJson.version, io);
    }
    const parsed = parse(args, io);
    if (parsed.kind === 'answer') return await answer(parsed, io);
    const { command, invocation } = parsed;
    const { run } = await command.load();
    const notices = clientNotices(io);
    const exitCode = await run(invocation, {
      io,
      version: packageJson.version,
      connect: () => connect(invocation.options, packageJson.version, io, notices),
      silence: notices.silence,
    });
    if (invocation.options.warningsAsErrors !== true) return exitCode;
    refuseWarnings(notices.warningCount());
    return exitCode;
  } catch (error) {
    // Where stderr cannot be written either, the exit code says it.
    await io.writeError(`${complaintOf(error, io)}\n`).catch(() => undefined);
    return EXIT.error;
  }
}

/** What a command line asks for. */
type Parsed =
  | { readonly kind: 'run'; readonly command: CommandSpec; readonly invocation: Invocation }
  /** The help, the version, or what is wrong with it. */
  | {
      readonly kind: 'answer';
      readonly exitCode: number;
      readonly text: string;
      readonly complaint: string;
    };

/**
 * Help and complaints know every command and flag; a run needs none but its own command and the
 * flags that are written, and the others take time.
 */
function parse(args: readonly string[], io: Io): Parsed {
  const line = kubectlArguments(args.length > 0 ? args : ['--help'], isSwitch);
  const named = COMMANDS.filter(({ name }) => line.flags.includes(name));
  const text = verbHelp(line.flags);
  if (text !== undefined) return { kind: 'answer', exitCode: EXIT.success, text, complaint: '' };
  const parsed = parseFor(named, line, io, written(line.flags));
  const isWhole = parsed.kind === 'run' || line.flags.includes(VERSION_FLAG);
  return isWhole ? parsed : parseFor(COMMANDS, line, io, () => true);
}

/** `debug stop … --help`, `help debug stop`: the help of the verb alone. */
function verbHelp(flags: readonly string[]): string | undefined {
  const isAsked = flags[0] === 'help' || flags.includes('--help') || flags.includes('-h');
  const [name, verb = ''] = flags[0] === 'help' ? flags.slice(1) : flags;
  const known = COMMANDS.find((spec) => spec.name === name)?.verbHelp ?? {};
  return isAsked && Object.hasOwn(known, verb) ? known[verb] : undefined;
}

function parseFor(
  commands: readonly CommandSpec[],
  { flags, rest }: CommandLine,
  io: Io,
  isWanted: (flag: Flag) => boolean,
): Parsed {
  const said = { text: '', complaint: '' };
  let chosen: Parsed | undefined;
  // Where its name does not occur it cannot be meant, and its flags take time.
  const flagsOf = (spec: CommandSpec) =>
    flags.includes(spec.name) ? spec.flags.filter(isWanted) : [];
  const program = rootCommand(commands.flatMap(flagsOf), CONNECTION_FLAGS.filter(isWanted));
  for (const spec of commands) {
    const command = commandOf(spec, flagsOf(spec));
    command.action((given: unknown) => {
      // A list of words, one word, or for a command without words its options.
      const words = [given].flat().filter((word) => typeof word === 'string');
      const options = { ...program.opts(), ...command.opts() };
      chosen = { kind: 'run', command: spec, invocation: { words, rest, options } };
    });
    program.addCommand(command);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        said.text += text;
      },
      writeErr: (text) => {
        said.complaint += sanitiseMultiline(text);
      },
      getOutHelpWidth: () => Math.min(io.columns ?? 80, 100),
    });
  }
  try {
    program.parse(flags, { from: 'user' });
  } catch (error) {
    // Help and version come this way too.
    if (!(error instanceof CommanderError)) throw error;
    // Of `help nope` commander says no word about nope.
    const [, topic] = program.args;
    const isUnheard = error.code === 'commander.help' && error.exitCode !== 0;
    if (isUnheard && topic !== undefined) {
      return parseFor(commands, { flags: [topic], rest }, io, isWanted);
    }
    const isFarFromAll = !said.complaint.includes('(Did you mean');
    if (error.code === 'commander.unknownCommand' && isFarFromAll) {
      said.complaint += `${ALL_COMMANDS}\n${inPlaceOf(error.message)}\n`;
    }
    if (error.code === 'commander.unknownOption') {
      // Of a misspelt --token the value is a secret all the same.
      said.complaint = withNearFlags(said.complaint.replace(/('--[^'=]+)=.*'$/ms, "$1'"));
      said.complaint += insteadOf(
        error.message,
        commands.filter(({ name }) => flags.includes(name)),
      );
    }
    return { kind: 'answer', exitCode: error.exitCode === 0 ? EXIT.success : EXIT.error, ...said };
  }
  return chosen ?? { kind: 'answer', exitCode: EXIT.error, ...said };
}

/** For a name that is like none, such as that of a Pod without a command before it. */
const ALL_COMMANDS = `Give one of ${COMMANDS.map(({ name }) => name).join(', ')}.`;

/** What the command meant has in place of a flag that it has not; empty for nothing. */
function insteadOf(complaint: string, commands: readonly CommandSpec[]): string {
  const [, flag = ''] = /unknown option '(--[^'=]+|-[^'])/.exec(complaint) ?? [];
  const hints = commands.flatMap(({ insteadOf: known = {} }) =>
    Object.hasOwn(known, flag) ? `${known[flag]}\n` : [],
  );
  return hints[0] ?? '';
}

/** A switch of any command: each means the same wherever it stands. */
function isSwitch(name: string): boolean {
  const flags = [...CONNECTION_FLAGS, ...COMMANDS.flatMap((command) => command.flags)];
  return flags.some((flag) => switchNames(flag).includes(name));
}

/** Without the flags of kubectl that mean something else to the command (`own`): it is asked first. */
function rootCommand(own: readonly Flag[], ofKubectl: readonly Flag[]): Command {
  const taken = new Set(own.filter((flag) => !CONNECTION_FLAGS.includes(flag)).map(longName));
  const program = new Command('kubectl initx')
    .description(
      withExamples(
        'Why is my Pod not starting, in what order does it start, what does that cost, and how do I ' +
          'get inside it?',
        EXAMPLES,
      ),
    )
    .version(packageJson.version, VERSION_FLAG, 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', HELP)
    .showSuggestionAfterError();
  return addFlags(
    program,
    ofKubectl.filter((flag) => !taken.has(longName(flag))),
  );
}

/** commander leaves alone what has indented lines, so the rest is wrapped here. */
function withExamples(description: string, examples: string | undefined): string {
  return examples === undefined ? description : `${wrapped(description, 80)}\n\n${examples}`;
}

function commandOf(spec: CommandSpec, flags: readonly Flag[]): Command {
  const command = new Command(spec.name)
    .summary(spec.summary)
    .description(withExamples(spec.description, spec.examples))
    .usage(spec.usage)
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', spec.help ?? '');
  if (spec.words) command.argument(spec.words.name, spec.words.description);
  return addFlags(command, flags);
}

async function answer(
  { exitCode, text, complaint }: Extract<Parsed, { kind: 'answer' }>,
  io: Io,
): Promise<number> {
  await io.writeOut(text);
  await io.writeError(complaint);
  return exitCode;
}

/** --warnings-as-errors, in kubectl's words (pkg/cmd/cmd.go). */
function refuseWarnings(count: number): void {
  if (count > 0) throw new UserError(`${count} warning${count === 1 ? '' : 's'} received`);
}

function complaintOf(error: unknown, io: Io): string {
  if (error instanceof UserError) return sanitiseMultiline(describeUserError(error));
  return bugReport(error, io.env.INITX_DEBUG !== undefined);
}

function bugReport(error: unknown, withStack: boolean): string {
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && withStack ? `\n${error.stack}` : '';
  const hint = withStack ? '' : '\nSet INITX_DEBUG=1 to see where.';
  return sanitiseMultiline(`error: this is a bug in kubectl-initx: ${text}${stack}${hint}`);
}
