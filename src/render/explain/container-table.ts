import type { LiveExplanation } from '../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../model/explain/kubelet/explained-container.ts';
import type { Gate } from '../../model/explain/kubelet/gates.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { columns, cut, shortened } from '../text/layout.ts';
import type { Style } from '../text/style.ts';
import { barCells, legend, renderCells } from './bar.ts';
import { stateWord, stoppedWord, waitsForOthers } from './words/containers.ts';

const GAP = 2;
const MIN_BAR = 12;
const MAX_BAR = 60;
const MIN_NAME = 12;
const MIN_STATE = 9;

/**
 * One line per container in start order: what it is, how it is, what it must do for the next one
 * to start, and when it did what, on one axis from the Pod's creation.
 */
export function containerTable(
  explanation: LiveExplanation,
  style: Style,
  isWide: boolean,
): string {
  const { containers, timeline, observedAt } = explanation;
  const known = containerFacts(explanation, style);
  const facts = known.map(({ role, name, state, gate }, index) => [
    role,
    name,
    state,
    gate,
    ...(isWide ? [String(containers[index]?.restartCount)] : []),
  ]);
  const head = ['ROLE', 'CONTAINER', 'STATE', 'GATE', ...(isWide ? ['RESTARTS'] : [])];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...facts.map((row) => Bun.stringWidth(row[column] ?? ''))),
  );
  const room = style.width - sum(widths) - GAP * widths.length;
  const longestName = widths[1] ?? 0;
  // A name gives way to the bar down to a length that still tells names apart.
  const nameWidth = Math.max(Math.min(longestName, longestName + room - MIN_BAR), MIN_NAME);
  const barWidth = Math.min(room + longestName - Math.min(nameWidth, longestName), MAX_BAR);
  // Without the bar's gap; then the longest states give way, too.
  const missing = Math.max(0, Math.min(nameWidth, longestName) - longestName - room - GAP);
  const stateWidth = Math.max((widths[2] ?? 0) - missing, MIN_STATE);

  const rows = facts.map(([role = '', name = '', state = '', ...rest], index) => [
    role,
    shortened(name, nameWidth, style.ellipsis),
    stateColor(
      known[index]?.isStopped ? undefined : containers[index],
      style,
    )(cut(state, stateWidth, style.ellipsis)),
    ...rest,
  ]);
  if (barWidth < MIN_BAR) return columns([head, ...rows]);
  const bars = timeline.rows.map(({ segments }) => barCells(segments, timeline, barWidth));
  const marks = legend(bars.flat(), style);
  // Once all is settled the axis ends soon after what happened last.
  const goesOn = observedAt - timeline.end >= 1000;
  return [
    columns([
      [...head, axis(timeline.end - timeline.start, barWidth, goesOn ? style.ellipsis : '')],
      ...rows.map((row, index) => [...row, renderCells(bars[index] ?? [], style)]),
    ]),
    ...(marks ? [marks] : []),
  ].join('\n');
}

/** What is said of a container beside its bar. */
export interface ContainerFacts {
  readonly role: string;
  readonly name: string;
  readonly state: string;
  readonly gate: string;
  /** A sidecar whose end is no error, and must not look like one. */
  readonly isStopped: boolean;
}

/** What stands before the bar of each container. */
export function containerFacts(
  { containers, notes }: LiveExplanation,
  style: Pick<Style, 'mark'>,
): readonly ContainerFacts[] {
  const stopped = new Set(
    notes.flatMap((note) => (note.code === 'stopped-sidecar' ? note.container : [])),
  );
  return containers.map((each) => {
    const { name, role } = each.container;
    const isStopped = stopped.has(name);
    const state = isStopped ? stoppedWord(each) : stateWord(each);
    const gate = gateWord({ ...each.gate, passed: each.gate.passed && !each.skipped }, style);
    return { role, name, state, gate, isStopped };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** `0s          3m12s` over the bars, with an ellipsis where time has gone on since. */
function axis(length: number, width: number, rest: string): string {
  return `0s${`${humanDuration(length)}${rest}`.padStart(width - 2)}`;
}

/** Where no gate is, nothing waits for the container. */
function gateWord({ kind, passed }: Gate, style: Pick<Style, 'mark'>): string {
  const word = { 'must-exit-0': 'exit 0', 'must-be-running': 'running', 'startup-probe': 'probe' };
  return kind === 'none' ? '' : `${passed ? style.mark('✓', '+') : ' '} ${word[kind]}`;
}

function stateColor(explained: ExplainedContainer | undefined, style: Style) {
  const { state, stale, holdsBack = [] } = explained ?? {};
  const isTrouble =
    !stale &&
    ((state?.kind === 'terminated' && state.exitCode !== 0) ||
      (state?.kind === 'waiting' && !waitsForOthers(state.reason)));
  if (isTrouble) return style.chalk.red;
  return holdsBack.length > 0 ? style.warning : (text: string) => text;
}
