import type { PodsChange } from '../../../../kube/explain/follow-pods.ts';
import {
  isInTrouble,
  type PodSummary,
  summarise,
} from '../../../../model/explain/many/pod-summary.ts';
import { ranked } from '../../../../model/explain/many/ranking.ts';
import { isOtherVerdict } from '../../../../model/explain/watch/changes.ts';
import type { Pod, PodEvent } from '../../../../model/kubernetes/api.ts';

/** A Pod of which something else is to be said. */
export interface TrackedPod {
  readonly pod: Pod;
  /** Those that were read of it; empty for a Pod that is not in trouble. */
  readonly events: readonly PodEvent[];
  readonly summary: PodSummary;
  readonly isDeleted: boolean;
}

/** The Pods that are watched, as they are now. */
export interface TrackedPods {
  /** Takes what has come, and gives the Pods of which something else is to be said. */
  readonly take: (change: PodsChange, now: number) => readonly TrackedPod[];
  /** Takes Events, by the uid of the Pod; the next look at it knows them. */
  readonly know: (events: ReadonlyMap<string, readonly PodEvent[]>) => void;
  /** Looks anew at Pods of which time or Events alone may make something else. */
  readonly lookAgain: (now: number) => readonly TrackedPod[];
  readonly all: () => readonly PodSummary[];
  /** Those of which Events may tell more. */
  readonly inTrouble: () => readonly Pod[];
  /** How many of those were judged without their Events. */
  readonly withoutEvents: () => number;
  /** Those of the first list, also where they are gone; undefined before it has come. */
  readonly first: () => readonly TrackedPod[] | undefined;
}

/** Begins without any Pod. */
export function trackPods(): TrackedPods {
  const known = new Map<string, TrackedPod>();
  const eventsOf = new Map<string, readonly PodEvent[]>();
  const gone = new Map<string, TrackedPod>();
  let first: readonly string[] | undefined;
  const look = (pod: Pod, now: number): readonly TrackedPod[] => {
    const key = keyOf(pod);
    const events = eventsOf.get(key) ?? [];
    const summary = summarise(pod, now, events);
    const tracked = { pod, events, summary, isDeleted: false };
    const before = known.get(key);
    known.set(key, tracked);
    return isOtherVerdict(before?.summary.verdict, summary.verdict) ? [tracked] : [];
  };
  const forget = (key: string): readonly TrackedPod[] => {
    const tracked = known.get(key);
    known.delete(key);
    eventsOf.delete(key);
    if (tracked === undefined) return [];
    const deleted = { ...tracked, isDeleted: true };
    if (first?.includes(key)) gone.set(key, deleted);
    return [deleted];
  };
  const inTrouble = () =>
    [...known.values()].filter(({ summary }) => isInTrouble(summary)).map(({ pod }) => pod);
  return {
    take: (change, now) => {
      if (change.kind === 'changed') return look(change.pod, now);
      if (change.kind === 'deleted') return forget(keyOf(change.pod));
      const there = new Set(change.pods.map(keyOf));
      first ??= [...there];
      const missing = [...known.keys()].filter((key) => !there.has(key)).flatMap(forget);
      return [...missing, ...worstFirst(change.pods.flatMap((pod) => look(pod, now)))];
    },
    know: (events) => {
      for (const [uid, ofPod] of events) eventsOf.set(uid, ofPod);
    },
    lookAgain: (now) => inTrouble().flatMap((pod) => look(pod, now)),
    all: () => [...known.values()].map(({ summary }) => summary),
    inTrouble,
    withoutEvents: () => inTrouble().filter((pod) => !eventsOf.has(keyOf(pod))).length,
    first: () => first?.flatMap((key) => known.get(key) ?? gone.get(key) ?? []),
  };
}

function worstFirst(pods: readonly TrackedPod[]): readonly TrackedPod[] {
  const bySummary = new Map(pods.map((each) => [each.summary, each]));
  return ranked(pods.map(({ summary }) => summary)).flatMap((each) => bySummary.get(each) ?? []);
}

/** Another Pod of the same name is another Pod. */
function keyOf({ metadata }: Pod): string {
  return metadata.uid ?? `${metadata.namespace}/${metadata.name}`;
}
