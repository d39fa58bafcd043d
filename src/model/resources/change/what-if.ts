import type {
  Container,
  Pod,
  RequestsOrLimits,
  WrittenResourceList,
} from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { isEqual, readQuantity } from '../quantity/quantity.ts';
import { isOvercommitAllowed } from '../quantity/resource-name.ts';

/** A change to a manifest that is only thought of. */
export type Change =
  | {
      readonly kind: 'set';
      readonly container: string;
      /** `both` where request and limit must be equal, as for extended resources and hugepages. */
      readonly field: RequestsOrLimits | 'both';
      readonly resource: string;
      /** A quantity; undefined takes the field away. */
      readonly amount: string | undefined;
    }
  | {
      readonly kind: 'move';
      readonly container: string;
      /** Where among the init containers; `first` and `last` need no neighbour. */
      readonly to: 'first' | 'last' | 'before' | 'after';
      readonly neighbour: string | undefined;
    }
  /** How many Pods the workload is to run. */
  | { readonly kind: 'replicas'; readonly replicas: number };

/** What keeps a change from being made to this Pod. */
export type ChangeProblem =
  | { readonly code: 'no-such-container'; readonly container: string }
  | { readonly code: 'not-an-init-container'; readonly container: string }
  /** What is changed runs no number of Pods that could be another. */
  | { readonly code: 'no-replicas' };

/**
 * A change of the request or the limit, or of both where the server has them equal: a request alone
 * would be refused (pkg/apis/core/validation/validation.go, validateResourceRequirements).
 */
export function settingOf(
  container: string,
  field: RequestsOrLimits,
  resource: string,
  amount: string | undefined,
): Change {
  const fields = isOvercommitAllowed(resource) ? field : 'both';
  return { kind: 'set', container, field: fields, resource, amount };
}

/** The manifest with the change made, or why it cannot be. Nothing is defaulted here. */
export function withChange(
  pod: Pod,
  change: Change,
): { readonly pod: Pod } | { readonly problem: ChangeProblem } {
  switch (change.kind) {
    case 'move':
      return moved(pod, change);
    case 'set':
      return changedAmount(pod, change);
    case 'replicas':
      return { pod };
  }
}

/** All the changes, one after another. */
export function withChanges(
  pod: Pod,
  changes: readonly Change[],
): { readonly pod: Pod } | { readonly problem: ChangeProblem } {
  return changes.reduce<ReturnType<typeof withChange>>(
    (before, change) => ('pod' in before ? withChange(before.pod, change) : before),
    { pod },
  );
}

function moved(pod: Pod, { container: name, to, neighbour }: Change & { kind: 'move' }) {
  const before = pod.spec.initContainers ?? [];
  const container = before.find((each) => each.name === name);
  if (container === undefined) return { problem: problemWith(pod, name) };
  if (neighbour === name) return { pod };
  const others = before.filter((each) => each !== container);
  const at = others.findIndex((each) => each.name === neighbour);
  if (neighbour !== undefined && at === -1) return { problem: problemWith(pod, neighbour) };
  const places = { first: 0, last: others.length, before: at, after: at + 1 };
  return { pod: withInitContainers(pod, others.toSpliced(places[to], 0, container)) };
}

function problemWith({ spec }: Pod, name: string): ChangeProblem {
  const isApp = spec.containers.some((each) => each.name === name);
  return { code: isApp ? 'not-an-init-container' : 'no-such-container', container: name };
}

function changedAmount(pod: Pod, change: Change & { kind: 'set' }) {
  const { initContainers, containers } = pod.spec;
  const isKnown = [...(initContainers ?? []), ...containers].some(
    ({ name }) => name === change.container,
  );
  if (!isKnown) {
    return { problem: { code: 'no-such-container', container: change.container } as const };
  }
  const edit = (container: Container) =>
    container.name === change.container ? withAmount(container, change) : container;
  const edited = { ...pod, spec: { ...pod.spec, containers: containers.map(edit) } };
  return { pod: initContainers ? withInitContainers(edited, initContainers.map(edit)) : edited };
}

function withAmount(container: Container, change: Change & { kind: 'set' }): Container {
  const { field, resource, amount } = change;
  const changed = (kind: RequestsOrLimits): WrittenResourceList | undefined => {
    const list = container.resources?.[kind];
    if (field !== kind && field !== 'both') return list;
    // As it is written it stays the same template.
    if (isSameAmount(list?.[resource], amount)) return list;
    const { [resource]: _, ...others } = list ?? {};
    return amount === undefined ? others : { ...others, [resource]: amount };
  };
  const [requests, limits] = [changed('requests'), changed('limits')];
  return {
    ...container,
    resources: { ...(requests && { requests }), ...(limits && { limits }) },
  };
}

function isSameAmount(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  const [old, next] = [readQuantity(before), readQuantity(after)];
  return !('problem' in old) && !('problem' in next) && isEqual(old, next);
}

function withInitContainers(pod: Pod, initContainers: readonly Container[]): Pod {
  return { ...pod, spec: { ...pod.spec, initContainers } };
}

/** The native sidecars that start before the init container of that name. */
export function sidecarsBefore({ spec }: Pick<Pod, 'spec'>, name: string): readonly string[] {
  const initContainers = spec.initContainers ?? [];
  const at = initContainers.findIndex((each) => each.name === name);
  return initContainers
    .slice(0, Math.max(at, 0))
    .filter(isSidecar)
    .map((each) => each.name);
}
