import { summarise } from '../../src/model/explain/many/pod-summary.ts';
import { explainRead } from '../../src/model/explain/pod-read.ts';
import { renderExplanation } from '../../src/render/explain/explain-text.ts';
import { explanationMarkdown } from '../../src/render/explain/markdown.ts';
import { explanationSvg } from '../../src/render/explain/picture/explanation-svg.ts';
import { structuredExplanation } from '../../src/render/explain/structured.ts';
import { toJson, toYaml } from '../../src/render/text/json-yaml.ts';
import type { Sample } from './histories.ts';
import { mutated, pick, type Random, randomOf } from './mutated-pods.ts';

/** What is wrong with what is said of a changed Pod; `index` makes the same change again. */
interface Mishap {
  readonly index: number;
  readonly problem: string;
}

interface Checked {
  /** How many were told: a reader would have refused the others. */
  readonly told: number;
  readonly mishaps: readonly Mishap[];
}

/** Tells so many changed Pods in all formats and looks for what must never be said. */
export function checkMutations(samples: readonly Sample[], from: number, count: number): Checked {
  const mishaps: Mishap[] = [];
  let told = 0;
  for (let index = from; index < from + count; index++) {
    try {
      const problem = checkOne(samples, randomOf(index));
      if (problem === undefined) continue;
      told += 1;
      if (problem !== '') mishaps.push({ index, problem });
    } catch (error) {
      mishaps.push({
        index,
        problem: error instanceof Error ? String(error.stack) : String(error),
      });
    }
  }
  return { told, mishaps };
}

const WIDTHS = [80, 80, 100, 132] as const;

function checkOne(samples: readonly Sample[], random: Random): string | undefined {
  const read = mutated(samples, random);
  if (read === undefined) return undefined;
  const explanation = explainRead(read, { shutdown: random() < 0.5 });
  const width = pick(WIDTHS, random);
  const unicode = random() < 0.7;
  const isWide = random() < 0.3;
  const text = renderExplanation(explanation, { width, unicode, color: false, isWide });
  const problem = problemOf(text) || widthProblem(text, width);
  if (problem !== '') return `${problem}\n${text}`;
  switch (Math.floor(random() * 6)) {
    case 0:
      return problemOf(withoutTexts(toJson(structuredExplanation(explanation))));
    case 1:
      return controlProblem(toYaml(structuredExplanation(explanation)));
    case 2:
      return problemOf(explanationSvg(explanation));
    case 3:
      return problemOf(explanationMarkdown(explanation));
    case 4:
      return problemOf(withoutTexts(JSON.stringify(summarise(read.pod, read.now))));
    default:
      return '';
  }
}

/** What a JSON text has beside the strings, which are the cluster's. */
function withoutTexts(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}

/**
 * Numbers that are none, and times that go backwards. `(<invalid> ago)` is kubectl's own word in
 * RESTARTS for a Pod that has one container twice.
 */
const NEVER = [
  /\bundefined\b/,
  /(?<!["'\w])NaN\b/,
  /\[object /,
  /<invalid>(?!`? ago\))/,
  /(?<![\w"'-])-(?!77777s)\d+[smhd]\b/,
  /\bInfinity\b/,
];

function problemOf(text: string): string {
  const found = NEVER.find((pattern) => pattern.test(text));
  return found ? `it says ${found}` : controlProblem(text);
}

function controlProblem(text: string): string {
  const found = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.exec(
    text.replaceAll('\n', ''),
  );
  return found ? `a control character, ${JSON.stringify(found[0])}` : '';
}

/** A command to copy is not broken. */
function widthProblem(text: string, width: number): string {
  const long = text
    .split('\n')
    .find(
      (line) =>
        Bun.stringWidth(line) > width &&
        !/^ {2}(?:Its output|Look inside|Try it in a copy): kubectl /.test(line),
    );
  return long === undefined ? '' : `wider than ${width}: ${long}`;
}
