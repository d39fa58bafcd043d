import type { Io } from '../../io/io.ts';
import { loadKubeconfig } from '../../kube/connect/kubeconfig.ts';
import { type Answer, type Candidate, completionLines } from '../../render/completion/answer.ts';
import { SHELLS } from '../../render/completion/scripts.ts';
import type { CommandSpec } from '../command.ts';
import { connect } from '../connect.ts';
import { type Completion, type Flag, longName, namesOf } from '../flags/flag.ts';
import * as cluster from './candidates.ts';
import { readLine, type UnfinishedLine } from './line.ts';

/** Nobody waits longer for a Tab. */
const PATIENCE_MS = 2000;

const NOTHING: Answer = { candidates: [], files: false };

/**
 * Prints what the last of the words can become, for a shell. Whatever goes wrong, it prints that
 * there is nothing and is silent about why: the command itself will say it.
 */
export async function complete(
  words: readonly string[],
  commands: readonly CommandSpec[],
  version: string,
  io: Io,
): Promise<number> {
  const line = readLine(words, commands);
  const patience = Promise.withResolvers<Answer>();
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
    patience.resolve(NOTHING);
  }, PATIENCE_MS);
  const sources = { commands, io, client: () => quietClient(line, version, io), stop: stop.signal };
  const answered = answerTo(line, sources).catch(() => NOTHING);
  const answer = await Promise.race([answered, patience.promise]);
  clearTimeout(timer);
  // Who has named a Pod does not mean it again.
  const named = line.wanted.kind === 'word' ? line.words : [];
  const candidates = answer.candidates.filter(
    ({ value }) => value.startsWith(line.typed) && !named.includes(value),
  );
  await io.writeOut(completionLines({ ...answer, candidates }));
  return 0;
}

interface Sources {
  readonly commands: readonly CommandSpec[];
  readonly io: Io;
  readonly client: () => ReturnType<typeof connect>;
  readonly stop: AbortSignal;
}

async function answerTo(line: UnfinishedLine, sources: Sources): Promise<Answer> {
  const { wanted } = line;
  switch (wanted.kind) {
    case 'nothing':
      return NOTHING;
    case 'command':
      return noFiles(commandNames(sources.commands));
    case 'flag':
      return noFiles(wanted.flags.flatMap((flag) => flagNames(flag, line.typed)));
    case 'value':
      return valuesOf(wanted.flag, line, sources);
    case 'word': {
      // Who names files names no Pods.
      if (line.options.filename !== undefined) return NOTHING;
      const verbs = wanted.verbs.map((value) => ({ value }));
      const completed = await answerOf(wanted.completes, line, sources);
      return { ...completed, candidates: [...verbs, ...completed.candidates] };
    }
  }
}

function noFiles(candidates: readonly Candidate[]): Answer {
  return { candidates, files: false };
}

function commandNames(commands: readonly CommandSpec[]): readonly Candidate[] {
  return [
    ...commands.map(({ name, summary }) => ({ value: name, about: summary })),
    { value: 'help', about: 'show help for a command' },
  ];
}

/** Flags that the help leaves to `kubectl options` are offered to who has begun to type them. */
function flagNames(flag: Flag, typed: string): readonly Candidate[] {
  if (flag.hidden && typed.length <= 2) return [];
  const names = typed.startsWith('--') ? [longName(flag)] : namesOf(flag);
  return names.map((value) => ({ value, about: flag.description }));
}

async function valuesOf(flag: Flag, line: UnfinishedLine, sources: Sources): Promise<Answer> {
  const listed = flag.suggests ?? flag.choices;
  if (listed !== undefined) return noFiles(listed.map((value) => ({ value })));
  return answerOf(flag.completes, line, sources);
}

async function answerOf(
  completes: Completion | undefined,
  line: UnfinishedLine,
  sources: Sources,
): Promise<Answer> {
  switch (completes) {
    case undefined:
      return NOTHING;
    case 'file':
      return { candidates: [], files: true };
    case 'shell':
      return noFiles(SHELLS.map((value) => ({ value })));
    case 'command':
      return noFiles(commandNames(sources.commands));
    case 'rule':
      return { candidates: await rules(), files: false, keepOrder: true };
    case 'context':
    case 'cluster':
    case 'user':
      return noFiles(await configNames(`${completes}s`, line, sources.io));
    default:
      return noFiles(await clusterNames(completes, line, sources));
  }
}

async function rules(): Promise<readonly Candidate[]> {
  const { RULES } = await import('../../model/rules.ts');
  return RULES.map(({ id, sentence }) => ({ value: id, about: sentence }));
}

async function configNames(
  entries: 'contexts' | 'clusters' | 'users',
  { options }: UnfinishedLine,
  { env }: Io,
): Promise<readonly Candidate[]> {
  const { kubeconfig } = options;
  const config = await loadKubeconfig(typeof kubeconfig === 'string' ? kubeconfig : undefined, env);
  return [...config[entries].keys()].map((value) => ({ value }));
}

type OfCluster = Exclude<
  Completion,
  'file' | 'shell' | 'command' | 'rule' | 'context' | 'cluster' | 'user'
>;

async function clusterNames(
  what: OfCluster,
  line: UnfinishedLine,
  { client, stop }: Sources,
): Promise<readonly Candidate[]> {
  const asking = { client: await client(), line, signal: stop };
  switch (what) {
    case 'namespace':
      return cluster.namespaces(asking);
    case 'pod':
      return cluster.pods(asking);
    case 'pod-or-workload':
      return cluster.podsAndWorkloads(asking);
    case 'container':
      return cluster.containers(asking);
    case 'debug-container':
      return cluster.debugContainers(asking);
    case 'change':
      return changes(await cluster.containers(asking), line.typed);
  }
}

/** The containers to change; of the one that has been typed what can be changed. */
function changes(containers: readonly Candidate[], typed: string): readonly Candidate[] {
  const [container = '', field] = typed.split('.', 2);
  if (field === undefined) {
    return containers.map(({ value, about }) => ({ value: `${value}.`, about }));
  }
  return FIELDS.map((each) => ({ value: `${container}.${each}=` }));
}

const FIELDS = ['cpu', 'memory', 'limits.cpu', 'limits.memory'];

/** A client that tells nothing and asks nobody anything. */
function quietClient({ options }: UnfinishedLine, version: string, io: Io) {
  const { env, platform, architecture, now, writeError } = io;
  const quiet = { env, platform, architecture, now, writeError, stdinIsTerminal: false };
  const silent = { warningCount: () => 0, warning: () => undefined, retry: () => undefined };
  return connect({ ...options, v: 0 }, version, quiet, silent);
}
