import { type Command, Option } from 'commander';
import type { Io } from '../../io/io.ts';
import type { ConnectionOptions } from '../../kube/connect/connection.ts';

/** The connection flags of every kubectl command, in the words of `kubectl options`. */
const CONNECTION_FLAGS = [
  ['-n, --namespace <name>', 'the namespace of the Pods'],
  ['--context <name>', 'the kubeconfig context to use'],
  ['--kubeconfig <file>', 'the kubeconfig file to use'],
  ['--cluster <name>', 'the kubeconfig cluster to use'],
  ['--user <name>', 'the kubeconfig user to use'],
  ['-s, --server <url>', 'the address and port of the API server'],
  ['--token <token>', 'bearer token for the API server'],
  ['--username <name>', 'user name for basic authentication'],
  ['--password <password>', 'password for basic authentication'],
  ['--as <name>', 'user to impersonate'],
  ['--as-group <name>', 'group to impersonate; may be given several times'],
  ['--as-uid <uid>', 'UID to impersonate'],
  ['--as-user-extra <key=value>', 'user extra to impersonate; may be given several times'],
  ['--certificate-authority <file>', 'certificate file of the authority of the API server'],
  ['--client-certificate <file>', 'client certificate file'],
  ['--client-key <file>', 'client key file'],
  ['--tls-server-name <name>', 'name to expect in the certificate of the API server'],
  ['--insecure-skip-tls-verify', 'do not check the certificate of the API server'],
  ['--request-timeout <time>', 'how long one request may take: 30, 30s, 1m30s; 0 is for ever'],
] as const;

const SHOWN_IN_HELP = new Set(['--namespace', '--context', '--kubeconfig']);

const REPEATABLE = new Set(['--as-group', '--as-user-extra']);

/**
 * Adds the flags that say which cluster to ask. The help shows the usual ones; `kubectl options`
 * lists the rest. The root takes them too: kubectl has them before and after its subcommands.
 */
export function addConnectionFlags(command: Command): Command {
  for (const [flags, description] of CONNECTION_FLAGS) {
    const option = new Option(flags, description);
    if (!SHOWN_IN_HELP.has(option.long ?? '')) option.hideHelp();
    if (REPEATABLE.has(option.long ?? '')) option.argParser(collect);
    command.addOption(option);
  }
  return command;
}

/** The flags and the help that commands which print something about Pods have in common. */
export function addOutputFlags(command: Command, formats: readonly string[], io: Io): Command {
  return command
    .addOption(
      new Option('-o, --output <format>', 'how to print it').choices(formats).default('table'),
    )
    .addOption(
      new Option('--color <when>', 'when to use colour')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .helpOption('-h, --help', 'show help')
    .configureHelp({ helpWidth: Math.min(io.columns ?? 80, 100) });
}

/** For a flag that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The options that commander read, before or after the subcommand; the latter win. */
export function connectionOptions(command: Command): ConnectionOptions {
  return { ...command.parent?.opts(), ...command.opts() };
}

const SWITCHES = /^(--insecure-skip-tls-verify)=(.*)$/;
const TRUE = new Set(['1', 't', 'true']);

/**
 * Arguments as commander reads them. kubectl's parser also takes `-n=NAME` and `--SWITCH=true`,
 * and people and scripts write them so.
 */
export function kubectlArguments(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const flags = end === -1 ? args : args.slice(0, end);
  return [
    ...flags.flatMap((word) => {
      const [, short, value] = /^(-[a-z])=(.*)$/s.exec(word) ?? [];
      if (short !== undefined && value !== undefined) return [short, value];
      const [, name, given = ''] = SWITCHES.exec(word) ?? [];
      if (name === undefined) return [word];
      return TRUE.has(given.toLowerCase()) ? [name] : [];
    }),
    ...args.slice(flags.length),
  ];
}
