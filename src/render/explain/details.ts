import type { LiveExplanation } from '../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../model/explain/kubelet/explained-container.ts';
import type { ContainerState } from '../../model/kubernetes/container-state.ts';
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
    ...section('Stages', stages, style),
    ...containers.flatMap((each) =>
      section(capitalised(withRole(explanation, each.container.name)), containerLines(each), style),
    ),
    ...section(`Evidence for ${verdict.code}`, verdict.evidence, style),
  ];
  return sections.join('\n\n');
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
