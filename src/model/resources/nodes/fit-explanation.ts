import type { Pod } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { conditionOf } from '../../kubernetes/pod-status.ts';
import { BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { reservationOf } from '../effective/reservation.ts';
import { isGreater, type Quantity, ZERO } from '../quantity/quantity.ts';
import { type Fit, fitOf, type NodeCapacity, roomFor } from './node-fit.ts';
import {
  type Obstacle,
  obstacleOn,
  type Unjudged,
  uncordoned,
  unjudgedOf,
} from './node-placement.ts';

/** Whether a new Pod finds room, and what stands in the way. */
export interface FitExplanation {
  /** On the nodes that are open to it. */
  readonly fit: Fit;
  /** How many nodes are open to it. */
  readonly open: number;
  /** How many such Pods these have room for. */
  readonly room: number;
  /** The nodes that keep it away whatever is free there. */
  readonly closed: readonly ClosedNodes[];
  /** Why it fits nowhere; empty if it fits, or if there is simply no room left. */
  readonly facts: readonly FitFact[];
  /** What the scheduler said when it found no node for this very Pod. */
  readonly scheduler: string | undefined;
  /** What else may keep it away. */
  readonly unjudged: readonly Unjudged[];
}

/** Nodes that keep a Pod away for the same reason. */
export interface ClosedNodes {
  readonly obstacle: Obstacle;
  readonly nodes: readonly string[];
}

export type FitFact =
  /** No node is open to it, or there is none at all. */
  | { readonly code: 'no-nodes' }
  /** What goes on running would fit there: only the init phase needs too much. */
  | {
      readonly code: 'init-phase-too-large';
      readonly nodes: readonly string[];
      readonly raises: readonly InitRaise[];
    }
  /** Even without any Pod on it no node could take this one; `empty` is how it would be then. */
  | { readonly code: 'exceeds-empty-nodes'; readonly empty: Fit }
  /** It would fit on these if they were not cordoned. */
  | { readonly code: 'fits-cordoned-nodes'; readonly nodes: readonly string[] };

/** An init container that needs more than what goes on running, with the sidecars before it. */
export interface InitRaise {
  readonly container: string;
  readonly resource: string;
  readonly use: Quantity;
  readonly effective: Quantity;
  readonly running: Quantity;
}

/**
 * Whether one more Pod like this one finds room, and why not (R19). It is judged by what the nodes
 * say of themselves and by what their Pods request: `unjudged` has what else the scheduler looks at.
 * A manifest is to have its defaults (`withServerDefaults`).
 */
export function explainFit(pod: Pod, nodes: readonly NodeCapacity[]): FitExplanation {
  const next: Pod = { metadata: pod.metadata, spec: pod.spec };
  const requests = effectiveRequests(next, BY_SPEC);
  const obstacles = new Map(nodes.map((node) => [node, obstacleOn(next, node)]));
  const open = nodes.filter((node) => obstacles.get(node) === undefined);
  const fit = fitOf(requests, open);
  const rest = {
    open: open.length,
    room: roomFor(requests, open),
    closed: closedNodes(obstacles),
    scheduler: unschedulableMessage(pod),
    unjudged: unjudgedOf(next),
  };
  if (fit.nodes.length > 0) return { fit, facts: [], ...rest };
  const facts: FitFact[] = [];
  if (open.length === 0) facts.push({ code: 'no-nodes' });
  const initPhase = initPhaseFact(next, open);
  if (initPhase !== undefined) facts.push(initPhase);
  const empty = fitOf(requests, open.map(emptied));
  if (open.length > 0 && empty.nodes.length === 0) {
    facts.push({ code: 'exceeds-empty-nodes', empty });
  }
  const cordoned = nodes.filter(
    (node) => node.unschedulable && obstacleOn(next, uncordoned(node)) === undefined,
  );
  const { nodes: fitting } = fitOf(requests, cordoned);
  if (fitting.length > 0) facts.push({ code: 'fits-cordoned-nodes', nodes: fitting });
  return { fit, facts, ...rest };
}

function unschedulableMessage(pod: Pod): string | undefined {
  const scheduled = conditionOf(pod, 'PodScheduled');
  return scheduled?.status === 'False' ? scheduled.message : undefined;
}

function closedNodes(
  obstacles: ReadonlyMap<NodeCapacity, Obstacle | undefined>,
): readonly ClosedNodes[] {
  const closed = new Map<string, { obstacle: Obstacle; nodes: string[] }>();
  for (const [{ name }, obstacle] of obstacles) {
    if (obstacle === undefined) continue;
    const key = 'taint' in obstacle ? obstacle.taint : obstacle.code;
    const group = closed.get(key) ?? { obstacle, nodes: [] };
    closed.set(key, group);
    group.nodes.push(name);
  }
  return [...closed.values()];
}

function emptied(node: NodeCapacity): NodeCapacity {
  return { ...node, requested: new Map(), podCount: 0 };
}

function initPhaseFact(pod: Pod, nodes: readonly NodeCapacity[]): FitFact | undefined {
  const { initContainers = [] } = pod.spec;
  const sidecars = initContainers.filter(isSidecar);
  const withoutInit: Pod = { ...pod, spec: { ...pod.spec, initContainers: sidecars } };
  const running = effectiveRequests(withoutInit, BY_SPEC);
  const { nodes: fitting } = fitOf(running, nodes);
  if (fitting.length === 0) return undefined;
  const hosts = nodes.filter(({ name }) => fitting.includes(name));
  const raises: InitRaise[] = [];
  for (const [resource, effective] of effectiveRequests(pod, BY_SPEC)) {
    const kept = running.get(resource) ?? ZERO;
    if (!isGreater(effective, kept)) continue;
    const isHarmless = fitOf(new Map([[resource, effective]]), hosts).nodes.length === hosts.length;
    const highest = isHarmless ? undefined : highestStep(pod, resource);
    if (highest !== undefined) raises.push({ ...highest, resource, effective, running: kept });
  }
  return { code: 'init-phase-too-large', nodes: fitting, raises };
}

/** The init container beside which the Pod needs the most. */
function highestStep(pod: Pod, resource: string): Pick<InitRaise, 'container' | 'use'> | undefined {
  let highest: Pick<InitRaise, 'container' | 'use'> | undefined;
  for (const { container, use } of reservationOf(pod, 'requests').steps) {
    const amount = use.get(resource) ?? ZERO;
    if (highest === undefined || isGreater(amount, highest.use)) {
      highest = { container, use: amount };
    }
  }
  return highest;
}
