import { quotaRooms } from '../../../model/resources/admission/resource-quota.ts';
import { type Amounts, listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { formatQuantity, ZERO } from '../../../model/resources/quantity/quantity.ts';
import { nodeBalances } from '../../../model/resources/totals/node-balance.ts';
import { placeableRoom } from '../../../model/resources/totals/placeable-room.ts';
import { type Grouping, groupingsOf } from '../../../model/resources/totals/totals.ts';
import {
  isWholeCluster,
  type NodeFacts,
  rowsBelow,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { TreeNode } from '../../../model/resources/totals/tree.ts';
import { API_VERSION } from '../../text/api-version.ts';
import type { Structured } from '../../text/json-yaml.ts';
import { trialFields } from '../resize.ts';
import { listFields } from '../structured-fields.ts';
import { labelFields } from './label-columns.ts';

/** What stands before the items of a summary. */
export function headFields({ totals, scope, shown, tree }: TotalsReport): Structured {
  const { grouping, rows, ended } = totals;
  const { namespace, namespaceSelector, selector, fieldSelector, nodeSelector, nodeTaints } = scope;
  return {
    apiVersion: API_VERSION,
    kind: 'ResourceTotals',
    by: grouping.kind,
    ...(grouping.kind === 'label' && { label: grouping.key }),
    ...(tree && {
      thenBy: groupingsOf(totals)
        .slice(1)
        .map(({ kind }) => kind),
    }),
    ...(namespace !== undefined && { namespace }),
    ...(namespaceSelector !== undefined && { namespaceSelector }),
    ...(selector !== undefined && { selector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
    ...(nodeSelector !== undefined && { nodeSelector }),
    ...(nodeTaints !== undefined && { nodeTaints }),
    leftOut: { endedPods: ended, rows: rows.length - shown.length },
  };
}

/** What all rows come to, also those that are not shown, and the namespace's quotas. */
export function tailFields(report: TotalsReport): Structured {
  const { totals, quotas, scope } = report;
  const room = placeableRoom(report);
  return {
    total: amountFields(totals.total),
    ...(room && {
      placeable: {
        ...room,
        free: amounts(room.free),
        mostOnOne: amounts(room.mostOnOne),
      },
    }),
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

/** Of each row the fields, with exact amounts in the API server's canonical form. */
export function rowFieldsOf(report: TotalsReport): (row: TotalsRow) => Structured {
  const { grouping } = report.totals;
  const nodes = grouping.kind === 'node' ? report.nodes : undefined;
  const balanceOf = nodes && nodeBalances(report, nodes);
  const isWhole = isWholeCluster(report);
  const trees = new Map((report.tree ?? []).map((each) => [each.row, each]));
  const below = rowsBelow(report);
  const fieldsOf = (row: TotalsRow, by: Grouping, parts: readonly TreeNode[]): Structured => {
    const node = below.has(row) ? undefined : nodes?.get(row.name ?? '');
    const labels = labelFields(report, row);
    return {
      ...whoFields(row, by),
      ...amountFields(row),
      ...(labels && { labels }),
      ...(report.trials?.has(row) && { trial: trialFields(report.trials.get(row)) }),
      ...(node && balanceOf && nodeFields(node, row, { balanceOf, isWhole })),
      ...(parts.length > 0 && {
        items: parts.map((part) => fieldsOf(part.row, part.grouping, part.parts)),
      }),
    };
  };
  return (row) => fieldsOf(row, grouping, trees.get(row)?.parts ?? []);
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
  const { heldBack, beyondSpec, now, patch } = row;
  return {
    pods,
    requests: amounts(requests),
    limits: amounts(limits),
    unused: amounts(unused),
    ...(listAmounts(now).length > 0 && { now: amounts(now) }),
    ...(patch && { patch }),
    podsWithoutLimit: { ...withoutLimit },
    counts: { ...counts },
    ...(each && pods > 1 && { each: amounts(each) }),
    ...(usage && { usage: amounts(usage) }),
    ...(listAmounts(heldBack).length > 0 && { heldBack: amounts(heldBack) }),
    ...(listAmounts(beyondSpec).length > 0 && { beyondSpec: amounts(beyondSpec) }),
  };
}

function nodeFields(
  { allocatable, isCordoned, isReady, usage }: NodeFacts,
  row: TotalsRow,
  { balanceOf, isWhole }: { balanceOf: ReturnType<typeof nodeBalances>; isWhole: boolean },
): Structured {
  const names = [...allocatable.keys()].filter((name) => name !== 'pods');
  const free = names.map((name) => [name, balanceOf(row, name).free ?? ZERO] as const);
  const overcommitted = names.filter((name) => balanceOf(row, name).isOvercommitted);
  return {
    allocatable: listFields(allocatable),
    ...(isWhole && { free: listFields(new Map(free)) }),
    ...(overcommitted.length > 0 && { overcommitted }),
    ...(usage && { nodeUsage: amounts(usage) }),
    cordoned: isCordoned,
    ready: isReady,
  };
}

function amounts(of: Amounts): Structured {
  return listFields(new Map(listAmounts(of)));
}
