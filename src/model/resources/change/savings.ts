import type { Pod } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/containers.ts';
import { type LimitRange, limitRangeViolations } from '../admission/limit-range.ts';
import { withServerDefaults } from '../admission/server-defaults.ts';
import { resourceProblems } from '../admission/validation.ts';
import { BY_SPEC } from '../effective/counting.ts';
import { effectiveRequests } from '../effective/effective.ts';
import { isPodLevelResource } from '../effective/pod-level.ts';
import { type QosClass, qosOf } from '../effective/qos.ts';
import { type InitStep, type Reservation, reservationOf } from '../effective/reservation.ts';
import { displayOrder } from '../effective/terms.ts';
import {
  formatQuantity,
  isEqual,
  isGreater,
  isPositive,
  isZero,
  max,
  milliValue,
  parseQuantity,
  type Quantity,
  roundedDown,
  subtract,
  ZERO,
} from '../quantity/quantity.ts';
import { type Change, settingOf, sidecarsBefore, withChanges } from './what-if.ts';

/** Changes to the Pod's manifest that together make it ask for less of one resource. */
export interface Saving {
  readonly resource: string;
  /** Several where one alone would not do. */
  readonly changes: readonly Change[];
  readonly before: Quantity;
  readonly after: Quantity;
  /** The price, where the Pod would lose its QoS class. */
  readonly qosClass: { readonly before: QosClass; readonly after: QosClass } | undefined;
  /** The Pod as it would be stored then. */
  readonly pod: Pod;
}

/** What a Pod's manifest has to get past. */
export interface Admission {
  readonly limitRanges: readonly LimitRange[];
}

/**
 * What would lower the effective request while the running containers keep theirs: trimming the
 * init containers that need more than what runs later, or starting a sidecar after one of them. Each
 * is made in the manifest, defaulted and validated as the API server would (R21): what would be
 * refused, or given back by a LimitRange, is none.
 */
export function savingsOf(
  manifest: Pod,
  { limitRanges }: Admission = { limitRanges: [] },
): readonly Saving[] {
  const stored = withServerDefaults(manifest, limitRanges).pod;
  const reservation = reservationOf(stored, 'requests');
  return displayOrder([...reservation.initPeak.keys()])
    .filter((resource) => !isSetForPod(manifest, resource))
    .flatMap((resource) => candidatesFor(resource, reservation, stored))
    .flatMap((candidate) => savingsBy(candidate, { manifest, stored, limitRanges }));
}

interface Candidate {
  readonly resource: string;
  readonly changes: readonly Change[];
}

function candidatesFor(
  resource: string,
  { steps, running, initPeak }: Reservation,
  stored: Pod,
): readonly Candidate[] {
  const used = running.get(resource) ?? ZERO;
  const needOf = ({ use }: InitStep) => use.get(resource) ?? ZERO;
  const above = steps.filter((step) => step.role === 'init' && isGreater(needOf(step), used));
  // Parts of a byte are a mistake in what was written: nothing is to be taken from them.
  const isMistaken = resource === 'memory' && milliValue(used) % 1000n !== 0n;
  if (above.length === 0 || isMistaken) return [];
  const trimmedTo = (step: InitStep, target: Quantity) => {
    const enough = subtract(target, step.beside.get(resource) ?? ZERO);
    const amount = formatQuantity(isPositive(enough) ? enough : ZERO);
    return settingOf(step.container, 'requests', resource, amount);
  };
  const peak = initPeak.get(resource) ?? ZERO;
  const [decides, ...others] = above.filter((step) => isEqual(needOf(step), peak));
  const next = steps.filter((step) => step !== decides).map(needOf);
  const nextHighest = next.reduce(max, used);
  return [
    { resource, changes: above.map((step) => trimmedTo(step, used)) },
    // Of several that are alike, changing one alone saves nothing.
    ...(decides && others.length === 0 && above.length > 1
      ? [{ resource, changes: [trimmedTo(decides, nextHighest)] }]
      : []),
    ...(decides && others.length === 0
      ? sidecarsBefore(stored, decides.container)
          .filter((name) => requests(stored, name, resource))
          .map((container) => ({
            resource,
            changes: [
              { kind: 'move', container, to: 'after', neighbour: decides.container } as const,
            ],
          }))
      : []),
  ];
}

