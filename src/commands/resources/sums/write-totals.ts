import type { Io } from '../../../io/io.ts';
import { listAmounts } from '../../../model/resources/quantity/amounts.ts';
import type { TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import { totalsCsv } from '../../../render/resources/totals/totals-csv.ts';
import { totalsJson, totalsYaml } from '../../../render/resources/totals/totals-structured.ts';
import { objectName } from '../../../render/text/object-name.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import { dataText } from '../../data-text.ts';
import type { Outcome } from '../../outcome.ts';
import type { Shown } from '../options.ts';

/**
 * The summary piece by piece: that of 100,000 Pods is never whole in memory. Where a table would
 * have no row, a remark says why; that is no error.
 */
export async function tellTotals(report: TotalsReport, shown: Shown, io: Io): Promise<Outcome> {
  const isTable = shown.output === 'table' || shown.output === 'wide';
  if (isTable && report.shown.length === 0) return { text: '', remarks: [nothingToShow(report)] };
  return { text: await textsOf(report, shown, io) };
}

/** In kubectl's words where there is no Pod at all. */
function nothingToShow({ totals, scope, isWaste, nodes }: TotalsReport): string {
  if (totals.rows.length === 0) {
    const isOfNodes = scope.nodeSelector !== undefined || scope.nodeTaints !== undefined;
    if (isOfNodes && nodes?.size === 0) return 'No node has these labels and taints.';
    if (scope.namespaceSelector !== undefined) return 'No Pods in namespaces with these labels.';
    if (totals.ended > 0) return 'All Pods have ended; they reserve nothing.';
    if (scope.namespace === undefined) return 'No resources found';
    return `No resources found in ${scope.namespace} namespace.`;
  }
  if (isWaste && listAmounts(totals.total.unused).length === 0) {
    return 'Nothing is wasted: no init container needs more than what runs later.';
  }
  return 'No row requests as much as --min wants.';
}

async function textsOf(
  report: TotalsReport,
  { output, color, hasTitles }: Shown,
  io: Io,
): Promise<Iterable<string>> {
  if (typeof output === 'object') {
    const whole = JSON.parse([...totalsJson(report)].join(''));
    const items = report.totals.grouping.kind === 'label' ? whole.items : whole.items.map(asObject);
    return [await dataText({ ...whole, items }, output, hasTitles)];
  }
  switch (output) {
    case 'json':
      return totalsJson(report);
    case 'yaml':
      return totalsYaml(report);
    case 'csv':
      return totalsCsv(report);
    case 'name':
      return namesOf(report);
    case 'table':
    case 'wide': {
      // Loaded here: nothing else needs cli-table3.
      const { totalsTable } = await import('../../../render/resources/totals/totals-table.ts');
      return totalsTable(report, {
        ...terminalOf(color, io),
        isTerminal: io.stdoutIsTerminal,
        isWide: output === 'wide',
        hasTitles,
      });
    }
  }
}

/** Its name and namespace also where kubectl's own objects have them, for templates that are known. */
function asObject(row: { readonly name?: string; readonly namespace?: string }) {
  const { name, namespace } = row;
  const metadata = {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
  return { metadata, ...row };
}

/** The objects of the rows; rows by a label are about none. */
function* namesOf({ totals: { grouping }, shown }: TotalsReport): Generator<string> {
  for (const { kind, name } of shown) {
    if (name === undefined) continue;
    yield `${objectName(kind ?? grouping.kind, name)}\n`;
  }
}
