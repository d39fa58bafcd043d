import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPTIONS, RULES_COMMAND, VERSION } from '../../src/commands/about/command.ts';
import type { CommandSpec } from '../../src/commands/command.ts';
import { COMPLETION } from '../../src/commands/completion/command.ts';
import { DEBUG } from '../../src/commands/debug/command.ts';
import { EXPLAIN } from '../../src/commands/explain/command.ts';
import { CONNECTION_FLAGS } from '../../src/commands/flags/connection.ts';
import { type Flag, longName, namesOf } from '../../src/commands/flags/flag.ts';
import { RESOURCES } from '../../src/commands/resources/command.ts';
import { EXIT } from '../../src/errors.ts';
import { builtExecutable } from '../support/built-executable.ts';
import { startOnTerminal } from '../support/pseudo-terminal.ts';
import {
  type Block,
  codeBlocks,
  codeSpans,
  partAbout,
  README,
  tableBelow,
} from '../support/readme.ts';
import { withSituations } from '../support/readme-situations.ts';

const root = join(import.meta.dirname, '..', '..');
const TOLD = [EXPLAIN, RESOURCES, DEBUG];
const COMMANDS = [...TOLD, RULES_COMMAND, VERSION, OPTIONS, COMPLETION];

const ownFlags = ({ flags }: CommandSpec) =>
  flags.filter((flag) => !flag.hidden && !CONNECTION_FLAGS.includes(flag));

