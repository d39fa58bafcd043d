import type { Container } from '../../kubernetes/api.ts';
import { basename, scriptOf } from './script.ts';
import { shellCommands } from './shell-commands.ts';

/** Why a command goes on for ever. */
export type EndlessCommand = 'sleep' | 'tail' | 'loop' | 'server';

/**
 * Whether a container's command certainly never ends by itself: `sleep infinity`, `tail -f`, a
 * `while true` loop that nothing leaves, or a server. Undefined where it may end, or where one
 * cannot tell.
 */
export function endlessCommandOf({
  image = '',
  command = [],
  args = [],
}: Container): EndlessCommand | undefined {
  const words = [...command, ...args];
  if (command.length === 0 && isServerImage(image, args)) return 'server';
  const script = scriptOf(words)?.replace(TRAP, '');
  if (script === undefined) return endlessProgram(words);
  if (WAITS_FOR_SLEEP.test(script)) return 'sleep';
  if (MAY_BRANCH.test(script)) return undefined;
  if (hasEndlessLoop(script)) return 'loop';
  const last = shellCommands(script).at(-1);
  return last && !last.inLoop ? endlessProgram(last.words) : undefined;
}

/** What a trap runs on an end or a signal from outside is no way out of the script by itself. */
const TRAP =
  /\btrap\s+(?:'[^']*'|"[^"]*"|[\w:-]+)(?:\s+(?:SIG)?(?:EXIT|TERM|INT|QUIT|HUP|0|1|2|3|15)\b)+/g;

/** `trap : TERM; sleep infinity & wait`, which ends only when it is told to. */
const WAITS_FOR_SLEEP = /(?:^|[\s;])sleep\s+inf(?:inity)?\s*&\s*wait\b[^\n;]*\s*;?\s*$/;

/**
 * What runs in the background, is run with a time limit, or only under a condition proves nothing;
 * neither does a script with a trap or functions of its own.
 */
const MAY_BRANCH = /[^&>]&(?![&>])|\|\||\b(?:timeout|if|case|trap|kill|function)\b|\(\)\s*\{/;

function endlessProgram(words: readonly string[]): EndlessCommand | undefined {
  const [program = '', ...args] = words;
  const name = basename(program);
  if (name === 'busybox') return endlessProgram(args);
  if (name === 'sleep' && /^inf(inity)?$/i.test(args[0] ?? '')) return 'sleep';
  const follows = args.some((word) => /^-\w*[fF]\w*$|^--follow/.test(word));
  if (name === 'tail') return follows ? 'tail' : undefined;
  return isServer(name, args) ? 'server' : undefined;
}

/** Programs that serve in the foreground until they are told to stop. */
function isServer(program: string, args: readonly string[]): boolean {
  const line = args.join(' ');
  switch (program) {
    case 'nginx':
      return /daemon\s+off/.test(line);
    case 'httpd':
      return /^-\w*f|\s-\w*f|FOREGROUND/.test(line);
    case 'python':
    case 'python3':
      return /^-m\s+(?:http\.server|SimpleHTTPServer)\b/.test(line);
    case 'nc':
    case 'ncat':
      return args.some((word) => /^-\w*k/.test(word)) && /-\w*l/.test(line);
    case 'cloud-sql-proxy':
    case 'cloud_sql_proxy':
      return !/(?:^|\s)(?:--?help|--?version|wait)\b/.test(line);
    default:
      return false;
  }
}

/** Images whose own program is such a server: Docker's official ones, and proxies. */
function isServerImage(image: string, args: readonly string[]): boolean {
  const [name = ''] = image.split(/[:@]/);
  if (/(?:^|\/)(?:cloud-sql-proxy|gce-proxy)$/.test(name)) {
    return isServer('cloud-sql-proxy', args);
  }
  return args.length === 0 && OFFICIAL.test(name);
}

const OFFICIAL = /^(?:(?:docker\.io\/)?library\/)?(?:nginx|httpd|redis|memcached|haproxy|traefik)$/;

/** The loop's own test never fails, and no command in the script leaves it. */
function hasEndlessLoop(script: string): boolean {
  return ENDLESS_LOOP.test(script) && !/\b(?:break|exit|return|exec)\b/.test(script);
}

const ENDLESS_LOOP =
  /(?:^|[\s;])(?:while\s+(?:true|:|\/bin\/true|\[{1,2}\s+(?:1|true)\s+\]{1,2}|sleep\s+[\d.]+[smhd]?)|until\s+false)\s*(?:;|\n)\s*do\b|(?:^|[\s;])for\s*\(\(\s*;\s*;\s*\)\)/;
