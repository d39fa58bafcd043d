import { describe, expect, test } from 'bun:test';
import { written } from '../../../src/commands/flags/flag.ts';

const NAMESPACE = { flags: '-n, --namespace <name>', description: '' };
const ALL = { flags: '-A, --all-namespaces', description: '' };
const WATCH = { flags: '-w, --watch', description: '' };
const OUTPUT = { flags: '-o, --output <format>', description: '', default: 'table' };

const namedBy = (...words: string[]) =>
  [NAMESPACE, ALL, WATCH, OUTPUT].filter(written(words)).map(({ flags }) => flags.slice(0, 2));

describe('the flags that a command line may name', () => {
  test('are those of its words, whole or with a value', () => {
    expect(namedBy('explain', '--namespace=a', '-w')).toEqual(['-n', '-w', '-o']);
    expect(namedBy('explain', '-nshop')).toContain('-n');
    expect(namedBy('explain', '--namespace', 'a')).toContain('-n');
  });

  test('are several of one word', () => {
    expect(namedBy('-Aw')).toEqual(['-A', '-w', '-o']);
  });

  test('are otherwise only those with a value of their own', () => {
    expect(namedBy('explain', 'web-0', '-')).toEqual(['-o']);
  });
});
