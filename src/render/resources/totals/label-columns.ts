import {
  type LabelColumns,
  labelsOf,
  type TotalsReport,
} from '../../../model/resources/totals/totals-report.ts';
import type { Labels, TotalsRow } from '../../../model/resources/totals/totals-row.ts';
import { sanitise } from '../../text/sanitise.ts';
import type { Column } from '../../text/table-columns.ts';
import { NOTHING_TO_SAY } from './amount-cells.ts';

const NONE: LabelColumns = { keys: [], all: false };

/** Columns of labels, with the titles of `kubectl get -L` and `--show-labels`. */
export function labelColumns(report: TotalsReport): readonly Column<TotalsRow>[] {
  const { keys, all } = report.labels ?? NONE;
  const column = (title: string, text: (labels: Labels) => string): Column<TotalsRow> => ({
    title,
    text: (row) => text(labelsOf(report, row) ?? {}) || NOTHING_TO_SAY,
    isName: true,
  });
  return [
    ...keys.map((key) => column(labelTitle(key), (labels) => labelValue(labels, key) ?? '')),
    ...(all ? [column('LABELS', labelsText)] : []),
  ];
}

/** `zone` of `topology.kubernetes.io/zone`, as a title. */
export function labelTitle(key: string): string {
  return sanitise((key.split('/').at(-1) ?? '').toUpperCase());
}

/** `app=web,tier=db` */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** Those of the labels that are wanted; undefined where none are. */
export function labelFields(report: TotalsReport, row: TotalsRow): Labels | undefined {
  const { keys, all } = report.labels ?? NONE;
  const labels = labelsOf(report, row);
  if (labels === undefined || (keys.length === 0 && !all)) return undefined;
  if (all) return labels;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = labelValue(labels, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function labelValue(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
