/** A part of a text and the 1-based line on which it begins. */
export interface TextPart {
  readonly text: string;
  readonly startLine: number;
}

/**
 * JSON objects that follow one another without a separator, as jq prints them; a text that is
 * no such sequence comes back whole.
 */
export function splitJsonSequence(whole: TextPart): readonly TextPart[] {
  if (!/^\s*\{/.test(whole.text) || !/\}\s*\{/.test(whole.text)) return [whole];
  const parts: TextPart[] = [];
  let depth = 0;
  let from = 0;
  let startLine = whole.startLine;
  // Whole strings are one token, so that brackets inside them do not count.
  for (const { 0: token, index } of whole.text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (token !== '}' || depth > 0) continue;
    if (depth < 0) return [whole];
    const text = whole.text.slice(from, index + 1);
    parts.push({ text, startLine });
    startLine += text.split('\n').length - 1;
    from = index + 1;
  }
  return depth === 0 && whole.text.slice(from).trim() === '' ? parts : [whole];
}
