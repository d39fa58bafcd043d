/** One command of a script: its words without quotes, and whether a loop repeats it. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly inLoop: boolean;
}

/**
 * The simple commands of a shell script, in order. This is no shell: quotes are taken off,
 * `$(…)` stays as it is inside its word, and whatever is not understood is left in the words.
 * It is good enough to find out which program is called with which arguments.
 */
export function shellCommands(script: string): readonly ShellCommand[] {
  const loops: boolean[] = [];
  return splitCommands(script).flatMap((all) => {
    const { words, opened, closed } = withoutKeywords(all);
    loops.push(...opened);
    const inLoop = loops.includes(true);
    loops.length = Math.max(0, loops.length - closed);
    return [
      ...(words.length > 0 ? [{ words, inLoop }] : []),
      // An assignment is no word of a command, but may run some.
      ...all.flatMap(substitutions).map((inner) => ({
        words: inner.words,
        inLoop: inLoop || inner.inLoop,
      })),
    ];
  });
}

/** A script with more of them in one word is none that anybody has written. */
const MOST_SUBSTITUTIONS = 20;

/** The commands of the `$(…)` inside a word. */
function substitutions(word: string): readonly ShellCommand[] {
  const start = word.indexOf('$(');
  if (start < 0 || word.split('$(').length > MOST_SUBSTITUTIONS) return [];
  const end = endOfSubstitution(word, start);
  const inner = word.slice(start + 2, end);
  return [...shellCommands(inner), ...substitutions(word.slice(end + 1))];
}

const KEYWORDS = new Set(['do', 'then', 'else', 'elif', 'if', '!', '{', 'exec', 'time', 'command']);

/** Takes off what stands before the program, and tells the loops that open and close there. */
function withoutKeywords(all: readonly string[]) {
  let words = all;
  const opened: boolean[] = [];
  let closed = 0;
  for (let first = words[0]; first !== undefined; first = words[0]) {
    if (first === 'until') opened.push(words[1] !== '!' && !isCounting(words[1], words));
    else if (first === 'while') opened.push(waits(words[1]) && !isCounting(words[1], words));
    else if (first === 'done') closed++;
    else if (first === 'timeout') words = words.slice(timeoutFlags(words));
    else if (!KEYWORDS.has(first) && !/^\w+=/.test(first)) break;
    words = words.slice(1);
  }
  // `for` has words of its own and ends by itself.
  if (words[0] === 'for') return { words: [], opened: [...opened, false], closed };
  return { words, opened, closed };
}

/** `while nslookup old-db` ends when the name is gone: that is no waiting for it. */
function waits(test = ''): boolean {
  return /^(?:!|\[\[?|test|true|:)$/.test(test);
}

/**
 * `[ $n -lt 30 ]` and `[ $n = 30 ]` come to an end by themselves; `[ "$(curl …)" != 200 ]` and
 * `[ $status -eq 0 ]` do not.
 */
function isCounting(test: string | undefined, words: readonly string[]): boolean {
  if (!/^(\[|\[\[|test)$/.test(test ?? '') || words.some((word) => word.includes('$(')))
    return false;
  return words.some(
    (word, at) =>
      /^-[lg][te]$/.test(word) ||
      (/^(?:-eq|-ne|==?|!=)$/.test(word) && /^(?:[1-9]\d?|\$\w+)$/.test(words[at + 1] ?? '')),
  );
}

/** How many words after `timeout` belong to it: its flags and the duration. */
function timeoutFlags(words: readonly string[]): number {
  const duration = words.findIndex((word, index) => index > 0 && /^[\d.]+[smhd]?$/.test(word));
  return Math.max(duration, 0);
}

/** Cuts at `;`, `&`, `|`, newlines and parentheses that stand outside quotes and `$(…)`. */
function splitCommands(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };

  for (let at = 0; at < script.length; at++) {
    const char = script.charAt(at);
    const whole = wholeAt(script, at);
    if (whole) {
      word = (word ?? '') + whole.text;
      at += whole.length - 1;
    } else if (char === '#' && word === undefined) {
      at = endOfLine(script, at) - 1;
    } else if (/[;\n()]/.test(char) || (/[&|]/.test(char) && !/[<>]/.test(script[at - 1] ?? ''))) {
      endCommand();
    } else if (/\s/.test(char)) {
      endWord();
    } else {
      word = (word ?? '') + char;
    }
  }
  endCommand();
  return commands;
}

/** A quoted string, an escape or a substitution that starts here and belongs to one word. */
function wholeAt(script: string, at: number): { text: string; length: number } | undefined {
  const char = script.charAt(at);
  if (char === '\\') {
    const next = script.charAt(at + 1);
    return { text: next === '\n' ? '' : next, length: 2 };
  }
  if (char === "'" || char === '"') {
    const end = endOfQuote(script, at, char);
    return { text: script.slice(at + 1, end), length: end + 1 - at };
  }
  if (script.startsWith('$(', at)) {
    const end = endOfSubstitution(script, at) + 1;
    return { text: script.slice(at, end), length: end - at };
  }
  return undefined;
}

function endOfQuote(script: string, start: number, quote: string): number {
  for (let at = start + 1; at < script.length; at++) {
    if (script[at] === '\\' && quote === '"') at++;
    else if (script.startsWith('$(', at) && quote === '"') at = endOfSubstitution(script, at);
    else if (script[at] === quote) return at;
  }
  return script.length;
}

function endOfSubstitution(script: string, start: number): number {
  let depth = 0;
  for (let at = start; at < script.length; at++) {
    if (script[at] === '(') depth++;
    else if (script[at] === ')' && --depth === 0) return at;
  }
  return script.length;
}

function endOfLine(script: string, at: number): number {
  const end = script.indexOf('\n', at);
  return end < 0 ? script.length : end;
}
