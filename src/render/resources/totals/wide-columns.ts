import type { TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import type { PodCounts, TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import type { Column } from '../../text/table-columns.ts';
import { NOTHING_TO_SAY } from './amount-cells.ts';

type Columns = readonly Column<TotalsRow>[];

/** What `-o wide` adds: what is known of the Pods. */
export function wideColumns({ totals: { total, grouping } }: TotalsReport): Columns {
  if (grouping.kind !== 'pod') return countColumns(total.counts);
  return [
    { title: 'QOS', text: ({ qosClass }) => qosClass ?? NOTHING_TO_SAY, isName: true },
    { title: 'NODE', text: ({ node }) => node ?? NOTHING_TO_SAY, isName: true },
    ...remarkColumn(total.counts),
  ];
}

const COUNT_TITLES = {
  daemonSet: 'DAEMON',
  static: 'STATIC',
  unscheduled: 'NO NODE',
  deleting: 'DELETING',
} as const satisfies Record<keyof PodCounts, string>;

const COUNTS = ['daemonSet', 'static', 'unscheduled', 'deleting'] as const;

function countColumns(total: PodCounts): Columns {
  return COUNTS.filter((count) => total[count] > 0).map((count) => ({
    title: COUNT_TITLES[count],
    text: ({ counts }) => String(counts[count]),
  }));
}

const REMARKS = {
  daemonSet: 'DaemonSet',
  static: 'static',
  unscheduled: 'no node yet',
  deleting: 'being deleted',
} as const satisfies Record<keyof PodCounts, string>;

function remarkColumn(total: PodCounts): Columns {
  if (COUNTS.every((count) => total[count] === 0)) return [];
  const text = ({ pods, counts }: TotalsRow) =>
    pods === 1 ? COUNTS.filter((count) => counts[count] > 0).map((count) => REMARKS[count]) : [];
  return [{ title: 'REMARKS', text: (row) => text(row).join(', ') }];
}
