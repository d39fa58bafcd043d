import { Command, CommanderError } from 'commander';
import packageJson from '../package.json';
import { explainCommand } from './commands/explain/explain.ts';
import { addConnectionFlags, kubectlArguments } from './commands/flags/flags.ts';
import { resourcesCommand } from './commands/resources/resources.ts';
import { describeUserError, UserError } from './errors.ts';
import type { Io } from './io/io.ts';
import { sanitiseMultiline } from './render/text/sanitise.ts';

const ERROR = 1;

const HELP = `
Examples:
  # Why does this Pod not start?
  kubectl initx explain web-0

  # In what order will it start?
  kubectl initx explain -f pod.yaml

  # Why does it ask for so much?
  kubectl initx resources web-0

The flags of kubectl that choose a cluster and a user (see kubectl options) may
stand before or after the command.`;

/**
 * Runs one command line. Returns the exit code: that of the command, or 1 for an error, which is
 * told on stderr.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const result = { exitCode: 0 };
  const help: string[] = [];
  const complaints: string[] = [];
  const program = rootCommand(io)
    .addCommand(explainCommand(io, packageJson.version, result))
    .addCommand(resourcesCommand(io, packageJson.version, result));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => help.push(text),
      writeErr: (text) => complaints.push(sanitiseMultiline(text)),
    });
  }
  try {
    const words = args.length > 0 ? kubectlArguments(args) : ['--help'];
    await program.parseAsync([...words], { from: 'user' });
    return result.exitCode;
  } catch (error) {
    // Commander has told what is wrong; help and version come this way too.
    if (!(error instanceof CommanderError)) complaints.push(`${complaintOf(error, io)}\n`);
    return error instanceof CommanderError && error.exitCode === 0 ? 0 : ERROR;
  } finally {
    await io.writeOut(help.join(''));
    await io.writeError(complaints.join(''));
  }
}

function rootCommand(io: Io): Command {
  const program = new Command('kubectl initx')
    .description(
      'Why is my Pod not starting, in what order does it start, and what does that cost?',
    )
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', HELP)
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: Math.min(io.columns ?? 80, 100) });
  return addConnectionFlags(program);
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
