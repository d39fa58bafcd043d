import type { Forecast } from '../../../model/explain/explanation.ts';
import { shortened } from '../../text/layout.ts';
import { startWords } from '../forecast-table.ts';
import { type Block, CHARACTER, LINE, MARGIN, ROW, WIDTH } from './page.ts';
import { element, textLine } from './svg.ts';

const LONGEST_NAME = 24;
const BAR = 14;

/**
 * The order in which the containers of a manifest start, as steps: how long each takes nobody
 * knows. An init container has its step, a sidecar stays, and all apps come with the last step.
 */
export function forecastChart(forecast: Forecast, top: number): Block {
  const { startOrder } = forecast;
  const starts = startWords(forecast, (name) => shortened(name, LONGEST_NAME, '…'));
  const columns = [
    startOrder.map(({ container }) => container.role),
    startOrder.map(({ container }) => shortened(container.name, LONGEST_NAME, '…')),
    starts,
  ];
  const widths = columns.map(
    (cells) => (Math.max(0, ...cells.map((cell) => Bun.stringWidth(cell))) + 2) * CHARACTER,
  );
  const left = MARGIN + widths.reduce((sum, width) => sum + width, 0);
  const gates = startOrder.filter(({ container }) => container.role !== 'app').length;
  const step = (WIDTH - MARGIN - left) / (gates + 1);
  const never = starts.findIndex((words) => words.startsWith('never'));
  const markup = startOrder.flatMap(({ container }, row) => {
    const y = top + row * ROW;
    const first = container.role === 'app' ? gates : row;
    const steps = container.role === 'init' ? 1 : gates + 1 - first;
    let x = MARGIN;
    const cells = columns.map((column, index) => {
      const cell = textLine(x, y + ROW - 9, column[row] ?? '', index === 1 ? undefined : 'faint');
      x += widths[index] ?? 0;
      return cell;
    });
    const bar = {
      class:
        container.role === 'app' ? 'running' : container.role === 'init' ? 'pulling' : 'probing',
      ...{ x: left + first * step, y: y + (ROW - BAR) / 2, width: steps * step - 2, height: BAR },
    };
    return never >= 0 && row >= never ? cells : [...cells, element('rect', bar)];
  });
  const bottom = top + startOrder.length * ROW + LINE;
  const note = 'Order only: how long each step takes is not known from a manifest.';
  return { markup: [...markup, textLine(MARGIN, bottom, note, 'faint')], bottom: bottom + LINE };
}
