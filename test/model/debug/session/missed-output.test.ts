import { expect, test } from 'bun:test';
import { missedOutput, unshownOutput } from '../../../../src/model/debug/session/missed-output.ts';

test.each([
  ['nothing was missed', 'one\ntwo\n', 'one\ntwo\n', ''],
  ['the first line', 'one\ntwo\n', 'two\n', 'one\n'],
  ['all of the log: its next line is attached', 'one\ntwo\n', 'three\n', 'one\ntwo\n'],
  ['all of the log: nothing is attached yet', 'one\n', '', 'one\n'],
  ['the log goes on behind what has come', 'one\ntwo\nthree\nfour\n', 'two\nth', 'one\n'],
  ['the log ends within what has come', 'one\ntwo\n', 'two\nthree\n', 'one\n'],
  ['a terminal ends its lines with carriage returns', 'one\ntwo\n', 'two\r\n/ # ', 'one\n'],
  ['a prompt that is in no log', 'welcome\n', '/ # ', 'welcome\n'],
  ['lines that repeat, with both at the same end', 'y\ny\ny\ny\n', 'y\n', 'y\ny\ny\n'],
  ['an empty log', '', 'one\n', ''],
])('what came before: %s', (_, log, attached, missed) => {
  expect(missedOutput(log, attached)).toBe(missed);
});

test('wherever the attachment begins and the log ends, each byte is shown once', () => {
  const whole = Array.from({ length: 12 }, (_, index) => `line ${index}\n`).join('');
  const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index + 1);
  for (let first = 0; first < whole.length; first++) {
    for (const logEnd of ends.filter((end) => end >= first)) {
      for (const until of [first + 10, whole.length]) {
        const attached = whole.slice(first, until);
        const missed = missedOutput(whole.slice(0, logEnd), attached);
        expect(missed + attached).toBe(whole.slice(0, first) + attached);
      }
    }
  }
});

test.each([
  ['nothing was shown early', 'one\ntwo\n', 'two\n', '', 'one\n', 'two\n'],
  ['all before was shown early', 'one\ntwo\n', 'two\n', 'one\n', '', 'two\n'],
  ['more was written in between', 'one\ntwo\nthree\n', 'three\n', 'one\n', 'two\n', 'three\n'],
  ['what comes was in the log that was shown', 'one\ntwo\n', 'two\n', 'one\ntwo\n', '', ''],
  ['a part of it was', 'one\ntwo\n', 'two\r\nthree\r\n', 'one\ntwo\n', '', 'three\r\n'],
  ['lines that repeat', 'y\ny\n', 'y\n', 'y\n', '', 'y\n'],
])('what is still to be shown: %s', (_, log, attached, early, before, rest) => {
  expect(unshownOutput(log, attached, early)).toEqual({ before, attached: rest });
});
