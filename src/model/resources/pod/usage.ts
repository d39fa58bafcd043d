import type { Pod, Timestamp } from '../../kubernetes/api.ts';
import { stateOf } from '../../kubernetes/container-state.ts';
import {
  type ContainerRole,
  containersOf,
  type PodContainer,
} from '../../kubernetes/containers.ts';
import { parseTimestamp } from '../../kubernetes/time.ts';
import { BY_SCHEDULER } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { boundOf, podCgroup } from '../effective/pod-cgroup.ts';
import { type Amounts, addAmounts, amountOf, NO_AMOUNTS } from '../quantity/amounts.ts';
import { isPositive, percentOf, type Quantity } from '../quantity/quantity.ts';
import { writtenAmount } from '../quantity/resource-list.ts';

/**
 * What metrics.k8s.io says is used: cpu on the average of a window, memory as the working set at
 * its end (k8s.io/metrics pkg/apis/metrics/v1beta1/types.go).
 */
interface UsageSample {
  readonly name: string;
  /** When it was measured: the end of the window. */
  readonly timestamp: Timestamp | undefined;
  /** A Go duration such as `10.062s`. */
  readonly window: string | undefined;
}

/** What the containers of a Pod use: those that run, in no order. */
export interface PodUsageSample extends UsageSample {
  readonly namespace: string;
  readonly containers: readonly { readonly name: string; readonly usage: Amounts }[];
}

/** What a node uses in all, Pods and everything else on it. */
export interface NodeUsageSample extends UsageSample {
  readonly usage: Amounts;
}

/** What all containers of a Pod use together, as `kubectl top pod` adds them up. */
export function usageOfPod({ containers }: PodUsageSample): Amounts {
  return containers.reduce((sum, { usage }) => addAmounts(sum, usage), NO_AMOUNTS);
}

/** What is used of one resource, beside what is set for it. */
export interface ResourceUsage {
  readonly used: Quantity | undefined;
  readonly request: Quantity | undefined;
  readonly limit: Quantity | undefined;
  /** Whole percent, rounded down; undefined where either is not known, or the request is 0. */
  readonly ofRequest: bigint | undefined;
  readonly ofLimit: bigint | undefined;
}

/**
 * Why nothing is known of what a container uses:
 * - `not-started`: it has not run yet
 * - `waits-for-restart`: it ran and will run again
 * - `ended`: an init container that is done, or any other whose process is gone
 * - `not-measured`: it runs, and no sample has it, as in its first half minute
 */
export type MissingUsage = 'not-started' | 'waits-for-restart' | 'ended' | 'not-measured';

/** What one container of a Pod uses. */
export interface ContainerUsage {
  readonly name: string;
  readonly role: ContainerRole;
  readonly cpu: ResourceUsage;
  readonly memory: ResourceUsage;
  /** Undefined where a sample has the container. */
  readonly missing: MissingUsage | undefined;
  /** The sample is older than the container's present state: it tells of what ran before. */
  readonly isOfEarlierRun: boolean;
}

/** What a Pod uses, beside what it has asked for. */
export interface PodUsage {
  /** What was measured, and when; undefined when nothing has been yet. */
  readonly sample: PodUsageSample | undefined;
  /** In the order in which they start; ephemeral ones too, for they use something. */
  readonly containers: readonly ContainerUsage[];
  /** The sum, beside the effective requests and what the cgroup of the whole Pod is limited to. */
  readonly cpu: ResourceUsage;
  readonly memory: ResourceUsage;
}

/**
 * Joins a Pod with the sample of its name. Requests and limits are those in force: what the
 * kubelet says that it has set, else the spec's.
 */
export function podUsage(pod: Pod, sample: PodUsageSample | undefined): PodUsage {
  const own = sample && isOfEarlierPod(pod, sample) ? undefined : sample;
  const { cpu, memory } = usedByPod(pod, own);
  const requests = effectiveRequests(pod, BY_SCHEDULER);
  const cgroup = podCgroup(pod);
  return {
    sample: own,
    containers: containersOf(pod).map((container) => containerUsage(container, own)),
    cpu: resourceUsage(cpu, requests.get('cpu'), boundOf(cgroup, 'cpu')),
    memory: resourceUsage(memory, requests.get('memory'), boundOf(cgroup, 'memory')),
  };
}

/** What is used of one resource, and the shares that it is; of a node, `request` stays undefined. */
function resourceUsage(
  used: Quantity | undefined,
  request: Quantity | undefined,
  limit: Quantity | undefined,
): ResourceUsage {
  const ofRequest = wholePercent(used, request);
  return { used, request, limit, ofRequest, ofLimit: wholePercent(used, limit) };
}

/** Whole percent, rounded down as `kubectl top` does; undefined of nothing. */
export function wholePercent(
  part: Quantity | undefined,
  whole: Quantity | undefined,
): bigint | undefined {
  if (part === undefined || whole === undefined || !isPositive(whole)) return undefined;
  return percentOf(part, whole);
}

/** A StatefulSet's Pod has the name of the one before it, whose sample may still be there. */
function isOfEarlierPod({ metadata }: Pod, { timestamp }: PodUsageSample): boolean {
  const measured = parseTimestamp(timestamp);
  const created = parseTimestamp(metadata.creationTimestamp);
  return measured !== undefined && created !== undefined && measured < created;
}

function usedByPod(pod: Pod, sample: PodUsageSample | undefined): Amounts {
  const names = new Set(containersOf(pod).map(({ name }) => name));
  return (sample?.containers ?? [])
    .filter(({ name }) => names.has(name))
    .reduce((sum, { usage }) => addAmounts(sum, usage), NO_AMOUNTS);
}

function containerUsage(
  container: PodContainer,
  sample: PodUsageSample | undefined,
): ContainerUsage {
  const { name, role, spec, status } = container;
  const usage = sample?.containers.find((each) => each.name === name)?.usage;
  const set = status?.resources ?? spec.resources;
  const of = (resource: 'cpu' | 'memory') =>
    resourceUsage(
      usage && amountOf(usage, resource),
      writtenAmount(set?.requests, resource),
      writtenAmount(set?.limits, resource),
    );
  return {
    name,
    role,
    cpu: of('cpu'),
    memory: of('memory'),
    missing: usage === undefined ? missingUsage(container) : undefined,
    isOfEarlierRun: usage !== undefined && hasRunSince(container, sample?.timestamp),
  };
}

function missingUsage({ status }: PodContainer): MissingUsage {
  const state = stateOf(status);
  if (state.kind === 'running') return 'not-measured';
  if (state.kind === 'terminated') return 'ended';
  return status?.lastState?.terminated ? 'waits-for-restart' : 'not-started';
}

function hasRunSince({ status }: PodContainer, timestamp: string | undefined): boolean {
  const state = stateOf(status);
  if (state.kind !== 'running') return true;
  const measured = parseTimestamp(timestamp);
  return measured !== undefined && state.startedAt !== undefined && measured < state.startedAt;
}
