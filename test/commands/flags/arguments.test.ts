import { describe, expect, test } from 'bun:test';
import { kubectlArguments } from '../../../src/commands/flags/arguments.ts';

const SWITCHES = ['--insecure-skip-tls-verify', '-A', '--all-namespaces'];
const isSwitch = (name: string) => SWITCHES.includes(name);

const flagsOf = (...args: string[]) => kubectlArguments(args, isSwitch).flags;

describe('arguments as kubectl takes them', () => {
  test('a short flag may have its value after an equals sign', () => {
    expect(flagsOf('explain', '-n=shop', '-f=-')).toEqual(['explain', '-n', 'shop', '-f', '-']);
  });

  test('the value may hold equals signs and be empty', () => {
    expect(flagsOf('-f=a=b.yaml', '-n=')).toEqual(['-f', 'a=b.yaml', '-n', '']);
  });

  // strconv.ParseBool takes these and no other.
  test.each([
    ['true', true],
    ['TRUE', true],
    ['t', true],
    ['1', true],
    ['false', false],
    ['F', false],
    ['0', false],
  ])('a switch may say %s', (value, isSet) => {
    for (const name of SWITCHES) {
      expect(flagsOf(`${name}=${value}`, 'web-0')).toEqual(isSet ? [name, 'web-0'] : ['web-0']);
    }
  });

  // As kubectl refuses --insecure-skip-tls-verify=banana.
  test.each([
    ['--all-namespaces', 'banana'],
    ['--all-namespaces', ''],
    ['-A', 'yes'],
    ['-A', 'tRue'],
  ])('a switch that says %s=%s is refused', (name, value) => {
    expect(() => flagsOf(`${name}=${value}`)).toThrow(
      `invalid argument "${value}" for "${name}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`,
    );
  });

  test('long flags are left alone, and what follows -- is no flag', () => {
    const flags = ['--namespace=shop', '-o', 'json'];
    expect(kubectlArguments([...flags, '--', '-n=shop', '--'], isSwitch)).toEqual({
      flags,
      rest: ['-n=shop', '--'],
    });
    expect(kubectlArguments(flags, isSwitch)).toEqual({ flags, rest: undefined });
    expect(kubectlArguments(['--'], isSwitch)).toEqual({ flags: [], rest: [] });
  });
});
