import {
  formatQuantity,
  parseQuantity,
  type Quantity,
} from '../../src/model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../src/model/resources/quantity/resource-list.ts';
import type { PodAnswers, TheirAmounts } from './pod-answers.ts';

const COUNTS = ['scheduler', 'spec', 'quota', 'describe', 'forLimits', 'containers'] as const;
/** Beyond it the kubelet's int64 overflows on the way from cores to microseconds of a period. */
const MOST_CPU_NANOS = (2n ** 63n / 100_000n) * 1_000_000n;
const MOST_MEMORY_NANOS = (2n ** 63n - 1n) * 1_000_000_000n;

/** One line for each answer that is not the same; none if all are. */
export function differences(
  ours: PodAnswers<ResourceList>,
  theirs: PodAnswers<TheirAmounts>,
): readonly string[] {
  const found: string[] = [];
  for (const count of COUNTS) {
    for (const kind of ['requests', 'limits'] as const) {
      compareAmounts(found, `${count} ${kind}`, ours[count][kind], theirs[count][kind]);
    }
  }
  compareAmounts(found, 'quota usage', ours.quotaUsage, theirs.quotaUsage);
  if (ours.mustSpecify !== undefined) {
    compareText(found, 'must specify', ours.mustSpecify, theirs.mustSpecify);
  }
  compareText(found, 'qos', ours.qos, theirs.qos);
  compareText(found, 'infeasible', String(ours.infeasible), String(theirs.infeasible));
  if (fitsTheKubelet(ours)) {
    for (const name of ['cpuShares', 'cpuQuota', 'memory'] as const) {
      // A 0 is written nowhere (github.com/opencontainers/cgroups fs2/cpu.go): it is no bound.
      const bound = theirs.cgroup[name] === '0' ? undefined : theirs.cgroup[name];
      compareText(found, `cgroup ${name}`, ours.cgroup[name], bound);
    }
  }
  return found;
}

/** Whether the amount is exactly that of the oracle, and prints as Kubernetes prints it. */
export function isSameAmount(ours: Quantity, theirs: string): boolean {
  const [text = '', nano] = theirs.split('=');
  // Beyond E Kubernetes prints no suffix at all. Then, and only then, our text is another.
  if (nano !== undefined) return ours.nano === BigInt(nano);
  return formatQuantity(ours) === text && parseQuantity(text).nano === ours.nano;
}

function compareAmounts(found: string[], what: string, ours: ResourceList, theirs: TheirAmounts) {
  for (const [name, quantity] of ours) {
    const text = theirs[name];
    if (text === undefined || !isSameAmount(quantity, text)) {
      compareText(found, `${what} ${name}`, formatQuantity(quantity), text, true);
    }
  }
  for (const name in theirs) {
    if (!ours.has(name)) compareText(found, `${what} ${name}`, undefined, theirs[name]);
  }
}

function fitsTheKubelet({ spec }: PodAnswers<ResourceList>): boolean {
  const nanos = (list: ResourceList, name: string) => list.get(name)?.nano ?? 0n;
  return (
    nanos(spec.requests, 'cpu') <= MOST_CPU_NANOS &&
    nanos(spec.limits, 'cpu') <= MOST_CPU_NANOS &&
    nanos(spec.limits, 'memory') <= MOST_MEMORY_NANOS
  );
}

function compareText(
  found: string[],
  what: string,
  ours: string | undefined,
  theirs: string | undefined,
  isDifferent = ours !== theirs,
): void {
  if (isDifferent) found.push(`${what}: ours ${ours ?? 'none'}, Kubernetes ${theirs ?? 'none'}`);
}
