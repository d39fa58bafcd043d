import type { ResizePatch } from '../../../model/resources/change/resize-patch.ts';
import { listAmounts } from '../../../model/resources/quantity/amounts.ts';
import { rowsShown, type TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { wrapped } from '../../text/layout.ts';
import { sanitise } from '../../text/sanitise.ts';
import type { Style } from '../../text/style.ts';
import { resizeCommand, UNTIL_RESIZED } from '../resize.ts';

/** More than that nobody reads; scripts have all of them in JSON. */
const MOST_COMMANDS = 10;

/**
 * The commands that give back now what can be had of the Pods that are shown; empty where there are
 * none. The commands are not wrapped: they are there to be copied.
 */
export function resizeCommands(report: TotalsReport, style: Style): string {
  const { isWaste, totals, trials } = report;
  if (!isWaste) return '';
  const resizable = rowsShown(report).filter(({ patch }) => patch !== undefined);
  const refusalOf = (row: TotalsRow) => trials?.get(row);
  const offered = resizable.filter(
    (row) => refusalOf(row) === undefined && trials?.has(row) !== false,
  );
  const refused = resizable.filter((row) => refusalOf(row) !== undefined);
  const title =
    trials === undefined
      ? 'To have it now, without a restart (Kubernetes 1.37 and later):'
      : 'To have it now, without a restart; the server takes each of these (dry run):';
  const commands = offered.slice(0, MOST_COMMANDS).map((row) => COMMAND + commandOf(row));
  const more = offered.length - commands.length;
  const lines = [
    ...(commands.length > 0 ? [title, ...commands] : []),
    ...(more > 0 ? [`  and ${more} more: -o json has the patch of each.`] : []),
    ...refused
      .slice(0, MOST_COMMANDS)
      .map((row) => `The server would refuse that of ${row.name}: ${refusalOf(row)}`),
    ...(offered.some(({ patch }) => patch !== undefined && hasCpu(patch)) ||
    (resizable.length === 0 && totals.total.now.cpu !== undefined)
      ? [UNTIL_RESIZED]
      : []),
    ...(commands.length > 0 ? [UNTIL_REPLACED] : []),
    ...(resizable.length === 0 && listAmounts(totals.total.now).length > 0 ? [BY_POD] : []),
  ];
  return lines
    .map(sanitise)
    .map((line) => `${line.startsWith(COMMAND) ? line : wrapped(line, style.width, 2)}\n`)
    .join('');
}

const COMMAND = '  ';
const UNTIL_REPLACED = 'New Pods begin with the old amounts: change what makes them too.';
const BY_POD = 'The commands that give back NOW are told with --by pod.';

function hasCpu({ spec }: ResizePatch): boolean {
  return spec.initContainers.some(({ resources }) => resources.requests?.cpu !== undefined);
}

function commandOf({ name = '', namespace = '', patch }: TotalsRow): string {
  return patch === undefined ? '' : resizeCommand(namespace, name, patch);
}
