import { hasFinalPhase } from '../../kubernetes/pod-status.ts';
import type { LimitRange } from '../admission/limit-range.ts';
import type { CountedPod } from '../effective/counted-pod.ts';
import type { Amounts } from '../quantity/amounts.ts';
import { containerRows } from './container-totals.ts';
import { GroupRow, RunningTotal } from './group-row.ts';
import { rememberedPodAmounts } from './pod-amounts.ts';
import {
  DAEMON_SET,
  DELETING,
  type PodFacts,
  PodRow,
  STATIC,
  TemplateRow,
  type TotalsRow,
  UNSCHEDULED,
} from './totals-row.ts';
/** What Pods are put together by. */
export type Grouping =
  | { readonly kind: 'pod' | 'workload' | 'namespace' | 'node' | 'container' }
  | { readonly kind: 'label'; readonly key: string };

/** The object that a Pod belongs to: a Deployment, a CronJob, or the Pod itself. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
}

/** What is counted beside the Pods themselves. */
export interface TotalsSources {
  readonly ownerOf: (pod: CountedPod) => Workload;
  readonly usageOf: (namespace: string, name: string) => Amounts | undefined;
  /** Left out where nobody has measured. */
  readonly containerUsageOf?: (pod: string, container: string) => Amounts | undefined;
  /** The LimitRanges that resizes have to keep to; left out where nobody asks what these give back. */
  readonly limitRangesOf?: (namespace: string) => readonly LimitRange[];
  /** Whether rows of Pods are to have their labels. */
  readonly keepsLabels?: boolean;
  /** The kind of the workload whose template it is; undefined for a Pod. */
  readonly templateKindOf?: (pod: CountedPod) => string | undefined;
}

/** All rows, by namespace and name, and what they come to. */
export interface Totals {
  readonly grouping: Grouping;
  readonly rows: readonly TotalsRow[];
  readonly total: TotalsRow;
  /** Pods that have succeeded or failed: they take nothing, and are in no row. */
  readonly ended: number;
  /** What rows are the sums of, where Pods are put together by several things. */
  readonly parts?: ReadonlyMap<TotalsRow, Totals>;
}

/** What Pods are put together by, from the outermost rows to the innermost. */
export function groupingsOf({ grouping, parts }: Totals): readonly Grouping[] {
  const [below] = parts?.values() ?? [];
  return [grouping, ...(below === undefined ? [] : groupingsOf(below))];
}

/** Takes Pods one after another and keeps nothing of them but their numbers. */
export interface TotalsCounter {
  /** `replicas` as many Pods like this one. */
  take(pod: CountedPod, replicas?: number): void;
  finish(): Totals;
}

/**
 * Sums up Pods as the scheduler counts them: all that have not ended, on the node that they are
 * bound to, also static ones and those being deleted (pkg/scheduler/scheduler.go,
 * NewInformerFactory; eventhandlers.go, assignedPod).
 */
export function countTotals(
  grouping: Grouping,
  sources: TotalsSources,
  then: readonly Grouping[] = [],
): TotalsCounter {
  const amountsOf = rememberedPodAmounts(sources.limitRangesOf);
  return counterOf([grouping, ...then], { ...sources, amountsOf, shared: sharedTexts() });
}

interface Counting extends TotalsSources {
  readonly amountsOf: (pod: CountedPod) => PodFacts['amounts'];
  readonly shared: (text: string) => string;
}

function counterOf(
  [grouping = { kind: 'pod' }, ...then]: readonly Grouping[],
  sources: Counting,
): TotalsCounter {
  const parts = partsCounter(then, sources);
  const podRows: PodRow[] = [];
  const podTotal = new RunningTotal();
  const groups = new Map<string, GroupRow>();
  let ended = 0;
  return {
    take: (pod, replicas = 1) => {
      if (hasFinalPhase(pod)) {
        ended += replicas;
        return;
      }
      const counted = countedPod(pod, sources);
      if (grouping.kind === 'pod' && replicas === 1) {
        const kind = sources.templateKindOf?.(pod);
        const row = kind === undefined ? new PodRow(counted) : new TemplateRow(counted, kind);
        podRows.push(row);
        parts?.take(row, pod, replicas);
        podTotal.add(counted);
        return;
      }
      const [namespace, kind, name] = groupOf(grouping, pod, counted, sources);
      const key = `${namespace}\n${kind}\n${name === undefined ? '' : `=${name}`}`;
      const group = groups.get(key) ?? new GroupRow(name, namespace, kind);
      groups.set(key, group);
      if (grouping.kind === 'pod') group.labels = counted.labels;
      group.addPod(counted, replicas);
      parts?.take(group, pod, replicas);
    },
    finish: () => {
      const rows = inOrder([...podRows, ...groups.values()]);
      const total = podTotal.finish();
      for (const group of groups.values()) total.addRow(group);
      return { grouping, rows, total, ended, ...(parts && { parts: parts.finish() }) };
    },
  };
}

