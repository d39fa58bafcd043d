import { UserError } from '../../errors.ts';
import { type WorkloadKind, workloadKindOf } from '../../kube/reads/workloads.ts';
import { isPodWord } from './pod-names.ts';

/** A Pod, or a workload whose Pods are meant. */
export interface Target {
  /** Undefined for a Pod. */
  readonly workload: WorkloadKind | undefined;
  readonly name: string;
}

/**
 * What is meant by the words that kubectl takes after `get`: `web-0`, `pod/web-0`, `deploy/web`,
 * `deploy web api`. Throws a UserError for kinds without Pods of their own.
 */
export function targetsOf(words: readonly string[]): readonly Target[] {
  const [first = '', ...rest] = words;
  const isKind = isPodWord(first) || workloadKindOf(first) !== undefined;
  const names = isKind && rest.length > 0 ? rest.map((name) => `${first}/${name}`) : words;
  return [...new Set(names)].map(targetOf);
}

function targetOf(word: string): Target {
  const [kind = '', name, ...more] = word.split('/');
  if (name === undefined) return { workload: undefined, name: kind };
  if (name === '' || more.length > 0) throw new UserError(`"${word}" does not name an object`);
  if (isPodWord(kind)) return { workload: undefined, name };
  const workload = workloadKindOf(kind);
  if (workload !== undefined) return { workload, name };
  throw new UserError(`resources takes Pods and workloads, and "${word}" is of another kind`, {
    hint: 'Give a Pod, or a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob as KIND/NAME.',
  });
}
