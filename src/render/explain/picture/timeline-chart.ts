import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { Segment, Timeline } from '../../../model/explain/timeline/segments.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { rfc3339 } from '../../text/instant.ts';
import { shortened } from '../../text/layout.ts';
import { type Drawn, LEGEND } from '../bar.ts';
import { type ContainerFacts, containerFacts } from '../container-table.ts';
import { type Plot, placeOf, timeAxis } from './axis.ts';
import { type Block, CHARACTER, LINE, MARGIN, ROW, WIDTH } from './page.ts';
import { element, type Markup, textLine, words } from './svg.ts';

const LONGEST_NAME = 24;
const LONGEST_STATE = 20;
const BAR = 14;
/** What is shorter is drawn so long: a run of a second in an hour is what one looks for. */
const SHORTEST = 3;
const IS_LINE: ReadonlySet<Drawn> = new Set(['queued', 'unknown']);

/** The containers with their bars on one time axis, and what the bars mean. */
export function timelineChart(explanation: LiveExplanation, top: number): Block {
  const { timeline, containers } = explanation;
  const facts = containerFacts(explanation, { mark: (unicode) => unicode });
  const columns = columnsOf(facts);
  const left = MARGIN + columns.reduce((sum, { width }) => sum + width, 0);
  const height = containers.length * ROW;
  const plot: Plot = { left, top: top + ROW, width: WIDTH - MARGIN - left, height };
  const rows = facts.flatMap((each, index) => {
    const y = plot.top + index * ROW;
    const segments = timeline.rows[index]?.segments ?? [];
    return [
      ...cellsOf(each, columns, y),
      ...segments.flatMap((segment) => bar(segment, timeline, plot, y)),
    ];
  });
  const legend = legendOf(timeline, plot.top + height + LINE);
  return {
    markup: [...timeAxis(timeline, plot), ...rows, ...legend.markup],
    bottom: legend.bottom,
  };
}

interface Column {
  readonly text: (facts: ContainerFacts) => string;
  readonly width: number;
}

function columnsOf(facts: readonly ContainerFacts[]): readonly Column[] {
  const column = (text: Column['text']): Column => {
    const longest = Math.max(0, ...facts.map((each) => Bun.stringWidth(text(each))));
    return { text, width: (longest === 0 ? 0 : longest + 2) * CHARACTER };
  };
  return [
    column(({ role }) => role),
    column(({ name }) => shortened(name, LONGEST_NAME, '…')),
    column(({ state }) => shortened(state, LONGEST_STATE, '…')),
    column(({ gate }) => gate.trim()),
  ];
}

function cellsOf(facts: ContainerFacts, columns: readonly Column[], y: number): readonly Markup[] {
  let x = MARGIN;
  return columns.map(({ text, width }, index) => {
    const cell = textLine(x, y + ROW - 9, text(facts), index === 0 ? 'faint' : undefined);
    x += width;
    return cell;
  });
}

function bar(segment: Segment, timeline: Timeline, plot: Plot, y: number): readonly Markup[] {
  const { kind, start, end = timeline.end, failed } = segment;
  const x = Math.min(placeOf(start, timeline, plot), plot.left + plot.width - SHORTEST);
  const width = Math.max(placeOf(end, timeline, plot) - x, SHORTEST);
  const middle = y + ROW / 2;
  const said = element('title', {}, words(tooltip(segment, timeline)));
  const shape = IS_LINE.has(kind)
    ? element('line', { class: kind, x1: x, x2: x + width, y1: middle, y2: middle }, said)
    : element('rect', { class: kind, x, y: middle - BAR / 2, width, height: BAR }, said);
  return failed ? [shape, cross(x + width, middle)] : [shape];
}

function tooltip({ kind, start, end, exitCode }: Segment, timeline: Timeline): string {
  const to = end === undefined ? 'goes on' : `to ${rfc3339(end)}`;
  const length = humanDuration((end ?? timeline.end) - start);
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  return `${LEGEND[kind]}: from ${rfc3339(start)} ${to}, ${length}${code}`;
}

function cross(x: number, y: number): Markup {
  const [a, b] = [x - 4, x + 4];
  return element('path', {
    class: 'cross',
    d: `M${a} ${y - 4}L${b} ${y + 4}M${b} ${y - 4}L${a} ${y + 4}`,
  });
}

const SWATCH = 16;

function legendOf({ rows }: Timeline, top: number): Block {
  const segments = rows.flatMap((row) => row.segments);
  const used = new Set<Drawn>(segments.map(({ kind }) => kind));
  if (segments.some(({ failed }) => failed)) used.add('failed-end');
  const entries = (Object.keys(LEGEND) as Drawn[]).filter((drawn) => used.has(drawn));
  let [x, y] = [MARGIN, top];
  const markup = entries.flatMap((drawn) => {
    const text = LEGEND[drawn];
    const width = SWATCH + 8 + (text.length + 3) * CHARACTER;
    if (x + width > WIDTH - MARGIN && x > MARGIN) [x, y] = [MARGIN, y + LINE];
    const entry = [swatch(drawn, x, y), textLine(x + SWATCH + 8, y + 4, text, 'faint')];
    x += width;
    return entry;
  });
  return { markup, bottom: entries.length === 0 ? top : y + LINE };
}

function swatch(drawn: Drawn, x: number, y: number): Markup {
  if (drawn === 'failed-end') return cross(x + SWATCH / 2, y);
  return IS_LINE.has(drawn)
    ? element('line', { class: drawn, x1: x, x2: x + SWATCH, y1: y, y2: y })
    : element('rect', { class: drawn, x, y: y - 5, width: SWATCH, height: 10 });
}
