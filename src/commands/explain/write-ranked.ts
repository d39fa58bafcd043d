import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import type { RankedReport } from '../../model/explain/many/ranked-report.ts';
import { renderExplanation } from '../../render/explain/explain-text.ts';
import { structuredRanking } from '../../render/explain/many/ranked-structured.ts';
import { workloadTexts } from '../../render/explain/many/workload-words.ts';
import { styleOf } from '../../render/text/style.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import { dataText, isData } from '../data-text.ts';
import type { RankedPods } from './request.ts';

/** The list, and after it the Pod that is told in full. */
export async function rankedText(
  report: RankedReport,
  worst: Explanation | undefined,
  { output, color, of, hasTitles }: RankedPods,
  namespace: string,
  io: Io,
): Promise<string | Iterable<string>> {
  if (output === 'name') return report.pods.map(({ name }) => `pod/${name}\n`).join('');
  if (isData(output)) return dataText(structuredRanking(report, worst), output, hasTitles);
  if (output === 'svg') return pictureOf(report, worst);
  if (report.pods.length === 0 && report.workloads.length === 0) return '';
  const shown = {
    isTerminal: io.stdoutIsTerminal,
    namespace: of.kind === 'list' && of.list.allNamespaces ? undefined : namespace,
  };
  if (output === 'markdown') {
    const { rankedMarkdown } = await import('../../render/explain/many/ranked-markdown.ts');
    return rankedMarkdown(report, worst, shown.namespace);
  }
  const isWide = output === 'wide';
  const terminal = terminalOf(color, io);
  const inFull = worst && renderExplanation(worst, { ...terminal, isWide });
  // Loaded here: nothing else that explain does needs cli-table3.
  const { rankedList } = await import('../../render/explain/many/ranked-list.ts');
  return rankedList(report, inFull, {
    ...terminal,
    isWide,
    ...shown,
    hasTitles,
  });
}

/** What is said on stderr where stdout is to have nothing but a line for each Pod. */
export function besideRows(
  report: RankedReport,
  { output, hasTitles }: RankedPods,
  io: Io,
): readonly string[] {
  const isTable = output === 'table' || output === 'wide';
  if (output !== 'name' && (hasTitles || !isTable)) return [];
  const style = styleOf(terminalOf('never', io));
  return workloadTexts(report, style).map((text) => text.trimEnd());
}

/** Of the Pod that is told in full; without one there is nothing to draw, or too much. */
async function pictureOf(
  { pods, workloads }: RankedReport,
  worst: Explanation | undefined,
): Promise<string> {
  if (worst !== undefined) {
    const { explanationSvg } = await import('../../render/explain/picture/explanation-svg.ts');
    return explanationSvg(worst);
  }
  if (pods.length === 0 && workloads.length === 0) return '';
  if (pods.length === 0) {
    throw new UserError('-o svg draws a Pod, and there is none', {
      hint: 'Without -o it says why.',
    });
  }
  throw new UserError(`-o svg draws one Pod, and there are ${pods.length}`, {
    hint: 'Give the name of one, or --worst.',
  });
}
