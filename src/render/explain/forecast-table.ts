import type { Forecast } from '../../model/explain/explanation.ts';
import type { NextCondition } from '../../model/explain/kubelet/next-condition.ts';
import { columns, shortened } from '../text/layout.ts';
import type { Style } from '../text/style.ts';

/** The order in which the containers of a manifest start, and what each waits for. */
export function forecastTable({ startOrder }: Forecast, style: Style): string {
  const nameWidth = Math.max(Math.floor((style.width - 20) / 3), 14);
  const name = (text: string) => shortened(text, nameWidth, style.ellipsis);
  const rows = startOrder.map(({ container, condition }, index) => {
    const after = 'container' in condition ? name(condition.container) : '';
    return [
      String(index + 1),
      container.role,
      name(container.name),
      startWord(condition.kind, after),
    ];
  });
  return columns([['#', 'ROLE', 'CONTAINER', 'STARTS'], ...rows]);
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
