import { expect, test } from 'bun:test';
import { runMain as run } from '../../support/fake-io.ts';

const lint = (text: string, ...args: string[]) =>
  run(['explain', '--lint', '-f', '-', ...args], { readStdin: async () => text });

const GOOD = `apiVersion: v1
kind: Pod
metadata: {name: good}
spec:
  containers:
  - {name: a, image: b}
`;

const ADVISED = `apiVersion: v1
kind: Pod
metadata: {name: advised}
spec:
  initContainers:
  - name: proxy
    image: b
    restartPolicy: Always
  - name: forever
    image: b
    command: [sleep, infinity]
  containers:
  - {name: a, image: b}
`;

const REFUSED = `apiVersion: v1
kind: Pod
metadata: {name: refused}
spec:
  initContainer: []
  containers:
  - {name: a}
`;

test.each([
  ['nothing to say', GOOD, 0],
  ['no Pod at all', 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n', 0],
  ['advice alone', ADVISED, 3],
  ['a refusal', REFUSED, 1],
  ['a refusal and advice', `${REFUSED}---\n${ADVISED}`, 1],
  ['what cannot be read', 'kind: [\n', 1],
])('%s: exit code', async (_, text, exitCode) => {
  expect((await lint(text)).exitCode).toBe(exitCode);
});

test('a finding stands on a line of its own, with its place and code', async () => {
  const { stdout, stderr } = await lint(`${REFUSED}---\n${ADVISED}`);
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => line.replace(/: .*(?= \[)/, ': …'))).toEqual([
    'stdin:5:3: … [refused]',
    'stdin:7:5: … [refused]',
    'stdin:14:5: … [sidecar-without-startup-probe]',
    'stdin:17:5: … [never-ends]',
  ]);
  expect(lines[0]).toContain('error: unknown field "spec.initContainer"');
  expect(lines[3]).toContain('warning: The command of forever never ends');
});

test('the place of a finding stands once, for a whole document too', async () => {
  const { stdout } = await lint('# values\ncontainers:\n- {name: a, image: b}\n');
  expect(stdout).toStartWith("stdin:2:1: error: document 1: Object 'Kind' is missing");
});

test('a comment silences a code in its document, and there alone', async () => {
  const silenced = `# initx:ignore never-ends, sidecar-without-startup-probe\n${ADVISED}`;
  expect(await lint(silenced)).toMatchObject({ exitCode: 0, stdout: '' });
  const other = ADVISED.replace('name: advised', 'name: other');
  const { stdout } = await lint(`${silenced}---\n${other}`);
  expect(stdout.trim().split('\n').length).toBe(2);
  expect((await lint(`# initx:ignore refused\n${REFUSED}`)).exitCode).toBe(1);
});

test('GitHub gets commands that no text of a file can add to', async () => {
  const text = REFUSED.replace('initContainer:', '"a\\n::error::b, 100%":');
  const { stdout } = await lint(text, '-o', 'github');
  // The column is that of the text within the quotes.
  expect(stdout.split('\n')).toEqual([
    '::error file=stdin,line=5,col=4,title=refused::unknown field "spec.a%0A::error::b, 100%25"',
    '::error file=stdin,line=7,col=5,title=refused::spec.containers[0].image: Required value',
    '',
  ]);
});

test('SARIF names rule, level, file and line', async () => {
  const { stdout } = await lint(`${REFUSED}---\n${ADVISED}`, '-o', 'sarif');
  const log = JSON.parse(stdout);
  expect(log.version).toBe('2.1.0');
  const [{ tool, results }] = log.runs;
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
    'never-ends',
    'refused',
    'sidecar-without-startup-probe',
  ]);
  const link = 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/';
  expect(tool.driver.rules[0].helpUri).toStartWith(link);
  expect(results[0]).toEqual({
    ruleId: 'refused',
    level: 'error',
    message: { text: 'unknown field "spec.initContainer". Did you mean initContainers?' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'stdin' },
          region: { startLine: 5, startColumn: 3 },
        },
      },
    ],
  });
  expect(results[3]).toMatchObject({ ruleId: 'never-ends', level: 'warning' });
});

test.each([
  [['explain', '--lint', 'web-0'], '--lint is about files'],
  [['explain', 'web-0', '-o', 'sarif'], '-o sarif is for --lint'],
  [['explain', '--lint', '-f', 'a.yaml', '-o', 'json'], 'It has table, sarif and github.'],
  [['explain', '--lint', '-f', 'a.yaml', '--at', '1'], '--at means nothing to --lint'],
])('%p is refused', async (args, words) => {
  const { exitCode, stdout, stderr } = await run(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(words);
});

test('findings come in the order of their lines, refusals and advice among each other', async () => {
  const { stdout } = await lint(`${ADVISED}---\n${REFUSED}`, '-o', 'github');
  const lines = [...stdout.matchAll(/line=(\d+)/g)].map(([, line]) => Number(line));
  expect(lines.length).toBeGreaterThan(2);
  expect(lines).toEqual(lines.toSorted((one, other) => one - other));
});

test('a misspelt field has the one that it is like, one that is like none has not', async () => {
  const { stdout } = await lint(
    `${GOOD}    comand: [x]\n`.replace(
      '- {name: a, image: b}\n',
      '- name: a\n    image: b\n    qqqqqq: 1\n',
    ),
  );
  expect(stdout).toContain('unknown field "spec.containers[0].comand". Did you mean command? [');
  expect(stdout).toContain('unknown field "spec.containers[0].qqqqqq" [');
});
