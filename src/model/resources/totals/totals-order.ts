import type { RequestsOrLimits } from '../../kubernetes/api.ts';
import { type Amounts, amountOf, listAmounts } from '../quantity/amounts.ts';
import type { Quantity } from '../quantity/quantity.ts';
import { containerResourceNameProblems } from '../quantity/resource-name.ts';
import { byName, type Totals } from './totals.ts';
import type { TotalsRow } from './totals-row.ts';

type AmountKind = RequestsOrLimits | 'unused' | 'now' | 'usage';

/** Which of the amounts of a row. */
export interface AmountKey {
  readonly of: AmountKind;
  readonly resource: string;
}

/** What rows are sorted by: names ascending, all else with the greatest first. */
export type SortKey =
  | { readonly by: 'name' }
  | { readonly by: 'pods' }
  | ({
      readonly by: 'amount';
      /** By how much of the whole it is: of what the node has; of what is unused what is requested. */
      readonly isShare?: boolean;
    } & AmountKey);

const AMOUNT_KEY = /^(?:(requests|limits|unused|now|usage)\.)?(.+?)(%?)$/;

/**
 * `name`, `pods`, a resource (its requests), or `limits.`, `unused.`, `now.` or `usage.` before a
 * resource. With `%` after it by the share. Undefined if it is none of these.
 */
export function parseSortKey(text: string): SortKey | undefined {
  if (text === 'name' || text === 'pods') return { by: text };
  const [, of, resource, percent] = AMOUNT_KEY.exec(text) ?? [];
  if (resource === undefined || !isResourceName(resource)) return undefined;
  const key = { by: 'amount', of: (of ?? 'requests') as AmountKind, resource } as const;
  return percent ? { ...key, isShare: true } : key;
}

/** Whether a container could request a resource of this name. */
export function isResourceName(text: string): boolean {
  return containerResourceNameProblems(text).length === 0;
}

/** Which rows are wanted, and in what order. */
export interface Selection {
  readonly sortBy: SortKey | undefined;
  readonly top: number | undefined;
  /** Requests that a row must reach, all of them. */
  readonly min: ReadonlyMap<string, Quantity>;
  /** Only rows with something unused, those first of which most can be had back now. */
  readonly waste: boolean;
  /** What rows use, where it is not what their Pods use. */
  readonly usageOf?: ((row: TotalsRow) => Amounts | undefined) | undefined;
  /** What the nodes of rows have, where these are known: shares are of that. */
  readonly wholeOf?: ((row: TotalsRow, resource: string) => Quantity | undefined) | undefined;
}

/** The rows that are wanted, in their order. The totals stay those of all rows. */
export function selectRows(
  { rows }: Pick<Totals, 'rows'>,
  { sortBy, top, min, waste, usageOf = usageOfPods, wholeOf = noWhole }: Selection,
): readonly TotalsRow[] {
  const thresholds = [...min];
  const isWanted = (row: TotalsRow) =>
    (!waste || listAmounts(row.unused).length > 0) &&
    thresholds.every(
      ([resource, { nano }]) => (amountOf(row.requests, resource)?.nano ?? 0n) >= nano,
    );
  const wanted = waste || thresholds.length > 0 ? rows.filter(isWanted) : rows;
  const key = keyOf({ sortBy, top, waste });
  const sorted = key || waste ? wanted.toSorted(comparison(key, { usageOf, wholeOf })) : wanted;
  return top === undefined ? sorted : sorted.slice(0, top);
}

/** The amounts that decide which rows are shown and in what order: a reader has to see them. */
export function decidingAmounts({ min, ...order }: Selection): readonly AmountKey[] {
  const key = keyOf(order);
  return [
    ...(key?.by === 'amount' ? [{ of: key.of, resource: key.resource }] : []),
    ...[...min.keys()].map((resource) => ({ of: 'requests', resource }) as const),
  ];
}

/** The first rows by name would be the first of nothing. */
function keyOf({ sortBy, top, waste }: Pick<Selection, 'sortBy' | 'top' | 'waste'>) {
  return sortBy ?? (top !== undefined && !waste ? BY_CPU : undefined);
}

const BY_CPU: SortKey = { by: 'amount', of: 'requests', resource: 'cpu' };

/** Without a key by what can be had now, then by what is unused: cpu, where that is equal memory. */
function comparison(
  key: SortKey | undefined,
  { usageOf, wholeOf }: Amending,
): (one: TotalsRow, other: TotalsRow) => number {
  const byAmount = (of: AmountKind, resource: string) => orderOf(nanosOf(resource, of, usageOf));
  const byShare = (of: AmountKind, resource: string) => {
    const partOf = nanosOf(resource, of, usageOf);
    const requested = nanosOf(resource, 'requests', usageOf);
    return orderOf((row) => {
      const whole = of === 'unused' ? requested(row) : (wholeOf(row, resource)?.nano ?? 0n);
      return whole > 0n ? (partOf(row) * PARTS) / whole : 0n;
    });
  };
  switch (key?.by) {
    case undefined: {
      const orders = [
        ...(['now', 'unused'] as const).flatMap((of) => [
          byAmount(of, 'cpu'),
          byAmount(of, 'memory'),
        ]),
        byName,
      ];
      return (one, other) => {
        for (const order of orders) {
          const result = order(one, other);
          if (result !== 0) return result;
        }
        return 0;
      };
    }
    case 'name':
      return byName;
    case 'pods':
      return (one, other) => other.pods - one.pods || byName(one, other);
    case 'amount': {
      const compare = (key.isShare ? byShare : byAmount)(key.of, key.resource);
      return (one, other) => compare(one, other) || byName(one, other);
    }
  }
}

type Amending = { readonly [Name in 'usageOf' | 'wholeOf']: NonNullable<Selection[Name]> };

/** Shares are told apart down to a millionth. */
const PARTS = 1_000_000n;

function usageOfPods({ usage }: TotalsRow): Amounts | undefined {
  return usage;
}

function noWhole(): undefined {
  return undefined;
}

function nanosOf(
  resource: string,
  of: AmountKind,
  usageOf: Amending['usageOf'],
): (row: TotalsRow) => bigint {
  return (row) => {
    const amounts = of === 'usage' ? usageOf(row) : row[of];
    return (amounts && amountOf(amounts, resource)?.nano) ?? 0n;
  };
}

function orderOf(amountIn: (row: TotalsRow) => bigint) {
  return (one: TotalsRow, other: TotalsRow) => {
    const [first, second] = [amountIn(one), amountIn(other)];
    return first === second ? 0 : first > second ? -1 : 1;
  };
}
