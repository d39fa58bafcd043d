import type { Container } from '../../kubernetes/api.ts';
import { awaitedFile, bashConnection, objectAsked, serverAsked } from './clients.ts';
import { basename, isShell, scriptOf } from './script.ts';
import { type ShellCommand, shellCommands } from './shell-commands.ts';
import { isTemplating } from './templating.ts';

/** What an init container of a usual shape does (R15). */
export interface WaitingPattern {
  readonly pattern: 'dns' | 'sleep' | 'http' | 'git' | 'template' | 'tcp' | 'file' | 'object';
  /**
   * Hosts, with the port where one is given, files or objects of Kubernetes. Empty where the
   * command does not show them.
   */
  readonly targets: readonly string[];
  /** True for a loop that ends only when the target answers. */
  readonly loops: boolean;
  /** The length of a plain sleep. */
  readonly seconds?: number;
}

/**
 * Recognises the usual init containers by their command, args and literal env values. Undefined
 * where nothing is certain: a program of the image's own does what it likes.
 */
export function waitingPatternOf(spec: Container, namespace?: string): WaitingPattern | undefined {
  const found = commandLines(spec)
    .map((line) => line.flatMap((command) => recognise(command, namespace) ?? []))
    .find((patterns) => patterns.length > 0);
  const main = found?.find(({ pattern }) => pattern !== 'sleep') ?? found?.[0];
  const file = awaitedFile(scriptOf([...(spec.command ?? []), ...(spec.args ?? [])]) ?? '');
  if (file !== undefined && (main === undefined || main.pattern === 'sleep')) {
    return { pattern: 'file', targets: [file], loops: true };
  }
  if (!main || !found) return undefined;
  // The pause of a loop is not what the command does.
  if (main.pattern === 'sleep' && hasLoop(spec)) return undefined;
  const alike = found.filter(({ pattern }) => pattern === main.pattern);
  return {
    ...main,
    targets: [...new Set(alike.flatMap(({ targets }) => targets))],
    loops: alike.some(({ loops }) => loops),
  };
}

function hasLoop({ command = [], args = [] }: Container): boolean {
  return /(?:^|[\s;])(?:while|until|for)\s/.test(scriptOf([...command, ...args]) ?? '');
}

/** Readings of the command line, likeliest first: args may follow the image's own program. */
function commandLines(spec: Container): readonly (readonly ShellCommand[])[] {
  const values = new Map(spec.env?.map(({ name, value }) => [name, value]));
  const words = [...(spec.command ?? []), ...(spec.args ?? [])].map((word) =>
    // $(NAME) is the kubelet's own expansion, ${NAME} and $NAME are the shell's.
    word.replace(
      /\$\((\w+)\)|\$\{(\w+)\}|\$(\w+)/g,
      (whole, a, b, c) => values.get(a ?? b ?? c) ?? whole,
    ),
  );
  const lines = [commandsOf(words)];
  if (!spec.command?.length) lines.push(commandsOf([programOf(spec.image), ...words]));
  return lines;
}

function programOf(image = ''): string {
  return basename(image).replace(/[:@].*/, '');
}

function commandsOf(words: readonly string[]): readonly ShellCommand[] {
  const [program = '', ...rest] = words;
  if (basename(program) === 'busybox') return commandsOf(rest);
  const script = scriptOf(words);
  if (script !== undefined) return shellCommands(script).flatMap(nestedCommands);
  return words.length > 0 ? [{ words, inLoop: false }] : [];
}

/** `timeout 60 sh -c '…'` inside a script. */
function nestedCommands(command: ShellCommand): readonly ShellCommand[] {
  const [program = ''] = command.words;
  if (!isShell(program)) return [command];
  return commandsOf(command.words).map(({ words, inLoop }) => ({
    words,
    inLoop: inLoop || command.inLoop,
  }));
}