/** `-L`, `--sort-by` of `-L KEY` and `--sort-by=cpu`; nothing of what stands after `--`. */
const flagsIn = (words: string) =>
  (words.split(/ -- /)[0] ?? '')
    .split(/[\s,]+/)
    .flatMap((word) => /^(-[a-zA-Z]|--[a-z-]+)(?=[=[]|$)/.exec(word)?.[1] ?? []);

describe('the flags in README.md', () => {
  test.each(TOLD.map((command) => [command.name, command] as const))(
    'are all those of %s',
    (name, command) => {
      const part = partAbout(name);
      const named = new Set([
        ...codeSpans(part).flatMap(flagsIn),
        ...codeBlocks(part).flatMap(({ text }) => flagsIn(text.replaceAll(' -- ', ' '))),
      ]);
      const missing = ownFlags(command).filter(
        (flag) => !namesOf(flag).some((each) => named.has(each)),
      );
      expect(missing.map(longName)).toEqual([]);
    },
  );

  test('are all there, with the values that they take', () => {
    const everywhere = COMMANDS.flatMap(({ flags }) => flags);
    const unknown = README.split(/^(?=## )/m).flatMap((part) => {
      const [, about] = /^## .*: `(\w+)`$/m.exec(part) ?? [];
      const { flags } = COMMANDS.find(({ name }) => name === about) ?? { flags: everywhere };
      return codeSpans(part).flatMap((span) => {
        const [first = ''] = span.split(' ');
        const named = COMMANDS.find(({ name }) => name === first);
        if (named === undefined && !first.startsWith('-')) return [];
        const known = [...(named?.flags ?? flags), ...CONNECTION_FLAGS].flatMap(namesOf);
        return flagsIn(span).filter((flag) => !known.includes(flag));
      });
    });
    expect(unknown).toEqual([]);
  });

  test.each(TOLD.map((command) => [command.name, command] as const))(
    'have in their table all that %s takes where there is a choice',
    (name, command) => {
      const rows = tableBelow(partAbout(name), name === 'resources' ? '### Sums' : '### Flags');
      const choices = (flag: Flag) => flag.choices ?? [];
      for (const flag of ownFlags(command).filter((each) => choices(each).length > 0)) {
        const row = rows.find(([cell = '']) =>
          codeSpans(cell)
            .flatMap(flagsIn)
            .some((each) => namesOf(flag).includes(each)),
        );
        if (row === undefined) throw new Error(`${longName(flag)} has no row`);
        const words = codeSpans(row.join(' ')).flatMap((span) => span.split(/[ |=]/));
        // What nobody needs to ask for, and what another program has given up.
        const told = choices(flag).filter((each) => each !== 'none' && each !== 'legacy');
        expect(told.filter((each) => !words.includes(each))).toEqual([]);
      }
    },
  );
});

describe('the exit codes in README.md', () => {
  const helpOf = ({ help = '' }: CommandSpec) => help.split('Exit codes:\n')[1] ?? '';

  test('of explain are those of its help', () => {
    const told = tableBelow(partAbout('explain'), '### Exit codes').map(([code]) => code);
    const inHelp = Array.from(helpOf(EXPLAIN).matchAll(/^ {2}(\d+) /gm), ([, code]) => code);
    expect(told).toEqual(inHelp);
  });

  test('of resources are those of its help', () => {
    const inHelp = Array.from(helpOf(RESOURCES).matchAll(/^ {2}(\d+) /gm), ([, code = '']) => code);
    const [, told = ''] = partAbout('resources').split('The exit code is');
    expect(inHelp).toHaveLength(4);
    for (const code of inHelp) expect(told).toMatch(new RegExp(`\\b${code}\\b`));
  });

  test('of debug are those of its help', () => {
    const [, told = ''] = partAbout('debug').split('### Exit codes\n');
    const inHelp = Array.from(helpOf(DEBUG).matchAll(/^ {2}(\d+) /gm), ([, code = '']) => code);
    expect(inHelp.length).toBeGreaterThan(3);
    const [paragraph = ''] = told.split('\n\n');
    for (const code of inHelp) expect(paragraph).toMatch(new RegExp(`\\b${code}\\b`));
  });

  test('are all that the program has', () => {
    const told = README.match(/\b\d{1,3}\b/g);
    for (const code of Object.values(EXIT)) expect(told).toContain(String(code));
  });
});

test('the environment variables in README.md are read', () => {
  const source = [...new Bun.Glob('src/**/*.ts').scanSync(root)]
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  const told = codeSpans(README).filter((span) => /^[A-Z]+(?:_[A-Z]+)+$/.test(span));
  const variables = told.filter(
    (name) => source.includes(`.${name}`) || source.includes(`'${name}'`),
  );
  expect(variables).toContain('NO_COLOR');
  expect(told).toEqual(variables);
});

const blocks = codeBlocks(README);

describe('what README.md shows', () => {
  const prompts = blocks.filter(({ text }) => text.startsWith('$ '));

  test('was told by the program: of a recorded Pod, by the real cluster, or of an example', () => {
    const made = prompts.map(({ before, text }) => {
      const [, file] = /^\$ kubectl initx .* -f (examples\/\S+)/.exec(text) ?? [];
      return file ?? /^<!-- (recorded|watched|of the real cluster)\b/.exec(before)?.[1];
    });
    expect(made.length).toBeGreaterThan(9);
    expect(made).not.toContain(undefined);
  });

  test.each(
    prompts.flatMap(({ text }) => {
      const [, command = ''] = /^\$ kubectl initx (.* -f examples\/.*)\n/.exec(text) ?? [];
      return command === '' ? [] : [[command, text.slice(text.indexOf('\n') + 1)] as const];
    }),
  )('is what it tells: %s', (command, shown) => {
    const { stdout } = Bun.spawnSync([builtExecutable(), ...command.split(' ')], {
      cwd: root,
      env: { LANG: 'C.UTF-8' },
    });
    // What is left out of the middle or the ends is shown as a line of its own.
    const literal = (part: string) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const parts = shown.split(/^…\n/m).map(literal);
    expect(stdout.toString()).toMatch(new RegExp(`^${parts.join('(?:.*\n)+?')}$`));
  });

  test('of recorded Pods is what it tells now', () => {
    expect(prompts.filter(({ before }) => /recorded|watched/.test(before))).toHaveLength(6);
    // `npm run readme` writes them anew.
    expect(withSituations(README)).toBe(README);
  });

  test('as a picture is what it draws now', () => {
    const file = join(root, 'examples', 'stuck-pod');
    const { stdout } = Bun.spawnSync([
      builtExecutable(),
      ...['explain', '-f', `${file}.yaml`, '--at', '2026-11-24T10:36:00Z', '-o', 'svg'],
    ]);
    // `npm run readme` draws it anew.
    expect(stdout.toString()).toBe(readFileSync(`${file}.svg`, 'utf8'));
  });

  test('links to what is there', () => {
    const targets = Array.from(README.matchAll(/\]\(([^)#:]+)\)/g), ([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((each) => !existsSync(join(root, each)))).toEqual([]);
  });
});

/** Lines that are typed: all of a block for a shell, and those after a prompt. */
function typedLines(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(({ language, text }) => {
    const lines = text.split('\n');
    const typed =
      language === 'sh'
        ? lines
        : lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    return typed.filter((line) => /\bkubectl(?:-| )initx\b(?!\S*\.tar| kubectl_)/.test(line));
  });
}

/** The commands that a help shows as examples. */
const examplesOf = ({ examples = '' }: CommandSpec) =>
  examples.split('\n').filter((line) => /\bkubectl initx\b/.test(line));

describe('every line that is to be typed is understood', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'initx-readme-'));
    symlinkSync(builtExecutable(), join(folder, 'kubectl-initx'));
    // kubectl itself has no cluster, and gives nothing.
    const kubectl = '#!/bin/sh\ntest "$1" != initx || { shift; exec kubectl-initx "$@"; }\n';
    writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
    writeFileSync(join(folder, 'jq'), '#!/bin/sh\ncat > /dev/null\n', { mode: 0o755 });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const lines = new Set([...typedLines(blocks), ...COMMANDS.flatMap(examplesOf)]);

  test.each([...lines].map((line) => [line.trim()]))('%s', async (line) => {
    const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder };
    // On a terminal, as it is typed.
    const shell = startOnTerminal(['bash', '-c', `cd "$HOME"\n${line}`], env);
    await shell.exited;
    shell.close();
    const errors = shell.screen().match(/^(?:error|bash): .*$/gm) ?? [];
    // Neither cluster nor files are there: whoever gets so far has understood the rest.
    const isMissing =
      /^error: (?:Missing or incomplete configuration info|the path ".*" does not exist|no Pod in stdin)/;
    expect(errors.filter((each) => !isMissing.test(each))).toEqual([]);
  });
});
