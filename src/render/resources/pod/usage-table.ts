import type {
  ContainerUsage,
  MissingUsage,
  PodUsage,
  ResourceUsage,
} from '../../../model/resources/pod/usage.ts';
import { columns, nameWidthIn, shortened, wrapped } from '../../text/layout.ts';
import type { Style } from '../../text/style.ts';
import { listedAmountText } from '../amounts.ts';

const MISSING: Readonly<Record<MissingUsage, string>> = {
  'not-started': 'not started',
  'waits-for-restart': 'waits for its restart',
  ended: 'has ended',
  'not-measured': 'not measured yet',
};

/** What each container uses now beside what it has asked for; ends without a newline. */
export function usageTable({ sample, containers, cpu, memory }: PodUsage, style: Style): string {
  const title = style.strong('Usage');
  if (sample === undefined) {
    return wrapped(
      `${title}  Not measured yet: metrics-server needs about half a minute of running containers.`,
      style.width,
      2,
    );
  }
  const when = [
    ...(sample.timestamp ? [`at ${sample.timestamp}`] : []),
    ...(sample.window ? [`over ${sample.window}`] : []),
  ].join(' ');
  const nameWidth = nameWidthIn(style.width);
  const head = ['ROLE', 'CONTAINER', 'CPU', 'OF REQ', 'OF LIM', 'MEM', 'OF REQ', 'OF LIM'];
  const rows = containers.map((each) => [
    each.role,
    shortened(each.name, nameWidth, style.ellipsis),
    ...cells(each, style),
  ]);
  const total = [
    'Pod',
    '',
    ...amountCells('cpu', cpu, style),
    ...amountCells('memory', memory, style),
  ];
  return [
    wrapped(`${title} as metrics-server measured it ${when}`.trimEnd(), style.width),
    columns([head, ...rows, total]),
  ].join('\n');
}

function cells({ cpu, memory, missing }: ContainerUsage, style: Style): readonly string[] {
  if (missing !== undefined) return [style.faint(MISSING[missing])];
  return [...amountCells('cpu', cpu, style), ...amountCells('memory', memory, style)];
}

function amountCells(
  resource: 'cpu' | 'memory',
  { used, ofRequest, ofLimit }: ResourceUsage,
  style: Style,
): readonly string[] {
  const percent = (share: bigint | undefined) => (share === undefined ? style.dash : `${share}%`);
  return [
    used === undefined ? style.dash : listedAmountText(resource, used),
    percent(ofRequest),
    percent(ofLimit),
  ];
}