function recognise(command: ShellCommand, namespace?: string): WaitingPattern | undefined {
  const [program = '', ...args] = command.words;
  const host = (word: string | undefined) => hostOf(word, namespace);
  const found = (
    pattern: WaitingPattern['pattern'],
    targets: readonly (string | undefined)[],
    loops = command.inLoop,
  ): WaitingPattern => ({
    pattern,
    targets: targets.filter((target) => target !== undefined),
    loops,
  });

  switch (basename(program)) {
    case 'nslookup':
    case 'dig':
    case 'host':
      return found('dns', [host(args.find((word) => !/^[-+@]/.test(word)))]);
    case 'getent':
      return /^a?hosts/.test(args[0] ?? '') ? found('dns', [host(args[1])]) : undefined;
    case 'nc':
    case 'ncat':
    case 'netcat':
      // With -l it listens.
      if (args.some((word) => /^-\w*l/.test(word))) return undefined;
      return found('tcp', [hostAndPort(operands(args, 'wiGgpsXxqT'), host)]);
    case 'dockerize':
      // It ends with an error after its -timeout.
      return found('tcp', waitedByDockerize(args, namespace), true);
    case 'wait-for-it':
    case 'wait-for-it.sh':
    case 'wait-for': {
      const [first] = operands(args, 't');
      const server = first?.split(':') ?? serverAsked('wait-for', args) ?? [];
      return found('tcp', [hostAndPort(server, host)], true);
    }
    case 'curl':
    case 'wget':
      return found('http', askedByUrl(args, namespace));
    case 'git':
      return args.includes('clone') ? found('git', gitHosts(args, namespace), false) : undefined;
    case 'kubectl':
    case 'oc': {
      const asked = objectAsked(args);
      const waits = args.includes('wait') || args.includes('status');
      return asked && (waits || command.inLoop) ? found('object', [asked], true) : undefined;
    }
    case 'k8s-wait-for':
    case 'wait_for.sh':
      return args.length > 0 ? found('object', [args.join(' ')], true) : undefined;
    case 'sleep':
      return { ...found('sleep', [], false), ...sleepLength(args[0]) };
    default:
      return (
        connection(command.words, found, host) ??
        (isTemplating(command.words) ? found('template', [], false) : undefined)
      );
  }
}

type Finding = (
  pattern: WaitingPattern['pattern'],
  targets: readonly (string | undefined)[],
  loops?: boolean,
) => WaitingPattern;

function connection(words: readonly string[], found: Finding, host: ToHost) {
  const [program = '', ...args] = words;
  const server = serverAsked(basename(program), args) ?? bashConnection(words);
  return server && found('tcp', [hostAndPort(server, host)]);
}

function waitedByDockerize(args: readonly string[], namespace?: string) {
  return args.filter((_, at) => args[at - 1] === '-wait').map((url) => urlHost(url, namespace));
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function sleepLength(word = ''): { seconds?: number } {
  const [, amount, unit = 's'] = word.match(/^([\d.]+)([smhd]?)$/) ?? [];
  const seconds = Number(amount) * (UNIT_SECONDS[unit || 's'] ?? 1);
  return Number.isFinite(seconds) ? { seconds } : {};
}

/** Words that are neither flags nor the value of a flag that takes one, nor redirections. */
function operands(args: readonly string[], flagsWithValue: string): readonly string[] {
  const takesValue = (word = '') => /^-\w+$/.test(word) && flagsWithValue.includes(word.slice(-1));
  return args.filter((word, at) => !/^-|[<>]/.test(word) && !takesValue(args[at - 1]));
}

type ToHost = (word: string | undefined) => string | undefined;

function hostAndPort(words: readonly (string | undefined)[], toHost: ToHost): string | undefined {
  const host = toHost(words[0]);
  const port = words[1]?.match(/^\d+$/)?.[0];
  return host && port ? `${host}:${port}` : host;
}

/** curl and wget take `db:8080/ready` for a URL, too; what it may be else stands after a flag. */
function askedByUrl(args: readonly string[], namespace?: string) {
  const asked = args.flatMap((word) => urlHost(word, namespace) ?? []);
  if (asked.length > 0 || args.some((word) => word.includes('://'))) return asked;
  const last = operands(args, 'AbcdeEFHKmoOPQtTuUwxX').at(-1);
  return [urlHost(`http://${last}`, namespace)];
}

/** Never the whole URL: it may hold a password. */
function urlHost(word: string, namespace?: string): string | undefined {
  const [, authority] = word.match(/^[a-z]+:\/\/([^/?#]+)/i) ?? [];
  const [host, port] = authority?.slice(authority.lastIndexOf('@') + 1).split(':') ?? [];
  return hostAndPort([host, port], (name) => hostOf(name, namespace));
}

function gitHosts(args: readonly string[], namespace?: string) {
  return args.map((word) => {
    const [, scpHost] = word.match(/^[\w.-]+@([\w.-]+):/) ?? [];
    return scpHost ?? urlHost(word, namespace);
  });
}

const NAMESPACE_FILE =
  /\$\(\s*(?:cat|<)\s+\/var\/run\/secrets\/kubernetes\.io\/serviceaccount\/namespace\s*\)/g;

/** A host name that the spec alone makes known. */
function hostOf(word: string | undefined, namespace?: string): string | undefined {
  const host = namespace ? word?.replace(NAMESPACE_FILE, namespace) : word;
  return host && /^[a-z\d_]([\w.-]*\w)?\.?$/i.test(host) ? host : undefined;
}