interface Made extends Admission {
  readonly manifest: Pod;
  readonly stored: Pod;
}

/**
 * Where lower requests alone would be refused or cost the class, the limits go down with them: a
 * Guaranteed Pod stays Guaranteed, and the ratio of limit to request what it was.
 */
function savingsBy({ resource, changes }: Candidate, made: Made): readonly Saving[] {
  const [alone] = savingBy({ resource, changes }, made);
  if (alone !== undefined && alone.qosClass === undefined) return [alone];
  const together = changes.flatMap((change) => withItsLimit(change, made.stored));
  const keeping = savingBy({ resource, changes: together }, made).filter(
    ({ qosClass }) => qosClass === undefined,
  );
  return keeping.length > 0 ? keeping : alone ? [alone] : [];
}

/** The limit lowered by the same factor, in whole units; none is lowered to 0, which is no limit. */
function withItsLimit(change: Change, { spec }: Pod): readonly Change[] {
  if (change.kind !== 'set' || change.field !== 'requests') return [change];
  const { container: name, resource } = change;
  const container = spec.initContainers?.find((each) => each.name === name);
  const { [resource]: request } = container?.resources?.requests ?? {};
  const { [resource]: limit } = container?.resources?.limits ?? {};
  const amount = parseQuantity(change.amount ?? '0');
  if (request === undefined || limit === undefined || isZero(amount)) return [change];
  const [before, most] = [parseQuantity(request), parseQuantity(limit)];
  if (isEqual(before, most)) return [{ ...change, field: 'both' }];
  const lowered = { ...most, nano: (most.nano * amount.nano) / before.nano };
  const limits = formatQuantity(roundedDown(lowered, resource === 'cpu' ? 'milli' : 'whole'));
  return [change, { ...change, field: 'limits', amount: limits }];
}

/** What the changes make of the resource, if they lower it and the server takes them. */
function savingBy(
  { resource, changes }: Candidate,
  { manifest, stored, limitRanges }: Made,
): readonly Saving[] {
  const changed = withChanges(manifest, changes);
  if ('problem' in changed) return [];
  const { pod } = withServerDefaults(changed.pod, limitRanges);
  const known = new Set(refusals(stored, limitRanges));
  if (refusals(pod, limitRanges).some((refusal) => !known.has(refusal))) return [];
  const before = effectiveRequests(stored, BY_SPEC).get(resource) ?? ZERO;
  const after = effectiveRequests(pod, BY_SPEC).get(resource) ?? ZERO;
  if (!isGreater(before, after)) return [];
  const classes = { before: qosOf(stored).class, after: qosOf(pod).class };
  const qosClass = classes.before === classes.after ? undefined : classes;
  return [{ resource, changes, before, after, qosClass, pod }];
}

function refusals(pod: Pod, limitRanges: readonly LimitRange[]): readonly string[] {
  return [
    ...resourceProblems(pod).map(({ field, message }) => `${field} ${message}`),
    ...limitRangeViolations(pod, limitRanges).map(
      ({ limitRange, container, constraint, resource, type }) =>
        [limitRange, type, container, constraint, resource].join(' '),
    ),
  ];
}

function isSetForPod({ spec }: Pod, resource: string): boolean {
  return isPodLevelResource(resource) && spec.resources?.requests?.[resource] !== undefined;
}

function requests({ spec }: Pod, name: string, resource: string): boolean {
  const container = spec.initContainers?.find((each) => each.name === name && isSidecar(each));
  return container?.resources?.requests?.[resource] !== undefined;
}
