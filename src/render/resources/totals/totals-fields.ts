import { quotaRooms } from '../../../model/resources/admission/resource-quota.ts';
import { type Amounts, listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { formatQuantity, subtract, ZERO } from '../../../model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../../model/resources/quantity/resource-list.ts';
import type { Grouping } from '../../../model/resources/totals/totals.ts';
import {
  isWholeCluster,
  type NodeFacts,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';

/** Plain data in which absent facts are absent. */
export type Structured = Readonly<Record<string, unknown>>;

/** What stands before the items of a summary. */
export function headFields({ totals, scope, shown }: TotalsReport): Structured {
  const { grouping, rows, ended } = totals;
  const { namespace, selector, fieldSelector } = scope;
  return {
    apiVersion: 'initx.dev/v1alpha1',
    kind: 'ResourceTotals',
    by: grouping.kind,
    ...(grouping.kind === 'label' && { label: grouping.key }),
    ...(namespace !== undefined && { namespace }),
    ...(selector !== undefined && { selector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
    leftOut: { endedPods: ended, rows: rows.length - shown.length },
  };
}

/** What all rows come to, also those that are not shown, and the namespace's quotas. */
export function tailFields({ totals, quotas, scope }: TotalsReport): Structured {
  return {
    total: amountFields(totals.total),
    ...(scope.namespace !== undefined && {
      quotas: quotaRooms(quotas).map(({ quota, resource, hard, used, left }) => ({
        quota,
        resource,
        hard: formatQuantity(hard),
        ...(used && { used: formatQuantity(used) }),
        ...(left && { left: formatQuantity(left) }),
      })),
    }),
  };
}

/** One row, with exact amounts in the API server's canonical form. */
export function rowFields(row: TotalsRow, report: TotalsReport): Structured {
  const { grouping } = report.totals;
  const node = grouping.kind === 'node' ? report.nodes?.get(row.name ?? '') : undefined;
  return {
    ...whoFields(row, grouping),
    ...amountFields(row),
    ...(node && nodeFields(node, row, isWholeCluster(report))),
  };
}

function whoFields({ namespace, kind, name, node, qosClass }: TotalsRow, grouping: Grouping) {
  const named = name !== undefined && { name };
  if (grouping.kind === 'namespace') return { ...named };
  return {
    ...(namespace !== undefined && { namespace }),
    ...(kind !== undefined && { kind }),
    ...named,
    ...(node !== undefined && { node }),
    ...(qosClass !== undefined && { qosClass }),
  };
}

function amountFields(row: TotalsRow): Structured {
  const { pods, requests, limits, unused, withoutLimit, counts, each, usage } = row;
  return {
    pods,
    requests: amounts(requests),
    limits: amounts(limits),
    unused: amounts(unused),
    podsWithoutLimit: { ...withoutLimit },
    counts: { ...counts },
    ...(each && pods > 1 && { each: amounts(each) }),
    ...(usage && { usage: amounts(usage) }),
  };
}

function nodeFields(
  { allocatable, isCordoned, isReady }: NodeFacts,
  { requests }: TotalsRow,
  isWhole: boolean,
): Structured {
  const taken = new Map(listAmounts(requests));
  const free = new Map(
    [...allocatable]
      .filter(([name]) => name !== 'pods')
      .map(([name, all]) => [name, subtract(all, taken.get(name) ?? ZERO)]),
  );
  return {
    allocatable: list(allocatable),
    ...(isWhole && { free: list(free) }),
    cordoned: isCordoned,
    ready: isReady,
  };
}

function amounts(of: Amounts): Structured {
  return list(new Map(listAmounts(of)));
}

function list(of: ResourceList): Structured {
  return Object.fromEntries([...of].map(([name, quantity]) => [name, formatQuantity(quantity)]));
}
