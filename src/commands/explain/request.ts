import { UserError } from '../../errors.ts';
import type { WorkloadKind } from '../../kube/reads/workloads.ts';
import type { Stage } from '../../model/explain/watch/until.ts';
import type { Invocation } from '../command.ts';
import { type FieldsFormat, formatName, type OutputOptions } from '../flags/output.ts';
import type { SelectionOptions } from '../flags/selection.ts';
import { refuseFlags } from '../refused-flags.ts';
import {
  type FileSelection,
  type PodSelection,
  type Selection,
  selectionOf,
} from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';

/** What the flags come to before they mean anything. */
interface ExplainOptions extends Omit<Shown, 'hasTitles'>, SelectionOptions {
  readonly logs?: number;
  /** False with --no-headers. */
  readonly headers?: boolean;
  readonly at?: number;
  readonly lint?: boolean;
  readonly worst?: boolean;
  readonly watch?: boolean;
  readonly until?: readonly Stage[];
  readonly timeout?: number;
  readonly dump?: string;
  readonly dumpEnv?: boolean;
  readonly shutdown?: boolean;
}

/** Enough for an error with what led to it. */
const FEW_LINES = 5;

/** How every answer is printed. */
export interface Shown
  extends OutputOptions<
    | 'table'
    | 'wide'
    | 'json'
    | 'yaml'
    | 'name'
    | 'svg'
    | 'markdown'
    | 'sarif'
    | 'github'
    | FieldsFormat
  > {
  /** False with --no-headers. */
  readonly hasTitles: boolean;
}

/** Each of some Pods of the cluster, in full. */
export interface PodsInFull extends Shown {
  readonly kind: 'pods';
  readonly names: readonly string[];
  readonly logLines: number;
  readonly dump?: Dump;
  /** Also tell how they will stop. */
  readonly shutdown: boolean;
}

/** Where what was read is saved. */
export interface Dump {
  readonly file: string;
  /** Whether the values of environment variables are saved too. */
  readonly keepsVariables: boolean;
}

/** The Pods of files. */
export interface FileExplanations extends Shown {
  readonly kind: 'files';
  readonly files: FileSelection;
  /** When they were saved, if that was said; milliseconds since the epoch. */
  readonly at: number | undefined;
  readonly shutdown: boolean;
}

/** What would be refused in files, and advice on the rest. */
interface Lint extends Shown {
  readonly kind: 'lint';
  readonly files: FileSelection;
}

/** Many Pods, one line each. */
export interface RankedPods extends Shown {
  readonly kind: 'ranked';
  readonly of:
    | { readonly kind: 'targets'; readonly targets: readonly Target[] }
    | { readonly kind: 'list'; readonly list: PodSelection };
  /** The worst one is told in full after them. */
  readonly worst: boolean;
  readonly logLines: number;
}

/** One Pod as it changes. */
export interface WatchedPod extends Shown {
  readonly kind: 'watch';
  readonly name: string;
  /** Whatever comes first ends it; none where it goes on. */
  readonly stages: readonly Stage[];
  /** Infinity for no limit. */
  readonly timeoutMs: number;
  readonly logLines: number;
}

/** Several Pods as they change. */
export interface WatchedPods extends Shown {
  readonly kind: 'watch-many';
  readonly of:
    | { readonly kind: 'names'; readonly names: readonly string[] }
    | { readonly kind: 'workload'; readonly workload: WorkloadKind; readonly name: string }
    | { readonly kind: 'list'; readonly list: PodSelection };
  /** Each of the Pods that there are at first is to come to one of them. */
  readonly stages: readonly Stage[];
  readonly timeoutMs: number;
  readonly logLines: number;
}

/** What `explain` is asked for. */
export type ExplainRequest =
  | PodsInFull
  | FileExplanations
  | Lint
  | RankedPods
  | WatchedPod
  | WatchedPods;

/** Reads words and flags; throws a UserError where they ask for what there is not. */
export function explainRequest({ words, rest = [], options }: Invocation): ExplainRequest {
  const given = options as unknown as ExplainOptions;
  const { output, color, logs: logLines = FEW_LINES, worst = false, shutdown = false } = given;
  const shown = { output, color, hasTitles: given.headers ?? true };
  const selection = selectionOf([...words, ...rest], given);
  if (given.at !== undefined && selection.kind !== 'files') {
    throw new UserError('--at is about the Pods of a file: give it with -f');
  }
  refuseForLint(given, selection.kind);
  const dump = dumpOf(given, selection);
  if (shutdown) refuseLists('--shutdown tells how Pods stop', selection);
  if (given.watch || given.until) {
    return { ...watched(given, selection), logLines, ...shown };
  }
  if (given.timeout !== undefined) {
    throw new UserError('--timeout says how long --until waits: give both');
  }
  if (given.lint && selection.kind === 'files') {
    return { kind: 'lint', files: selection.files, ...shown };
  }
  refuseManyForPicture(output, selection, worst);
  switch (selection.kind) {
    case 'files':
      refuseFlags(given, [...FOR_LISTS, 'worst'], 'is about Pods of the cluster, not of files');
      return { kind: 'files', files: selection.files, at: given.at, shutdown, ...shown };
    case 'names': {
      refuseFlags(given, FOR_LISTS, 'selects Pods, and they are named already');
      const { targets } = selection;
      if (targets.some(({ workload }) => workload !== undefined)) {
        return { kind: 'ranked', of: { kind: 'targets', targets }, worst, logLines, ...shown };
      }
      refuseFlags(given, ['worst'], 'is for lists of Pods, and named ones are told in full');
      const names = targets.map(({ name }) => name);
      return { kind: 'pods', names, logLines, shutdown, ...(dump && { dump }), ...shown };
    }
    case 'list':
      return { kind: 'ranked', of: { kind: 'list', list: selection }, worst, logLines, ...shown };
  }
}

