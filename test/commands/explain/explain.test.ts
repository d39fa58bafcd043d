import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../../../src/io/io.ts';
import { makeTemporaryFiles, type TemporaryFiles } from '../../kube/temporary-files.ts';
import { runMain as run } from '../../support/fake-io.ts';
import { type History, loadHistories } from '../../support/histories.ts';

const explainStdin = (stdin: string, ...args: string[]) =>
  run(['explain', '-f', '-', ...args], { readStdin: async () => stdin });

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

const histories = new Map(loadHistories().map((history) => [history.scenario, history]));

function historyOf(scenario: string): History {
  const history = histories.get(scenario);
  if (!history) throw new Error(`${scenario} is not recorded`);
  return history;
}

/** What `kubectl get pod,events -o json` would have saved at the end of the story. */
function savedEnd(scenario: string): string {
  const last = historyOf(scenario).samples.at(-1);
  const items = [
    { apiVersion: 'v1', kind: 'Pod', ...last?.pod },
    ...(last?.events ?? []).map((event) => ({ apiVersion: 'v1', kind: 'Event', ...event })),
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

const MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
    - { name: migrate, image: busybox:1.28 }
    - { name: proxy, image: busybox:1.28, restartPolicy: Always, startupProbe: { exec: { command: ['true'] } } }
    - { name: logs, image: busybox:1.28, restartPolicy: Always }
  containers:
    - { name: app, image: busybox:1.28 }
`;

const TWO = `${MANIFEST}---\n${MANIFEST.replace('name: web', 'name: other')}`;

test('-o svg draws one Pod, and says so where there are more', async () => {
  const two = await explainStdin(TWO, '-o', 'svg');
  expect(two.stderr).toContain('-o svg draws one Pod, and there are 2');
  expect(two.stdout).toBe('');
  for (const words of [['web-0', 'web-1'], ['deploy'], ['-A']]) {
    const { exitCode, stderr } = await run(['explain', ...words, '-o', 'svg']);
    expect(stderr).toContain('-o svg draws one Pod\nGive the name of one, or --worst');
    expect(exitCode).toBe(1);
  }
});

test('-o svg and -o markdown are of one moment', async () => {
  for (const output of ['svg', 'markdown']) {
    const { exitCode, stderr } = await run(['explain', 'web-0', '--watch', '-o', output]);
    expect(stderr).toContain(`-o ${output} is of one moment, and --watch tells of changes`);
    expect(exitCode).toBe(1);
  }
});

test('-o markdown of several Pods draws a line between them', async () => {
  const { stdout, exitCode } = await explainStdin(TWO, '-o', 'markdown');
  expect(stdout.split('\n---\n').length).toBe(2);
  expect(exitCode).toBe(0);
});

describe('explain -f', () => {
  test('R1 R2 R22 of a manifest tells the order in which its containers will start, exit 0', async () => {
    const { exitCode, stdout, stderr } = await explainStdin(MANIFEST);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('FORECAST');
    const lines = stdout.split('\n').filter((line) => /^\d/.test(line));
    expect(lines.map((line) => line.split(/\s{2,}/))).toEqual([
      ['1', 'init', 'migrate', 'first'],
      ['2', 'sidecar', 'proxy', 'when migrate exits with 0'],
      ['3', 'sidecar', 'logs', 'when the probe of proxy passes'],
      ['4', 'app', 'app', 'as soon as logs runs'],
    ]);
  });

  test('R27 of a manifest with sidecars tells the order of its shutdown', async () => {
    const { stdout } = await explainStdin(MANIFEST);
    expect(stdout).toContain('Shutdown: app, then logs, then proxy.');
  });

  test.each([
    ['init-order', 0],
    ['init-fails-never', 4],
    ['app-bad-image', 3],
    ['deadline-after-init', 4],
  ])('the end of %s exits with %p', async (scenario, exitCode) => {
    expect((await explainStdin(savedEnd(scenario))).exitCode).toBe(exitCode);
  });

  test('of several Pods exits with the worst code and keeps their order', async () => {
    const both = `${savedEnd('init-fails-never')}\n${savedEnd('init-order')}`;
    const { exitCode, stdout } = await explainStdin(both, '-o', 'json');
    expect(exitCode).toBe(4);
    const { kind, items } = JSON.parse(stdout);
    expect(kind).toBe('PodExplanationList');
    const names = items.map((item: { metadata: { name: string } }) => item.metadata.name);
    expect(names).toEqual(['init-fails-never', 'init-order']);
  });

  test('a Pod that comes through a pipe is of now, a file of when it was written', async () => {
    const saved = savedEnd('app-bad-image');
    const last = historyOf('app-bad-image').samples.at(-1)?.observedAt ?? 0;
    const later = last + 900_000;
    const momentOf = async (args: readonly string[], given: Partial<Io>) => {
      const { stdout } = await run(['explain', ...args, '-o', 'json'], given);
      const { observedAt, observedBy } = JSON.parse(stdout);
      return [Date.parse(observedAt), observedBy];
    };
    const stdin = { readStdin: async () => saved, now: () => later };
    const file = files.write('pod.json', saved);
    const rounded = Math.floor(later / 1000) * 1000;
    expect(await momentOf(['-f', '-'], stdin)).toEqual([rounded, 'read']);
    utimesSync(file, later / 1000, later / 1000);
    expect(await momentOf(['-f', file], {})).toEqual([rounded, 'written']);
    const at = new Date(rounded + 60_000).toISOString();
    expect(await momentOf(['-f', file, '--at', at], {})).toEqual([rounded + 60_000, 'given']);
    const seconds = String(rounded / 1000 + 60);
    expect(await momentOf(['-f', file, '--at', seconds], {})).toEqual([rounded + 60_000, 'given']);
  });

  test('a Pod that had hung for 15 minutes when it was saved is stuck, and that old', async () => {
    const state = { running: { startedAt: '2026-11-24T10:00:03Z' } };
    const command = ['sh', '-c', 'until nslookup db; do sleep 2; done'];
    const hung = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', uid: 'u', creationTimestamp: '2026-11-24T10:00:00Z' },
      spec: {
        nodeName: 'node-a',
        initContainers: [{ name: 'wait', image: 'a', command }],
        containers: [{ name: 'web', image: 'a' }],
      },
      status: {
        phase: 'Pending',
        startTime: '2026-11-24T10:00:00Z',
        initContainerStatuses: [{ name: 'wait', ready: false, restartCount: 0, state }],
      },
    };
    const now = () => Date.UTC(2026, 10, 24, 10, 15);
    const readStdin = async () => JSON.stringify(hung);
    const { exitCode, stdout } = await run(['explain', '-f', '-'], { readStdin, now });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('As of 2026-11-24T10:15:00Z, when it was read');
    expect(stdout).toContain('AGE 15m');
    expect(stdout).toContain('STUCK');
  });

  test('no Pod was saved before the newest moment that it tells of', async () => {
    const stdin = savedEnd('app-bad-image');
    const { stdout } = await explainStdin(stdin, '--at', '2020-01-01T00:00:00Z', '-o', 'json');
    const { observedAt, observedBy } = JSON.parse(stdout);
    const last = historyOf('app-bad-image').samples.at(-1)?.observedAt ?? 0;
    expect(observedBy).toBe('newest');
    expect(Date.parse(observedAt)).toBeLessThanOrEqual(last);
    // Events come at most five minutes after one another.
    expect(Date.parse(observedAt)).toBeGreaterThan(last - 300_000);
  });

  test('takes the same file as YAML or JSON, and writes either', async () => {
    const json = await explainStdin(savedEnd('init-order'), '-o', 'json');
    const yaml = await explainStdin(savedEnd('init-order'), '-o', 'yaml');
    expect(Bun.YAML.parse(yaml.stdout)).toEqual(JSON.parse(json.stdout));
  });

  test.each([
    ['Always', 'kind: Pod\nmetadata:\n  name: [\n', 1],
    ['not a Pod', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n', 1],
    ['nothing', '', 1],
  ])('%s is an error on stderr, with nothing on stdout', async (_, text, code) => {
    const { exitCode, stdout, stderr } = await explainStdin(text);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain('    at ');
  });

  test('broken YAML is shown with its line and column', async () => {
    const { stderr } = await explainStdin('kind: Pod\nmetadata:\n  name: "web\n');
    expect(stderr).toMatch(/stdin:\d+:\d+: |-:\d+:\d+: /);
  });
});

describe('the command line', () => {
  test.each([
    [['web-0', '-l', 'app=web'], '--selector'],
    [['web-0', '-A'], '--all-namespaces'],
    [['-f', 'pod.yaml', '--field-selector', 'spec.nodeName=x'], '--field-selector'],
    [['web-0', '--worst'], '--worst'],
    [['-f', 'pod.yaml', '--worst'], '--worst'],
  ])('%p is refused: the Pods are selected already', async (args, flag) => {
    const { exitCode, stdout, stderr } = await run(['explain', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toStartWith(`error: ${flag} `);
  });

  test('with both is refused', async () => {
    const { exitCode, stderr } = await run(['explain', 'web-0', '-f', 'pod.yaml']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('not both');
  });

  test.each([
    [['explian'], 'explain'],
    [['explain', '--namespcae', 'x', 'web'], '--namespace'],
  ])('%p is refused, and what may be meant is named', async (args, meant) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`Did you mean ${meant}?`);
  });

  test('an output format that there is not is refused with those that there are', async () => {
    const { exitCode, stderr } = await run(['explain', 'web', '-o', 'xml']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('table, wide, json, yaml');
  });

  test('a kubeconfig that is not there is named', async () => {
    const { exitCode, stderr } = await run(['explain', 'web', '--kubeconfig', '/no/such/file']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('/no/such/file');
  });

  test('-k is refused with the way to get there', async () => {
    const { exitCode, stderr } = await run(['explain', '-k', 'overlays/prod']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'error: a kustomization has to be rendered first\n' +
        'Use kubectl kustomize overlays/prod | kubectl initx … -f -\n',
    });
  });

  test('--help goes to stdout, exit 0, and has examples, then flags, then exit codes', async () => {
    const { exitCode, stdout, stderr } = await run(['explain', '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const titles = ['Examples:', 'Options:', 'Exit codes:'].map((title) => stdout.indexOf(title));
    expect(titles[0]).toBeGreaterThan(0);
    expect(titles).toEqual(titles.toSorted((one, other) => one - other));
    const tooLong = stdout.split('\n').filter((line) => line.length > 80);
    expect(tooLong).toEqual([]);
  });

  test('no command at all shows the help, exit 0', async () => {
    const { exitCode, stdout } = await run([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('kubectl initx explain');
  });

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
    );
    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('control characters in what the user typed do not reach the terminal', async () => {
    const { stderr } = await run(['explain', 'deploy/\x1b[31mweb']);
    expect(stderr).not.toContain('\x1b');
  });
});

test('-o name calls what is in files as kubectl does', async () => {
  const template =
    'template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: d}]}}';
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {selector: {matchLabels: {a: b}}, ${template}}
---
apiVersion: v1
kind: Pod
metadata: {name: one}
spec: {containers: [{name: c, image: d}]}
`;
  const { stdout } = await run(['explain', '-f', '-', '-o', 'name'], {
    readStdin: async () => text,
  });
  expect(stdout).toBe('deployment.apps/web\npod/one\n');
});

test.each([
  ['NAME', 'pod/one\n'],
  ['', 'FORECAST'],
])(
  'a format may be written in any case, and an empty one is the usual: %p',
  async (format, output) => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: c, image: d}]}\n';
    const { stdout } = await run(['explain', '-f', '-', '-o', format], {
      readStdin: async () => text,
    });
    expect(stdout).toContain(output);
  },
);

test.each([
  ['--bogus', ''],
  ['--all', 'Without a name all Pods of the namespace are listed'],
  ['-c', 'All containers are told'],
  ['--for', 'Give --until ready'],
  ['--watchh', '(Did you mean --watch?)\n'],
  ['--log', '(Did you mean --logs?)\n'],
])('%s has only flags that are like it', async (flag, hint) => {
  const { stderr } = await run(['explain', 's1', flag]);
  expect(stderr).toContain(`error: unknown option '${flag}'\n${hint}`);
  if (hint === '') expect(stderr).not.toContain('Did you mean');
});

test('of a flag that is not known the value is not shown: it may be a token', async () => {
  const { stderr } = await run(['explain', 's1', "--tokn=s3\ncr'et"]);
  expect(stderr).toBe("error: unknown option '--tokn'\n");
});
