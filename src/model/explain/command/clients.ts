/** Flags by which a client program takes its server. */
interface ServerFlags {
  readonly host: readonly string[];
  readonly port: readonly string[];
}

const LONG: ServerFlags = { host: ['--host'], port: ['--port'] };
const POSTGRES: ServerFlags = { host: ['-h', '--host'], port: ['-p', '--port'] };
const MYSQL: ServerFlags = { host: ['-h', '--host'], port: ['-P', '--port'] };

const CLIENTS: ReadonlyMap<string, ServerFlags> = new Map([
  ['pg_isready', POSTGRES],
  ['psql', POSTGRES],
  ['mysql', MYSQL],
  ['mysqladmin', MYSQL],
  ['mariadb', MYSQL],
  ['mariadb-admin', MYSQL],
  ['redis-cli', { host: ['-h'], port: ['-p'] }],
  ['mongo', LONG],
  ['mongosh', LONG],
  ['clickhouse-client', { host: ['-h', '--host'], port: ['--port'] }],
]);

/** Programs that take host and port as one, and by which flag. */
const ADDRESSED: ReadonlyMap<string, readonly string[]> = new Map([
  ['grpc_health_probe', ['-addr', '--addr']],
  ['ray', ['--address']],
  ['kafka-topics', ['--bootstrap-server']],
  ['kafka-broker-api-versions', ['--bootstrap-server']],
  ['etcdctl', ['--endpoints']],
  // github.com/patrickdappollonio/wait-for
  ['wait-for', ['--host']],
]);

/**
 * The host, and the port where one is given, that a client of a usual server is told to ask; of
 * unknown programs undefined, empty where the command does not show it.
 */
export function serverAsked(
  program: string,
  args: readonly string[],
): readonly (string | undefined)[] | undefined {
  const flags = CLIENTS.get(program);
  if (flags) {
    const host = flagValue(args, flags.host);
    return host?.includes(':') ? host.split(':') : [host, flagValue(args, flags.port)];
  }
  if (program === 'cqlsh') return args.filter((word) => !word.startsWith('-')).slice(0, 2);
  if (program === 'telnet') return args.slice(0, 2);
  const address = ADDRESSED.get(program.replace(/\.sh$/, ''));
  if (!address) return undefined;
  const [first = ''] =
    flagValue(args, address)
      ?.replace(/^"?(?:\w+:\/\/)?|"$/g, '')
      .split(',') ?? [];
  return first === '' ? [undefined] : first.split(':');
}

/** `-h db`, `-hdb`, `--host db` or `--host=db`. */
function flagValue(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [at, word] of args.entries()) {
    const name = names.find((each) => word === each || word.startsWith(each));
    if (name === undefined) continue;
    const rest = word.slice(name.length);
    if (rest === '') return args[at + 1];
    const isLong = name.length > 2;
    if (rest.startsWith('=')) return rest.slice(1);
    if (!isLong) return rest;
  }
  return undefined;
}

/** What `kubectl get`, `wait` or `rollout status` asks for: `pod db-0`, `pod -l app=db`, `job/init`. */
export function objectAsked(args: readonly string[]): string | undefined {
  const label = flagValue(args, ['--selector', '-l']);
  const words = args.filter((word, at) => !/^-|[<>]/.test(word) && !takesNext(args[at - 1]));
  const [verb, ...rest] = words;
  const named = verb === 'rollout' && rest[0] === 'status' ? rest.slice(1) : rest;
  if (!/^(?:get|wait|rollout)$/.test(verb ?? '') || named.length === 0) return undefined;
  const isPlain = named.every((word) => /^[\w./-]+$/.test(word));
  return isPlain
    ? [...named, ...(label === undefined ? [] : [`-l ${label}`])].join(' ')
    : undefined;
}

/** The flags of kubectl that are mostly written with their value in a word of its own. */
function takesNext(word = ''): boolean {
  return /^(?:-[nloLf]|--(?:namespace|selector|output|context|kubeconfig|for|timeout))$/.test(word);
}

/** Bash's own connections: `</dev/tcp/db/5432`. */
export function bashConnection(words: readonly string[]): readonly string[] | undefined {
  const [, host, port] = words.join(' ').match(/\/dev\/tcp\/([\w.-]+)\/(\d+)/) ?? [];
  return host && port ? [host, port] : undefined;
}

/** `until [ -f PATH ]`, `while ! test -e PATH`: a loop that ends when a file is there. */
export function awaitedFile(script: string): string | undefined {
  const [, first, second] = script.match(AWAITED_FILE) ?? [];
  const path = (first ?? second)?.replace(/^["']|["']$/g, '');
  return path && /^\/[\w./-]+$/.test(path) ? path : undefined;
}

const AWAITED_FILE =
  /(?:^|[\s;])(?:until\s+(?:\[{1,2}|test)\s+-[efsrd]\s+([^\s;\]]+)|while\s+(?:!\s+(?:\[{1,2}|test)|(?:\[{1,2}|test)\s+!)\s+-[efsrd]\s+([^\s;\]]+))/;