/** The formats that can go on. */
const OF_CHANGES: ReadonlySet<string> = new Set(['table', 'wide', 'json', 'yaml']);

function watched(given: ExplainOptions, selection: Selection) {
  const { until: stages = [], timeout: timeoutMs = Number.POSITIVE_INFINITY } = given;
  const flag = given.until ? '--until' : '--watch';
  if (given.timeout !== undefined && stages.length === 0) {
    throw new UserError('--timeout says how long --until waits: give both');
  }
  refuseFlags(given, ['worst', 'lint', 'dump', 'shutdown'], `means nothing to ${flag}`);
  if (!OF_CHANGES.has(formatName(given.output))) {
    throw new UserError(
      `-o ${formatName(given.output)} is of one moment, and ${flag} tells of changes`,
    );
  }
  if (selection.kind === 'files') throw new UserError(`${flag} is about Pods of the cluster`);
  if (selection.kind === 'names') {
    refuseFlags(given, FOR_LISTS, 'selects Pods, and they are named already');
    const { targets } = selection;
    const [first] = targets;
    if (first && targets.length === 1 && first.workload === undefined) {
      return { kind: 'watch' as const, name: first.name, stages, timeoutMs };
    }
  }
  const of = watchedPods(selection, flag);
  if (stages.length > 0 && of.kind === 'workload') {
    throw new UserError('--until is about Pods: give their names, or labels with -l', {
      hint: 'kubectl rollout status waits for a workload.',
    });
  }
  return { kind: 'watch-many' as const, of, stages, timeoutMs };
}

function watchedPods(
  selection: Exclude<Selection, { kind: 'files' }>,
  flag: string,
): WatchedPods['of'] {
  if (selection.kind === 'list') {
    if (selection.workloads.length === 0) return { kind: 'list', list: selection };
    throw new UserError(`${flag} is about Pods, or about one workload: give KIND/NAME`);
  }
  const { targets } = selection;
  const [first] = targets;
  if (first?.workload !== undefined && targets.length === 1) {
    return { kind: 'workload', workload: first.workload, name: first.name };
  }
  if (targets.some(({ workload }) => workload !== undefined)) {
    throw new UserError(`${flag} is about Pods, or about one workload: give only one KIND/NAME`);
  }
  return { kind: 'names', names: targets.map(({ name }) => name) };
}

/** What of a command line means something only with, or only without, --lint. */
function refuseForLint(
  { lint = false, output, at, logs, shutdown }: ExplainOptions,
  kind: Selection['kind'],
): void {
  const isForLint = output === 'sarif' || output === 'github';
  if (!lint) {
    if (isForLint) throw new UserError(`-o ${output} is for --lint`);
    return;
  }
  if (kind !== 'files') throw new UserError('--lint is about files: give them with -f');
  if (output !== 'table' && !isForLint) {
    throw new UserError(`--lint has no -o ${formatName(output)}`, {
      hint: 'It has table, sarif and github.',
    });
  }
  refuseFlags({ at, logs, shutdown }, ['at', 'logs', 'shutdown'], 'means nothing to --lint');
}

/** What is told of each Pod in full only. */
function refuseLists(what: string, selection: Selection): void {
  const isOfEach =
    selection.kind === 'files' ||
    (selection.kind === 'names' &&
      selection.targets.every(({ workload }) => workload === undefined));
  if (!isOfEach) throw new UserError(`${what}: give their names, or -f`);
}

/** A file of what was read of Pods of the cluster, each by its name. */
function dumpOf(
  { dump: file, dumpEnv: keepsVariables = false }: ExplainOptions,
  selection: Selection,
): Dump | undefined {
  if (file === undefined) {
    if (keepsVariables) throw new UserError('--dump-env is for --dump: give both');
    return undefined;
  }
  const isNamed =
    selection.kind === 'names' && selection.targets.every(({ workload }) => workload === undefined);
  if (!isNamed) throw new UserError('--dump saves what is read of Pods: give their names');
  return { file, keepsVariables };
}

/** How many Pods are in a file, and of a workload, shows only when it is read. */
function refuseManyForPicture(output: Shown['output'], selection: Selection, worst: boolean): void {
  if (output !== 'svg' || selection.kind === 'files' || worst) return;
  if (selection.kind === 'names' && selection.targets.length === 1) return;
  throw new UserError('-o svg draws one Pod', {
    hint: 'Give the name of one, or --worst with a list for the worst of it.',
  });
}

const FOR_LISTS = ['allNamespaces', 'selector', 'fieldSelector'] as const;
