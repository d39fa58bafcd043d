import type { Forecast, Note } from '../../model/explain/explanation.ts';
import type { NextCondition } from '../../model/explain/kubelet/next-condition.ts';
import { columns, nameWidthIn, shortened } from '../text/layout.ts';
import type { Style } from '../text/style.ts';

/** The order in which the containers of a manifest start, and what each waits for. */
export function forecastTable({ startOrder, notes }: Forecast, style: Style): string {
  const nameWidth = nameWidthIn(style.width);
  const name = (text: string) => shortened(text, nameWidth, style.ellipsis);
  const words = startWords({ startOrder, notes }, name);
  const rows = startOrder.map(({ container }, index) => [
    String(index + 1),
    container.role,
    name(container.name),
    words[index] ?? '',
  ]);
  return columns([['#', 'ROLE', 'CONTAINER', 'STARTS'], ...rows]);
}

/** When each container starts, its predecessor named as `name` writes it. */
export function startWords(
  { startOrder, notes }: Pick<Forecast, 'startOrder' | 'notes'>,
  name: (text: string) => string,
): readonly string[] {
  const endless = new Set(notes.flatMap((note) => (isEndless(note) ? note.container : [])));
  return startOrder.map(({ condition }) => {
    const after = 'container' in condition ? name(condition.container) : '';
    return condition.kind === 'exits-0' && endless.has(condition.container)
      ? `never: ${after} does not end`
      : startWord(condition.kind, after);
  });
}

function isEndless(note: Note) {
  return note.code === 'never-ends' || note.code === 'waits-for-later';
}

function startWord(kind: NextCondition['kind'], after: string): string {
  switch (kind) {
    case 'exits-0':
      return `when ${after} exits with 0`;
    case 'running':
      return `as soon as ${after} runs`;
    case 'startup-probe':
      return `when the probe of ${after} passes`;
    default:
      return 'first';
  }
}
