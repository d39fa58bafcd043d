import { onTop, type Term } from '../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import {
  isEqual,
  isPositive,
  isZero,
  type Quantity,
  subtract,
  ZERO,
} from '../../../model/resources/quantity/quantity.ts';
import { columns, flowed, nameWidthIn, shortened, wrapped } from '../../text/layout.ts';
import type { Style } from '../../text/style.ts';
import { amountText, columnText } from '../amounts.ts';

/** Parts of what a Pod reserves: by sidecars that run already, by the container itself, unused. */
const MARKS = {
  beside: ['▒', '+', 'cyan'],
  own: ['█', '#', 'green'],
  idle: ['░', '.', 'dim'],
} as const;

const MIN_BAR = 10;
const MAX_BAR = 40;

interface Row {
  readonly role: string;
  readonly name: string;
  /** What the sidecars before it take, and what it takes itself. */
  readonly beside: Quantity;
  readonly own: Quantity;
  readonly total: Quantity;
}

/**
 * The need for each resource at each step of the start against what is reserved all the time: the
 * rest of each line is reserved and not used then (R19). Empty where there is no init phase.
 */
export function reservationPictures(
  pod: PodResources,
  terms: readonly Term[],
  style: Style,
): readonly string[] {
  const drawn = terms.flatMap((term) => picture(pod, term, style));
  const legend = flowed(
    (['beside', 'own', 'idle'] as const)
      .filter((part) => drawn.some(({ parts }) => parts.has(part)))
      .map((part) => `${mark(part, 1, style)} ${LEGEND[part]}`),
    style.width,
  );
  const texts = drawn.map(({ text }) => text);
  return texts.map((text, index) => (index === texts.length - 1 ? `${text}\n${legend}` : text));
}

const LEGEND = {
  beside: 'sidecars that run already',
  own: 'its own',
  idle: 'reserved, not used then',
} as const;

type Part = keyof typeof LEGEND;

interface Picture {
  readonly text: string;
  readonly parts: ReadonlySet<Part>;
}

function picture(pod: PodResources, term: Term, style: Style): readonly Picture[] {
  const rows = rowsOf(pod, term);
  const extra = onTop(term);
  const whole = subtract(term.effective, extra);
  if (rows.length < 2 || !isPositive(whole)) return [];
  const nameWidth = nameWidthIn(style.width);
  const names = rows.map(({ name }) => shortened(name, nameWidth, style.ellipsis));
  const totals = rows.map(({ total }) => total);
  const textOf = columnText(term.resource, totals);
  const texts = totals.map(textOf);
  const isPeak = rows.map(
    ({ role, total }) =>
      term.decidedBy === 'init' && role === 'init' && isEqual(total, term.initPeak),
  );
  const verdict = ` ${style.mark('◀', '<')} decides`;
  const widest = (cells: readonly string[]) => Math.max(...cells.map((cell) => cell.length));
  const room = style.width - 'sidecar'.length - widest(names) - widest(texts) - verdict.length - 6;
  const width = Math.min(room, MAX_BAR);
  if (width < MIN_BAR) return [];
  const bars = rows.map((row) => cellsOf(row, whole, width));
  const lines = rows.map(({ role }, index) => {
    const { beside = 0, own = 0, idle = 0 } = bars[index] ?? {};
    const peak = isPeak[index] === true;
    return [
      role,
      names[index] ?? '',
      mark('beside', beside, style) + mark('own', own, style) + mark('idle', idle, style),
      (texts[index] ?? '') + (peak ? style.warning(verdict) : ''),
    ];
  });
  const reserved = textOf(whole);
  const beyond = isPositive(extra) ? `, and ${amountText(term.resource, extra)} on top` : '';
  const title = `${term.resource} over the start, ${reserved} reserved throughout${beyond}`;
  const parts = (Object.keys(LEGEND) as Part[]).filter((part) =>
    bars.some((cells) => cells[part] > 0),
  );
  const text = `${wrapped(style.strong(title), style.width)}\n${columns(lines)}`;
  return [{ text, parts: new Set(parts) }];
}

function mark(part: Part, times: number, style: Style): string {
  const [unicode, ascii, color] = MARKS[part];
  return times === 0 ? '' : style.chalk[color](style.mark(unicode, ascii).repeat(times));
}

function rowsOf({ reservation, containers }: PodResources, term: Term): readonly Row[] {
  const { resource } = term;
  if (isZero(term.initPeak)) return [];
  const init = reservation.steps.map(({ container, role, own, beside, use }) => ({
    role,
    name: container,
    beside: beside.get(resource) ?? ZERO,
    own: own.get(resource) ?? ZERO,
    total: use.get(resource) ?? ZERO,
  }));
  const sidecars = reservation.sidecars.get(resource) ?? ZERO;
  const total = term.running;
  const apps = containers.filter(({ role }) => role === 'app');
  const [only] = apps;
  const name = apps.length === 1 && only ? only.name : `${apps.length} app containers`;
  const own = subtract(total, sidecars);
  return [...init, { role: 'app', name, beside: sidecars, own, total }];
}

/** Cells of each part; whatever is more than nothing gets a cell. */
function cellsOf({ beside, own }: Row, whole: Quantity, width: number): Record<Part, number> {
  const cells = ({ nano }: Quantity, room: number) => {
    const rounded = Number((nano * BigInt(width) * 2n + whole.nano) / (whole.nano * 2n));
    return Math.min(nano > 0n ? Math.max(rounded, 1) : 0, room);
  };
  const besideCells = cells(beside, isPositive(own) ? width - 1 : width);
  const ownCells = cells(own, width - besideCells);
  return { beside: besideCells, own: ownCells, idle: width - besideCells - ownCells };
}
