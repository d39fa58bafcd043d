import type { DebugSession } from '../../model/debug/session/sessions.ts';
import { humanDuration } from '../../model/kubernetes/human-duration.ts';
import { styleOf } from '../text/style.ts';
import { layOut } from '../text/table.ts';
import type { Column } from '../text/table-columns.ts';
import type { Terminal } from '../text/terminal.ts';

/** How a list of debug containers is shown. */
export interface SessionTableOptions extends Terminal {
  readonly isTerminal: boolean;
  readonly withNamespace: boolean;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/** The list as a table, loaded by import(): it takes cli-table3. */
export function sessionTable(
  sessions: readonly DebugSession[],
  options: SessionTableOptions,
): Iterable<string> {
  const { isTerminal, withNamespace, now, width } = options;
  const namespace: Column<DebugSession> = {
    title: 'NAMESPACE',
    text: ({ namespace: name }) => name,
    isName: true,
  };
  const columns: readonly Column<DebugSession>[] = [
    ...(withNamespace ? [namespace] : []),
    { title: 'POD', text: ({ pod }) => pod, isName: true },
    { title: 'CONTAINER', text: ({ container }) => container, isName: true },
    { title: 'TARGET', text: ({ target }) => target ?? '-', isName: true, goes: 1 },
    { title: 'IMAGE', text: ({ image }) => image, isName: true, goes: 2 },
    { title: 'STATE', text: stateText, isName: true },
    { title: 'AGE', text: (session) => ageText(session, now) },
  ];
  const room = {
    width: isTerminal ? width : undefined,
    shortensNames: isTerminal,
    hasTitles: true,
  };
  return layOut(columns, sessions, styleOf(options), room).text;
}

function stateText({ state }: DebugSession): string {
  switch (state.kind) {
    case 'running':
      return 'Running';
    case 'waiting':
      return state.reason === '' ? 'Waiting' : state.reason;
    case 'terminated':
      return `Exited (${state.exitCode})`;
    case 'unknown':
      return 'Unknown';
  }
}

/** Since it started; the API does not tell since when one that has not started is there. */
function ageText({ state }: DebugSession, now: number): string {
  const start = 'startedAt' in state ? state.startedAt : undefined;
  return start === undefined ? '-' : humanDuration(now - start);
}
