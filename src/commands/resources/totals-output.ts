import type { Io } from '../../io/io.ts';
import { listAmounts } from '../../model/resources/quantity/amounts.ts';
import type { TotalsReport } from '../../model/resources/totals/totals-report.ts';
import { totalsCsv } from '../../render/resources/totals/totals-csv.ts';
import { totalsJson, totalsYaml } from '../../render/resources/totals/totals-structured.ts';
import { totalsTable } from '../../render/resources/totals/totals-table.ts';
import { sanitise } from '../../render/text/sanitise.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { TotalsOptions } from './totals-options.ts';

/**
 * Writes the summary piece by piece: that of 100,000 Pods is never whole in memory. Where a table
 * would have no row, stderr says why; that is no error.
 */
export async function writeTotals(
  report: TotalsReport,
  { output, color }: Pick<TotalsOptions, 'output' | 'color'>,
  io: Io,
): Promise<void> {
  const isTable = output === 'table' || output === 'wide';
  if (isTable && report.shown.length === 0) {
    await io.writeError(`${nothingToShow(report)}\n`);
    return;
  }
  for (const text of textsOf(report, output, color, io)) await io.writeOut(text);
}

/** In kubectl's words where there is no Pod at all. */
function nothingToShow({ totals, scope, isWaste }: TotalsReport): string {
  if (totals.rows.length === 0) {
    if (totals.ended > 0) return 'All Pods have ended; they take nothing.';
    if (scope.namespace === undefined) return 'No resources found';
    return `No resources found in ${sanitise(scope.namespace)} namespace.`;
  }
  if (isWaste && listAmounts(totals.total.unused).length === 0) {
    return 'Nothing is reserved in vain: no init container needs more than what runs later.';
  }
  return 'No row requests as much as --min wants.';
}

function textsOf(
  report: TotalsReport,
  output: TotalsOptions['output'],
  color: TotalsOptions['color'],
  io: Io,
): Iterable<string> {
  switch (output) {
    case 'json':
      return totalsJson(report);
    case 'yaml':
      return totalsYaml(report);
    case 'csv':
      return totalsCsv(report);
    case 'table':
    case 'wide':
      return totalsTable(report, {
        ...terminalOf(color, io),
        isTerminal: io.stdoutIsTerminal,
        isWide: output === 'wide',
      });
  }
}