/** Counts what is below each row; undefined where nothing is to be. */
function partsCounter(then: readonly Grouping[], sources: Counting) {
  const [next] = then;
  if (next === undefined) return undefined;
  const counters = new Map<TotalsRow, TotalsCounter>();
  const containers = new Map<TotalsRow, Totals>();
  const alike = new Map<PodFacts['amounts'], Totals>();
  return {
    take: (row: TotalsRow, pod: CountedPod, replicas: number) => {
      if (next.kind === 'container') {
        const name = `${row.namespace}/${row.name}`;
        // Pods that are alike share the rows of their containers, unless each uses something else.
        const isShared = sources.containerUsageOf === undefined && replicas === 1;
        const amounts = sources.amountsOf(pod);
        const known = isShared ? alike.get(amounts) : undefined;
        const usageOf = (container: string) => sources.containerUsageOf?.(name, container);
        const rows = known?.rows ?? containerRows(pod, replicas, usageOf);
        const totals = known ?? { grouping: next, rows, total: row, ended: 0 };
        if (isShared) alike.set(amounts, totals);
        containers.set(row, totals);
        return;
      }
      const counter = counters.get(row) ?? counterOf(then, sources);
      counters.set(row, counter);
      counter.take(pod, replicas);
    },
    finish: (): ReadonlyMap<TotalsRow, Totals> =>
      new Map([
        ...containers,
        ...[...counters].map(([row, counter]) => [row, counter.finish()] as const),
      ]),
  };
}

function countedPod(
  pod: CountedPod,
  { amountsOf, shared, usageOf, keepsLabels }: Counting,
): PodFacts {
  const { metadata, spec } = pod;
  const namespace = shared(metadata.namespace ?? 'default');
  const name = metadata.name ?? '';
  const node = spec.nodeName ? shared(spec.nodeName) : undefined;
  const labels = keepsLabels ? (metadata.labels ?? {}) : undefined;
  const usage = usageOf(namespace, name);
  const amounts = amountsOf(pod);
  return { namespace, name, node, amounts, traits: traitsOf(pod), usage, labels };
}

function traitsOf({ metadata, spec }: CountedPod): number {
  const controller = metadata.ownerReferences?.find((owner) => owner.controller)?.kind;
  return (
    (controller === 'DaemonSet' ? DAEMON_SET : 0) |
    // A mirror Pod belongs to its Node (pkg/kubelet/pod/mirror_client.go).
    (controller === 'Node' ? STATIC : 0) |
    (spec.nodeName ? 0 : UNSCHEDULED) |
    (metadata.deletionTimestamp ? DELETING : 0)
  );
}

type Group = readonly [
  namespace: string | undefined,
  kind: string | undefined,
  name: string | undefined,
];

function groupOf(
  grouping: Grouping,
  pod: CountedPod,
  { namespace, name, node }: PodFacts,
  { ownerOf, templateKindOf }: TotalsSources,
): Group {
  switch (grouping.kind) {
    case 'pod':
    case 'container':
      return [namespace, templateKindOf?.(pod), name];
    case 'workload': {
      const owner = ownerOf(pod);
      return [namespace, owner.kind, owner.name];
    }
    case 'namespace':
      return [namespace, undefined, namespace];
    case 'node':
      return [undefined, undefined, node];
    case 'label':
      return [undefined, undefined, pod.metadata.labels?.[grouping.key]];
  }
}

/** An API server lists Pods nearly always in this order already. */
function inOrder(rows: TotalsRow[]): readonly TotalsRow[] {
  const isInOrder = rows.every((row, index) => {
    const before = rows[index - 1];
    return before === undefined || byName(before, row) <= 0;
  });
  return isInOrder ? rows : rows.sort(byName);
}

/** Names that come 10,000 times are kept once. */
function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    known.set(text, text);
    return text;
  };
}

/** Namespace, kind, name; what has no name comes last. */
export function byName(one: TotalsRow, other: TotalsRow): number {
  return (
    compareTexts(one.namespace, other.namespace) ||
    compareTexts(one.name, other.name) ||
    compareTexts(one.kind, other.kind)
  );
}

function compareTexts(one: string | undefined, other: string | undefined): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return one < other ? -1 : 1;
}
