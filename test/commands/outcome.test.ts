import { describe, expect, test } from 'bun:test';
import { answersOf, tell } from '../../src/commands/outcome.ts';
import { UserError } from '../../src/errors.ts';
import { fakeIo } from '../support/fake-io.ts';

describe('the answers to one request', () => {
  test('keep the order in which they were asked for, with what could not be had beside them', async () => {
    const problem = new UserError('no such Pod');
    const late = new Promise<string>((resolve) => setImmediate(resolve, 'first'));
    const readings = [late, Promise.reject(problem), Promise.resolve('third')];
    expect(await answersOf(readings)).toEqual({ values: ['first', 'third'], problems: [problem] });
  });

  test('do not hide a bug of ours', async () => {
    const readings = [Promise.resolve(1), Promise.reject(new TypeError('undefined is not'))];
    await expect(answersOf(readings)).rejects.toThrow(TypeError);
  });
});

describe('the outcome of a command', () => {
  test('is told on stdout, all that is beside it on stderr, each note once', async () => {
    const { io, written } = fakeIo();
    const outcome = {
      text: ['a\n', '', 'b\n'],
      remarks: ['Nothing here.'],
      notes: ['its quotas are not known', 'its quotas are not known'],
      problems: [new UserError('no such Pod', { hint: 'Look around.' })],
      exitCode: 3,
    };
    expect(await tell(outcome, io)).toBe(1);
    expect(written).toEqual({
      stdout: 'a\nb\n',
      stderr: 'Nothing here.\nnote: its quotas are not known\nerror: no such Pod\nLook around.\n',
    });
  });

  test('has the exit code of the command where there is no problem', async () => {
    const { io } = fakeIo();
    expect(await tell({ text: '', exitCode: 3 }, io)).toBe(3);
    expect(await tell({ text: '' }, io)).toBe(0);
  });

  test('cannot control the terminal', async () => {
    const { io, written } = fakeIo();
    await tell({ text: '', remarks: ['a\x1b[31mb'], notes: ['\x07'] }, io);
    expect(written.stderr).toBe('a\\x1b[31mb\nnote: \\x07\n');
  });
});
