import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { statSync } from 'node:fs';
import { writeFile } from '../../../src/kube/files/write-file.ts';
import { explainRead, type PodRead } from '../../../src/model/explain/pod-read.ts';
import { dumpText } from '../../../src/render/explain/dump.ts';
import { renderExplanation } from '../../../src/render/explain/explain-text.ts';
import { makeTemporaryFiles, type TemporaryFiles } from '../../kube/temporary-files.ts';
import { runMain as run } from '../../support/fake-io.ts';
import { loadHistories } from '../../support/histories.ts';

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

const told = (read: PodRead) =>
  renderExplanation(explainRead(read), { width: 80, unicode: true, color: false, isWide: false });

const replayed = async (text: string, ...args: string[]) =>
  run(['explain', '-f', '-', ...args], {
    readStdin: async () => text,
    env: { LANG: 'C.UTF-8' },
    now: () => 0,
  });

describe('a dump', () => {
  test('is told as the Pod was told, at every recorded moment', async () => {
    for (const { scenario, samples } of loadHistories()) {
      const { pod, events, row, observedAt } = samples[Math.floor(samples.length / 2)] ?? {};
      if (pod === undefined || events === undefined || observedAt === undefined) continue;
      const read: PodRead = { pod, events, now: observedAt, ...(row && { columns: row }) };
      const { stdout, stderr } = await replayed(dumpText([read]));
      expect({ scenario, stderr, stdout }).toEqual({ scenario, stderr: '', stdout: told(read) });
    }
  });

  const { pod, events, row, observedAt } = lastSample('init-crash-loop');
  const read: PodRead = { pod, events, now: observedAt + 500, columns: row };
  const container = pod.spec.initContainers?.[0]?.name ?? '';

  test('has the log, what could not be read, and texts of any characters', async () => {
    const lines = ['yes', '0644', 'ünïcode 💥', '\u001b[31mred', 'tab\there', '- [x]: "y"'];
    const whole: PodRead = {
      ...read,
      log: { container, previous: explainedLog(read).previous, lines },
      services: [{ namespace: 'n', name: 'db', spec: { clusterIP: 'None' }, endpoints: [] }],
      eventsUnreadable: 'events is forbidden: User "u" cannot list resource "events"',
    };
    const { stdout } = await replayed(dumpText([whole]));
    expect(stdout).toBe(told(whole));
    expect(stdout).toContain('| 0644');
    expect(stdout).toContain('events is forbidden');
    const failed = { ...whole, log: { ...explainedLog(read), unreadable: 'no such container' } };
    expect((await replayed(dumpText([failed]))).stdout).toBe(told(failed));
  });

  test('of several Pods is one file', async () => {
    const other = { ...read, pod: { ...pod, metadata: { ...pod.metadata, name: 'b', uid: 'b' } } };
    const { stdout } = await replayed(dumpText([read, { ...other, events: [] }]));
    expect(stdout).toBe(`${told(read)}\n${told({ ...other, events: [] })}`);
  });

  test('is as of another moment where --at says so', async () => {
    const at = new Date(observedAt + 60_000).toISOString();
    const { stdout } = await replayed(dumpText([read]), '--at', at);
    expect(stdout).toContain(', as --at says');
  });

  test('that was changed is refused with the place', async () => {
    const text = dumpText([read]).replace(/"observedAt": "[^"]*"/, '"observedAt": "noon"');
    const { stderr, exitCode } = await replayed(text);
    expect(stderr).toMatch(/stdin:\d+:.*observedAt: must be a time such as/);
    expect(exitCode).toBe(1);
  });

  test('is for its owner alone, and a place where none can be is told', () => {
    const file = `${files.directory}/dump.json`;
    writeFile(file, '{}');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => writeFile(`${files.directory}/none/dump.json`, '{}')).toThrow(
      /^cannot write .*none/,
    );
  });
});

function lastSample(scenario: string) {
  const last = loadHistories()
    .find((history) => history.scenario === scenario)
    ?.samples.at(-1);
  if (last === undefined) throw new Error(`${scenario} is not recorded`);
  return last;
}

function explainedLog(read: PodRead) {
  const explanation = explainRead(read);
  if (explanation.kind !== 'live' || !explanation.log) throw new Error('nobody is to blame');
  return explanation.log;
}

describe('--dump or --shutdown is refused', () => {
  for (const [words, complaint] of [
    [['deploy/web', '--dump', 'x'], '--dump saves what is read of Pods: give their names'],
    [['-A', '--dump', 'x'], '--dump saves what is read of Pods: give their names'],
    [['-f', 'x.yaml', '--dump', 'x'], '--dump saves what is read of Pods: give their names'],
    [['web', '--watch', '--dump', 'x'], '--dump means nothing to --watch'],
    [['-A', '--shutdown'], '--shutdown tells how Pods stop: give their names, or -f'],
    [['deploy/web', '--shutdown'], '--shutdown tells how Pods stop: give their names, or -f'],
    [['web', '--watch', '--shutdown'], '--shutdown means nothing to --watch'],
    [['--lint', '-f', 'x', '--shutdown'], '--shutdown means nothing to --lint'],
    [['web', '--dump-env'], '--dump-env is for --dump: give both'],
  ] as const) {
    test(`in explain ${words.join(' ')}`, async () => {
      const { stderr, exitCode } = await run(['explain', ...words]);
      expect(stderr).toContain(complaint);
      expect(exitCode).toBe(1);
    });
  }
});
