import { describe, expect, test } from 'bun:test';
import { type ColorChoice, terminalOf } from '../../../src/render/text/terminal.ts';

function terminal(
  env: Record<string, string>,
  options: { choice?: ColorChoice; isTerminal?: boolean; platform?: string; columns?: number } = {},
) {
  const { choice = 'auto', isTerminal = true, platform = 'linux', columns } = options;
  return terminalOf(choice, { env, platform, stdoutIsTerminal: isTerminal, columns });
}

describe('colour', () => {
  test('is for terminals only', () => {
    expect(terminal({}).color).toBe(true);
    expect(terminal({}, { isTerminal: false }).color).toBe(false);
    expect(terminal({ TERM: 'dumb' }).color).toBe(false);
  });

  test('NO_COLOR, if not empty, forbids it, also against FORCE_COLOR', () => {
    expect(terminal({ NO_COLOR: '1' }).color).toBe(false);
    expect(terminal({ NO_COLOR: '1', FORCE_COLOR: '1' }).color).toBe(false);
    expect(terminal({ NO_COLOR: '' }).color).toBe(true);
  });

  test('FORCE_COLOR asks for it where stdout is no terminal', () => {
    expect(terminal({ FORCE_COLOR: '1' }, { isTerminal: false }).color).toBe(true);
    expect(terminal({ FORCE_COLOR: '0' }).color).toBe(false);
  });

  test('the flag has the last word', () => {
    expect(terminal({ NO_COLOR: '1' }, { choice: 'always', isTerminal: false }).color).toBe(true);
    expect(terminal({ FORCE_COLOR: '1' }, { choice: 'never' }).color).toBe(false);
  });
});

describe('Unicode', () => {
  test('is written where the locale is UTF-8, LC_ALL before LC_CTYPE before LANG', () => {
    expect(terminal({ LANG: 'de_DE.UTF-8' }).unicode).toBe(true);
    expect(terminal({ LANG: 'C.utf8' }).unicode).toBe(true);
    expect(terminal({ LANG: 'en_US.UTF-8', LC_ALL: 'C' }).unicode).toBe(false);
    expect(terminal({ LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }).unicode).toBe(true);
    expect(terminal({}).unicode).toBe(false);
  });

  test('is written on the modern terminals of Windows, which has no locale variables', () => {
    expect(terminal({ WT_SESSION: 'x' }, { platform: 'win32' }).unicode).toBe(true);
    expect(terminal({}, { platform: 'win32' }).unicode).toBe(false);
  });
});

describe('width', () => {
  test('is the terminal’s, else COLUMNS, else 80', () => {
    expect(terminal({ COLUMNS: '90' }, { columns: 120 }).width).toBe(120);
    expect(terminal({ COLUMNS: '90' }).width).toBe(90);
    expect(terminal({}).width).toBe(80);
    expect(terminal({ COLUMNS: 'wide' }).width).toBe(80);
  });

  test('is never less than a table needs', () => {
    expect(terminal({}, { columns: 3 }).width).toBe(40);
  });
});
