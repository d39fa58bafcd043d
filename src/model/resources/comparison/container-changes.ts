import type { RequestsOrLimits } from '../../kubernetes/api.ts';
import { displayOrder } from '../effective/terms.ts';
import type { ContainerResources, PodResources } from '../pod/pod-resources.ts';
import { isEqual, type Quantity } from '../quantity/quantity.ts';

/** One amount that a container asks for; undefined where it asks for none. */
interface AmountChange {
  readonly of: RequestsOrLimits;
  readonly resource: string;
  readonly before: Quantity | undefined;
  readonly after: Quantity | undefined;
}

/** A container that is another one than before, as far as amounts and the start are concerned. */
export interface ContainerChange {
  readonly name: string;
  /** Undefined on the side where there is no such container. */
  readonly roleBefore: ContainerResources['role'] | undefined;
  readonly roleAfter: ContainerResources['role'] | undefined;
  /** Those that differ; all of them where the container is new or gone. */
  readonly amounts: readonly AmountChange[];
}

/** Init containers and sidecars in their order, where those that are on both sides start in another. */
export interface OrderChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What is another about the containers, those of the new Pod first. */
export function containerChanges(
  before: Pick<PodResources, 'containers'> | undefined,
  after: Pick<PodResources, 'containers'> | undefined,
): readonly ContainerChange[] {
  const [old, now] = [before?.containers ?? [], after?.containers ?? []];
  const inOld = new Map(old.map((each) => [each.name, each]));
  const inNow = new Set(now.map(({ name }) => name));
  const gone = old.filter(({ name }) => !inNow.has(name));
  return [
    ...now.map((each) => changeOf(inOld.get(each.name), each)),
    ...gone.map((each) => changeOf(each, undefined)),
  ].filter(({ roleBefore, roleAfter, amounts }) => roleBefore !== roleAfter || amounts.length > 0);
}

function changeOf(
  before: ContainerResources | undefined,
  after: ContainerResources | undefined,
): ContainerChange {
  const sides = [before, after].flatMap((side) => side ?? []);
  const names = sides.flatMap(({ requests, limits }) => [...requests.keys(), ...limits.keys()]);
  const amounts = displayOrder([...new Set(names)]).flatMap((resource) =>
    (['requests', 'limits'] as const).map((of) => ({
      of,
      resource,
      before: before?.[of].get(resource),
      after: after?.[of].get(resource),
    })),
  );
  return {
    name: sides[0]?.name ?? '',
    roleBefore: before?.role,
    roleAfter: after?.role,
    amounts: amounts.filter((amount) => !isEqual(amount.before, amount.after)),
  };
}

/** Which order of the start is another; undefined where those on both sides keep theirs. */
export function orderChange(
  before: Pick<PodResources, 'containers'> | undefined,
  after: Pick<PodResources, 'containers'> | undefined,
): OrderChange | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [old, now] = [startOf(before), startOf(after)];
  const common = (names: readonly string[], others: readonly string[]) =>
    names.filter((name) => others.includes(name));
  const [oldCommon, nowCommon] = [common(old, now), common(now, old)];
  const isSame = oldCommon.every((name, index) => name === nowCommon[index]);
  return isSame ? undefined : { before: old, after: now };
}

function startOf({ containers }: Pick<PodResources, 'containers'>): readonly string[] {
  return containers.filter(({ role }) => role !== 'app').map(({ name }) => name);
}
