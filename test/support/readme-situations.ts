import { explainRead } from '../../src/model/explain/pod-read.ts';
import { changesSince } from '../../src/model/explain/watch/changes.ts';
import { renderExplanation } from '../../src/render/explain/explain-text.ts';
import { changeLines } from '../../src/render/explain/watch/change-line.ts';
import { explainLive } from './explain-live.ts';
import { type History, loadHistories } from './histories.ts';

/** `<!-- recorded: SCENARIO SAMPLE -->`, a command line, and below it what it tells. */
const BLOCK = /(<!-- recorded: (\S+) (\d+) -->\n```\n)[\s\S]*?(?=```\n)/g;

/** `<!-- watched: SCENARIO -->`, and below it what somebody was told who waited for it. */
const WATCHED = /(<!-- watched: (\S+) -->\n```\n)[\s\S]*?(?=```\n)/g;

/** README.md with what the program tells of the recorded Pods that it names. */
export function withSituations(readme: string): string {
  const histories = new Map(loadHistories().map((history) => [history.scenario, history]));
  return withMoments(readme, histories).replace(WATCHED, (_, marker: string, scenario: string) => {
    const history = histories.get(scenario);
    if (history === undefined) throw new Error(`${scenario} is not recorded`);
    return `${marker}$ kubectl initx explain ${scenario} --until ready | cat\n${watched(history)}`;
  });
}

function watched({ samples }: History): string {
  const looks = samples.map(({ pod, events, row, observedAt }) => ({
    explanation: explainLive({ pod, events, columns: row, now: observedAt }),
    isDeleted: false,
  }));
  const lines = looks.map((seen, index) =>
    changeLines(changesSince(looks[index - 1], seen), seen, TERMINAL),
  );
  return lines.join('');
}

const TERMINAL = { width: 80, unicode: true, color: false };

function withMoments(readme: string, histories: ReadonlyMap<string, History>): string {
  return readme.replace(BLOCK, (_, marker: string, scenario: string, index: string) => {
    const sample = histories.get(scenario)?.samples[Number(index)];
    if (sample === undefined) throw new Error(`${scenario} ${index} is not recorded`);
    const { pod, events, row, observedAt } = sample;
    const explanation = explainRead({ pod, events, columns: row, now: observedAt });
    const told = renderExplanation(explanation, {
      ...TERMINAL,
      isWide: false,
    });
    const { name, namespace } = explanation;
    return `${marker}$ kubectl initx explain ${name} -n ${namespace}\n${told}`;
  });
}
