import { describe, expect, test } from 'bun:test';
import { kubectlArguments } from '../../../src/commands/flags/flags.ts';

describe('arguments as kubectl takes them', () => {
  test('a short flag may have its value after an equals sign', () => {
    expect(kubectlArguments(['explain', '-n=shop', '-f=-'])).toEqual([
      'explain',
      '-n',
      'shop',
      '-f',
      '-',
    ]);
  });

  test('the value may hold equals signs and be empty', () => {
    expect(kubectlArguments(['-f=a=b.yaml', '-n='])).toEqual(['-f', 'a=b.yaml', '-n', '']);
  });

  test('a switch may say true or false', () => {
    const flag = '--insecure-skip-tls-verify';
    expect(kubectlArguments([`${flag}=true`])).toEqual([flag]);
    expect(kubectlArguments([`${flag}=1`])).toEqual([flag]);
    expect(kubectlArguments([`${flag}=false`, 'web-0'])).toEqual(['web-0']);
  });

  test('long flags and what follows -- are left alone', () => {
    const args = ['--namespace=shop', '-o', 'json', '--', '-n=shop'];
    expect(kubectlArguments(args)).toEqual(args);
  });
});
