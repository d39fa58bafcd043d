import type { Explanation } from '../../../model/explain/explanation.ts';
import type { RankedReport } from '../../../model/explain/many/ranked-report.ts';
import { codeBlock, explanationMarkdown } from '../markdown.ts';
import { rankedList } from './ranked-list.ts';

/** The list as a code block, which keeps its columns, and after it the Pod that is told in full. */
export function rankedMarkdown(
  report: RankedReport,
  worst: Explanation | undefined,
  namespace: string | undefined,
): string {
  const target = {
    width: 100,
    unicode: true,
    color: false,
    hasTitles: true,
    isWide: false,
    isTerminal: false,
  };
  const list = [...rankedList(report, undefined, { ...target, namespace })].join('');
  const inFull = worst === undefined ? [] : [explanationMarkdown(worst)];
  return [`${codeBlock(list.trim())}\n`, ...inFull].join('\n');
}
