import { resourceList } from '../../../src/model/resources/quantity/resource-list.ts';
import type { Totals } from '../../../src/model/resources/totals/totals.ts';
import type { NodeFacts, TotalsReport } from '../../../src/model/resources/totals/totals-report.ts';
import { treeOf } from '../../../src/model/resources/totals/tree.ts';
import { totalsTable } from '../../../src/render/resources/totals/totals-table.ts';

/** Of the namespace `shop`, with all rows. */
export function reportOf(totals: Totals, changes: Partial<TotalsReport> = {}): TotalsReport {
  return {
    totals,
    shown: totals.rows,
    scope: { namespace: 'shop', selector: undefined, fieldSelector: undefined },
    nodes: undefined,
    quotas: [],
    isWaste: false,
    hasUsage: false,
    isManifest: false,
    ...changes,
  };
}

/** The same of several keys, with what is below the rows. */
export function treeReport(totals: Totals, changes: Partial<TotalsReport> = {}): TotalsReport {
  const all = { sortBy: undefined, top: undefined, min: new Map(), waste: false };
  return reportOf(totals, { tree: treeOf(totals, totals.rows, all), ...changes });
}

export const ALL_NAMESPACES = {
  scope: { namespace: undefined, selector: undefined, fieldSelector: undefined },
};

/** Nodes of 4 cores, 16Gi and 110 Pods. */
export function nodesOf(...nodes: readonly (Partial<NodeFacts> & { readonly name: string })[]) {
  const allocatable = resourceList({ cpu: '4', memory: '16Gi', pods: '110' });
  return new Map(
    nodes.map((node) => [
      node.name,
      { allocatable, isCordoned: false, isReady: true, labels: {}, ...node },
    ]),
  );
}

/** The text for a file or pipe, unless `target` says otherwise. */
export function tableText(
  report: TotalsReport,
  target: Partial<Parameters<typeof totalsTable>[1]> = {},
): string {
  const usual = {
    width: 80,
    unicode: true,
    color: false,
    isTerminal: false,
    isWide: false,
    hasTitles: true,
  };
  return [...totalsTable(report, { ...usual, ...target })].join('');
}
