import type { LiveExplanation } from '../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../model/explain/kubelet/explained-container.ts';
import type { SegmentKind } from '../../model/explain/timeline/segments.ts';
import type { ContainerState } from '../../model/kubernetes/container-state.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { rfc3339 } from '../text/instant.ts';
import { wrapped } from '../text/layout.ts';
import { capitalised } from '../text/listed.ts';
import type { Style } from '../text/style.ts';
import { withRole } from './words/containers.ts';

/** What `-o wide` adds: when each stage was reached, every known run, and the evidence. */
export function details(explanation: LiveExplanation, style: Style): string {
  const { containers, timeline, verdict } = explanation;
  const stages = timeline.stages
    .toSorted((one, other) => one.at - other.at)
    .map(({ stage, at }) => `${rfc3339(at)}  ${stage}`);
  const sections = [
    ...startUp(explanation, style),
    ...section('Stages', stages, style),
    ...containers.flatMap((each) =>
      section(capitalised(withRole(explanation, each.container.name)), containerLines(each), style),
    ),
    ...section(`Evidence for ${verdict.code}`, verdict.evidence, style),
  ];
  return sections.join('\n\n');
}

/** What the start-up has waited for, and how much of it each wait was. */
function startUp(explanation: LiveExplanation, style: Style): readonly string[] {
  const { startPath } = explanation;
  // Of less than a few seconds there is nothing to share out.
  if (startPath === undefined || startPath.length < 3000) return [];
  const { length: total, goesOn, steps } = startPath;
  const end = steps.at(-1)?.of.kind === 'ready' ? 'until it was Ready' : 'until all ran';
  const title = `${humanDuration(total)} ${goesOn ? 'so far' : end}`;
  const rows = steps.map(({ of, length, kinds }) => [
    humanDuration(length).padStart(6),
    `${Math.round((length / total) * 100)}%`.padStart(4),
    of.kind === 'container'
      ? `${withRole(explanation, of.container)}${kindWords(kinds)}`
      : STEP_WORDS[of.kind],
  ]);
  return section(
    `Start-up, ${title}`,
    rows.map((row) => row.join('  ')),
    style,
  );
}

const STEP_WORDS = {
  scheduling: 'until it had a node',
  'setting-up': 'volumes, network and sandbox',
  apps: 'app containers, until the last of them ran',
  ready: 'until the Pod is Ready: readiness probes and gates',
} as const;

const KIND_WORDS: Readonly<Partial<Record<SegmentKind, string>>> = {
  pulling: 'pull',
  running: 'running',
  probing: 'startup probe',
  backoff: 'back-off',
  failing: 'could not start',
  unknown: 'earlier runs and back-offs',
};

/** `: 5s pull, 12s running`; nothing of what is under a second. */
function kindWords(kinds: Partial<Record<SegmentKind, number>> = {}): string {
  const parts = Object.entries(KIND_WORDS).flatMap(([kind, words]) => {
    const length = kinds[kind as SegmentKind] ?? 0;
    return length < 1000 ? [] : [`${humanDuration(length)} ${words}`];
  });
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  if (lines.length === 0) return [];
  const body = lines.map((line) => `  ${wrapped(line, style.width - 2, 4)}`);
  return [[wrapped(style.strong(title), style.width), ...body].join('\n')];
}

function containerLines({ container, state, lastState }: ExplainedContainer): readonly string[] {
  return [
    ...(container.spec.image ? [`image: ${container.spec.image}`] : []),
    ...(lastState ? [`before: ${stateLine(lastState)}`] : []),
    ...(state.kind === 'unknown' ? [] : [`now: ${stateLine(state)}`]),
  ];
}

function stateLine(state: ContainerState): string {
  switch (state.kind) {
    case 'unknown':
      return 'not reported';
    case 'waiting':
      return `waiting${state.reason && ` (${state.reason})`}${said(state.message)}`;
    case 'running':
      return `running${state.startedAt === undefined ? '' : ` since ${rfc3339(state.startedAt)}`}`;
    case 'terminated': {
      const { startedAt, finishedAt, exitCode, reason, signal, message } = state;
      const from = startedAt === undefined ? '' : ` from ${rfc3339(startedAt)}`;
      const to = finishedAt === undefined ? '' : ` to ${rfc3339(finishedAt)}`;
      const why = [reason, signal ? `signal ${signal}` : ''].filter(Boolean).join(', ');
      return `ran${from}${to}, exit code ${exitCode}${why && ` (${why})`}${said(message)}`;
    }
  }
}

function said(message: string | undefined): string {
  return message ? `: ${message.trim()}` : '';
}
