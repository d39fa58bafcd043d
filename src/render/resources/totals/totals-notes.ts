import {
  type Amount,
  type Amounts,
  equalAmounts,
  listAmounts,
} from '../../../model/resources/quantity/amounts.ts';
import { isPositive } from '../../../model/resources/quantity/quantity.ts';
import { nodeBalances } from '../../../model/resources/totals/node-balance.ts';
import { placeableRoom } from '../../../model/resources/totals/placeable-room.ts';
import {
  allAllocatable,
  isWholeCluster,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { counted, listed } from '../../text/listed.ts';
import { sanitise } from '../../text/sanitise.ts';
import { amountText } from '../amounts.ts';
import { OVERCOMMITTED, shareText, UNBOUNDED } from './amount-cells.ts';
import { limitTitle, MAIN_RESOURCES } from './amount-columns.ts';

type Limited = readonly (typeof MAIN_RESOURCES)[number][];

/**
 * What stands below the table: what the marks in the columns of these titles mean, and what is not
 * in it.
 */
export function totalsNotes(
  report: TotalsReport,
  lines: readonly TotalsRow[],
  titles: ReadonlySet<string>,
): readonly string[] {
  const limited = MAIN_RESOURCES.filter((resource) => titles.has(limitTitle(resource)));
  return [
    ...wasteNote(report),
    ...limitNote(lines, limited),
    ...overcommitNote(report, lines, limited),
    ...roomNote(report),
    ...heldNote(report),
    ...beyondNote(report),
    ...shownNote(report),
    ...scopeNote(report),
    ...unscheduledNote(report),
    ...endedNote(report),
  ];
}

/** `2100m cpu`, `1 example.com/gpu`. */
function amountWords([resource, quantity]: Amount): string {
  return `${amountText(resource, quantity)} ${sanitise(resource)}`;
}

function wasteNote({ isWaste, totals, nodes, isManifest }: TotalsReport): readonly string[] {
  if (!isWaste) return [];
  const { unused, requests } = totals.total;
  const amounts = listAmounts(unused);
  if (amounts.length === 0) return [];
  const all = nodes && nodes.size > 0 && !isManifest ? allAllocatable(nodes) : undefined;
  const lines = amounts.map((amount) => {
    const [resource] = amount;
    const shares = [
      ...shareOf(unused, requests, resource, 'of what is requested'),
      ...(all ? shareOf(unused, all, resource, 'of what the nodes have') : []),
    ];
    return `  ${amountWords(amount)}: ${shares.join(', ')}`;
  });
  const now = listAmounts(totals.total.now);
  return [
    'Unused once init containers are done:',
    ...lines,
    ...(now.length > 0
      ? [`Of that ${listed(now.map(amountWords))} can be freed now by resizes in place (NOW).`]
      : []),
  ];
}

function shareOf(part: Amounts, whole: Amounts, resource: string, words: string) {
  const share = shareText(part, whole, resource);
  return share === undefined ? [] : [`${share} ${words}`];
}

/** Only where the mark is seen. */
function limitNote(lines: readonly TotalsRow[], limited: Limited): readonly string[] {
  const isMarked = lines.some(({ limits, withoutLimit }) =>
    limited.some((resource) => withoutLimit[resource] > 0 && isPositive(limits[resource])),
  );
  if (!isMarked) return [];
  return [`${UNBOUNDED} No upper bound: containers without a limit count as nothing in the sum.`];
}

function overcommitNote(
  report: TotalsReport,
  lines: readonly TotalsRow[],
  limited: Limited,
): readonly string[] {
  const { totals, nodes } = report;
  if (totals.grouping.kind !== 'node' || nodes === undefined) return [];
  const balanceOf = nodeBalances(report, nodes);
  const isMarked = lines.some((row) =>
    limited.some((resource) => balanceOf(row, resource).isOvercommitted),
  );
  return isMarked ? [`${OVERCOMMITTED} Overcommitted: the limits exceed what the node has.`] : [];
}

/** The cluster in one sentence: what is left, and how large a Pod may be. */
function roomNote(report: TotalsReport): readonly string[] {
  const room = placeableRoom(report);
  if (room === undefined) return [];
  const { nodes, cordoned, notReady, free, mostOnOne } = room;
  const unusable = [
    ...(cordoned > 0 ? [`${cordoned} cordoned`] : []),
    ...(notReady > 0 ? [`${notReady} not ready`] : []),
  ];
  const amounts = (of: Amounts) => listed(listAmounts(of).map(amountWords));
  const most = equalAmounts(free, mostOnOne) ? '' : `; at most ${amounts(mostOnOne)} on one node`;
  const left =
    listAmounts(free).length === 0
      ? 'Nothing is free where Pods may be placed.'
      : `Free where Pods may be placed: ${amounts(free)}${most}.`;
  return [`${[counted(nodes, 'node'), ...unusable].join(', ')}. ${left}`];
}

/** A node may be full by what nobody has. */
function heldNote({ totals: { total } }: TotalsReport): readonly string[] {
  const held = listAmounts(total.heldBack);
  if (held.length === 0) return [];
  return [
    `Held back for resizes that wait for room, beyond what the Pods have: ${listed(held.map(amountWords))}.`,
  ];
}

/** Who compares with kubectl, or with the specs that quota goes by, finds another sum. */
function beyondNote({ totals: { total, grouping } }: TotalsReport): readonly string[] {
  const beyond = listAmounts(total.beyondSpec).filter(([, amount]) => isPositive(amount));
  if (beyond.length === 0) return [];
  const than = grouping.kind === 'node' ? 'kubectl describe node' : 'the specs have';
  return [
    `The scheduler counts ${listed(beyond.map(amountWords))} more than ${than}: what the kubelet reports, with overhead twice, and resizes.`,
  ];
}

function shownNote({ totals, shown, isWaste }: TotalsReport): readonly string[] {
  const hidden = totals.rows.length - shown.length;
  if (hidden === 0) return [];
  const total = isWaste ? 'Shares and sums are' : 'TOTAL is';
  return [`Shown: ${shown.length} of ${counted(totals.rows.length, 'row')}. ${total} of all.`];
}

/** Why the table of nodes has no FREE. */
function scopeNote(report: TotalsReport): readonly string[] {
  if (report.totals.grouping.kind !== 'node' || !report.nodes) return [];
  if (report.isManifest) return ['Of the nodes only the Pods of the files are known.'];
  if (isWholeCluster(report)) return [];
  return ['Only some Pods are counted: what is free on the nodes is told for all (-A).'];
}

function unscheduledNote({ totals, isManifest }: TotalsReport): readonly string[] {
  const { unscheduled } = totals.total.counts;
  if (isManifest || unscheduled === 0 || totals.grouping.kind === 'node') return [];
  const are = unscheduled === 1 ? 'is' : 'are';
  return [`Counted too: ${counted(unscheduled, 'Pod')} that ${are} on no node yet.`];
}

function endedNote({ totals: { ended } }: TotalsReport): readonly string[] {
  if (ended === 0) return [];
  const [have, they] = ended === 1 ? ['has', 'it reserves'] : ['have', 'they reserve'];
  return [`Left out: ${counted(ended, 'Pod')} that ${have} ended; ${they} nothing.`];
}
