import { explainRead } from '../../src/model/explain/pod-read.ts';
import { renderExplanation } from '../../src/render/explain/explain-text.ts';
import { loadHistories } from './histories.ts';

/** `<!-- recorded: SCENARIO SAMPLE -->`, a command line, and below it what it tells. */
const BLOCK = /(<!-- recorded: (\S+) (\d+) -->\n```\n)[\s\S]*?(?=```\n)/g;

/** README.md with what the program tells of the recorded moments that it names. */
export function withSituations(readme: string): string {
  const histories = new Map(loadHistories().map((history) => [history.scenario, history]));
  return readme.replace(BLOCK, (_, marker: string, scenario: string, index: string) => {
    const sample = histories.get(scenario)?.samples[Number(index)];
    if (sample === undefined) throw new Error(`${scenario} ${index} is not recorded`);
    const { pod, events, row, observedAt } = sample;
    const explanation = explainRead({ pod, events, columns: row, now: observedAt });
    const told = renderExplanation(explanation, {
      ...{ width: 80, unicode: true, color: false, isWide: false },
    });
    const { name, namespace } = explanation;
    return `${marker}$ kubectl initx explain ${name} -n ${namespace}\n${told}`;
  });
}
