import { UserError } from '../../errors.ts';
import { type WorkloadKind, workloadKindOf } from '../../kube/reads/workloads.ts';

/** A Pod, or a workload whose Pods are meant. */
export interface Target {
  /** Undefined for a Pod. */
  readonly workload: WorkloadKind | undefined;
  readonly name: string;
}

/** What words mean: objects by name, or all objects of some kinds. */
export type Meaning =
  | { readonly kind: 'names'; readonly targets: readonly Target[] }
  /** Pods where `workloads` is empty, else those of all workloads of these kinds. */
  | { readonly kind: 'all'; readonly workloads: readonly WorkloadKind[] };

const POD_WORDS = new Set(['pod', 'pods', 'po', 'pod.v1', 'pods.v1']);

/**
 * What is meant by the words that kubectl takes after `get`: `web-0`, `pod/web-0`, `deploy/web`,
 * `deploy web api`, `pods`, `deploy,sts`. A name without a kind is a Pod's. Throws a UserError for
 * kinds without Pods of their own, and for what can be no name.
 */
export function meaningOf(words: readonly string[]): Meaning {
  const [first = '', ...rest] = words;
  if (words.length === 1) {
    const kinds = first.split(',').map(kindOf);
    if (kinds.every((kind) => kind !== undefined)) {
      return { kind: 'all', workloads: kinds.flatMap(({ workload }) => workload ?? []) };
    }
    // Not "node", which a Pod may well be called.
    if (['no', 'nodes'].includes(first)) throw neitherKind(first);
  }
  const kind = rest.length > 0 ? kindOf(first) : undefined;
  const targets = kind ? rest.map((name) => ofKind(kind, name)) : words.map(targetOf);
  return { kind: 'names', targets: withoutRepetition(targets) };
}

/** The kind that a word stands for. */
type Kind = Pick<Target, 'workload'>;

/** Undefined for what is no kind that has Pods. */
export function kindOf(word: string): Kind | undefined {
  if (POD_WORDS.has(word.toLowerCase())) return { workload: undefined };
  const workload = word.includes('/') ? undefined : workloadKindOf(word);
  return workload && { workload };
}

function ofKind({ workload }: Kind, name: string): Target {
  if (name.includes('/')) {
    throw new UserError(
      `"${name}" names its kind already: there is no need to give one before it`,
      { hint: 'Give either KIND NAME… or KIND/NAME….' },
    );
  }
  return { workload, name: checkedName(name, name) };
}

function targetOf(word: string): Target {
  const [kind = '', name, ...more] = word.split('/');
  if (name === undefined) return { workload: undefined, name: checkedName(kind, word) };
  if (name === '' || more.length > 0) throw new UserError(`"${word}" does not name an object`);
  const known = kindOf(kind);
  if (known) return { ...known, name: checkedName(name, word) };
  throw neitherKind(word);
}

/**
 * A name becomes a part of a URL's path, where these would lead to another object
 * (apimachinery pkg/api/validation/path).
 */
function checkedName(name: string, word: string): string {
  if (name === '') {
    throw new UserError('the name of a Pod is empty', {
      hint: 'Was it meant to come from a variable or another command that gave nothing?',
    });
  }
  if (name === '.' || name === '..' || name.includes('%')) {
    throw new UserError(`"${word}" does not name an object`);
  }
  if (name.includes(',')) throw listedName(name, word);
  return name;
}

/** Kinds may stand in a list with commas, names may not. */
function listedName(name: string, word: string): UserError {
  const parts = name.split(',');
  const others = parts.filter((each) => kindOf(each) === undefined);
  const isOfKinds = name === word && others.length < parts.length;
  return isOfKinds
    ? neitherKind(others[0] ?? '')
    : new UserError(`"${word}" does not name an object`, {
        hint: 'Give several names with spaces between them.',
      });
}

function neitherKind(word: string): UserError {
  return new UserError(`"${word}" is neither a Pod nor a workload`, {
    hint: /^no(?:des?)?(?:\/|$)/i.test(word)
      ? 'What is reserved on nodes: kubectl initx resources --by node. A shell on one: kubectl initx debug node/NAME.'
      : 'Give a Pod, or a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob as KIND/NAME; its namespace with -n.',
  });
}

function withoutRepetition(targets: readonly Target[]): readonly Target[] {
  const keys = targets.map(({ workload, name }) => `${workload?.kind ?? 'Pod'}/${name}`);
  return targets.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}
