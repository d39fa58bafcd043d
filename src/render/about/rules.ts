import type { Rule } from '../../model/rules.ts';
import { wrapped } from '../text/layout.ts';

/** Each rule with its number, and below it where Kubernetes documents it. */
export function rulesText(rules: readonly Rule[], width: number): string {
  const indent = ' '.repeat(5);
  return rules
    .map(({ id, sentence, link }) => {
      const text = wrapped(`${id.padEnd(indent.length)}${sentence}`, width, indent.length);
      return `${text}\n${indent}${link}\n`;
    })
    .join('\n');
}
