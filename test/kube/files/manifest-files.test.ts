import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { makeTemporaryFiles, type TemporaryFiles } from '../temporary-files.ts';

/** The API server's words for a quantity that it cannot read at all. */
const MALFORMED =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

let files: TemporaryFiles;

beforeEach(() => {
  files = makeTemporaryFiles();
});

afterEach(() => files.remove());

const read = (text: string) => readManifests(['-'], { readStdin: async () => text });

const readFiles = (...names: readonly string[]) =>
  readManifests(names, { readStdin: async () => '' });

/** All that is told to be wrong, one problem a line. */
async function failureOf(reading: ReturnType<typeof read>): Promise<string> {
  const { problems } = await reading;
  return problems.map(({ message }) => message).join('\n');
}

const POD_SPEC = { containers: [{ name: 'a', image: 'busybox' }] };

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: p
spec:
  containers:
  - name: a
    image: busybox
`;

describe('what is found', () => {
  test('a pod', async () => {
    const { pods } = await read(POD);
    expect(pods.map(({ pod, kind }) => [kind, pod.metadata.name])).toEqual([['Pod', 'p']]);
  });

  test('several documents, with comments, empty ones and other kinds between them', async () => {
    const text = `# first\n---\n${POD}---\n# nothing\n---\nkind: Service\nmetadata: {name: s}\n--- # last\n${POD.replace('name: p', 'name: q')}`;
    const { pods } = await read(text);
    expect(pods.map(({ origin }) => [origin.document, origin.startLine])).toEqual([
      [1, 1],
      [3, 16],
    ]);
  });

  test('a saved list with pods and events', async () => {
    const items = [
      {
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'a', image: 'busybox' }] },
      },
      { kind: 'Event', reason: 'Pulled', involvedObject: { kind: 'Pod', name: 'p' } },
      { kind: 'Event', regarding: { kind: 'Pod', name: 'p' }, note: 'newer', deprecatedCount: 3 },
    ];
    const { pods, events } = await read(JSON.stringify({ kind: 'List', items }, null, 2));
    expect(pods.length).toBe(1);
    expect(events[0]?.reason).toBe('Pulled');
    expect(events[1]).toMatchObject({ message: 'newer', count: 3, involvedObject: { name: 'p' } });
  });

  test('a PodList whose items leave out their kind', async () => {
    const items = [
      { metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'busybox' }] } },
    ];
    const { pods } = await read(JSON.stringify({ kind: 'PodList', items }));
    expect(pods[0]?.kind).toBe('Pod');
  });

  test('JSON objects one after another, as jq prints them', async () => {
    const one = (name: string) =>
      JSON.stringify(
        { kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'a', image: '}{' }] } },
        null,
        2,
      );
    const { pods } = await read(`${one('p')}\n${one('q')}\n`);
    expect(pods.map(({ pod }) => pod.metadata.name)).toEqual(['p', 'q']);
  });

  test.each([
    ['Deployment', 'template'],
    ['StatefulSet', 'template'],
    ['DaemonSet', 'template'],
    ['ReplicaSet', 'template'],
    ['Job', 'template'],
    ['CronJob', 'jobTemplate'],
    ['Rollout', 'template'],
  ])('the template of a %s, named after it', async (kind, field) => {
    const template = {
      metadata: { labels: { l: 'x' } },
      spec: { ...POD_SPEC, restartPolicy: kind.endsWith('Job') ? 'Never' : 'Always' },
    };
    const spec = { [field]: field === 'template' ? template : { spec: { template } } };
    const metadata = { name: 'w', namespace: 'n' };
    const { pods } = await read(JSON.stringify({ kind, metadata, spec }));
    expect(pods[0]?.kind).toBe(kind);
    expect(pods[0]?.pod).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { labels: { l: 'x' }, name: 'w', namespace: 'n' },
      spec: template.spec as Pod['spec'],
    });
  });

  // The defaults of pkg/apis/apps/v1 and pkg/apis/batch/v1.
  test.each([
    ['Deployment', {}, 1],
    ['Deployment', { replicas: 3 }, 3],
    ['Deployment', { replicas: 0 }, 0],
    ['Deployment', { replicas: null }, 1],
    ['StatefulSet', { replicas: 2 }, 2],
    ['ReplicaSet', {}, 1],
    ['ReplicationController', { replicas: 4 }, 4],
    ['DaemonSet', {}, undefined],
    ['Job', {}, 1],
    ['Job', { parallelism: 5 }, 5],
    ['Job', { parallelism: 5, completions: 3 }, 3],
    ['Job', { parallelism: 2, completions: 3 }, 2],
    ['Job', { completions: 3 }, 1],
    ['Job', { parallelism: 0, completions: 3 }, 0],
    ['Rollout', { replicas: 6 }, 6],
    // Argo's own default (pkg/apis/rollouts/v1alpha1 of argoproj/argo-rollouts).
    ['Rollout', {}, 1],
    ['Rollout', { replicas: 'many' }, undefined],
  ])('R17 how many Pods a %s of %p runs', async (kind, numbers, replicas) => {
    const restartPolicy = kind === 'Job' ? 'Never' : 'Always';
    const spec = { ...numbers, template: { spec: { ...POD_SPEC, restartPolicy } } };
    const metadata = { name: 'w' };
    const { pods } = await read(JSON.stringify({ kind, metadata, spec }));
    expect(pods[0]?.replicas).toBe(replicas);
  });

  test('R17 how many Pods a CronJob runs at a time, and a Pod by itself', async () => {
    const template = { spec: { ...POD_SPEC, restartPolicy: 'Never' } };
    const jobTemplate = { spec: { parallelism: 4, completions: 2, template } };
    const text = JSON.stringify({ kind: 'CronJob', spec: { jobTemplate } });
    const { pods } = await read(`${text}\n---\n${POD}`);
    expect(pods.map(({ replicas, path }) => [replicas, path])).toEqual([
      [2, ['spec', 'jobTemplate', 'spec', 'template']],
      [undefined, []],
    ]);
  });

  test('the kind of a list counts for items that leave theirs out', async () => {
    const items = [{ metadata: { name: 'w' }, spec: { template: { spec: POD_SPEC } } }];
    const { pods } = await read(JSON.stringify({ kind: 'DeploymentList', items }));
    expect(pods.map(({ kind, replicas }) => [kind, replicas])).toEqual([['Deployment', 1]]);
  });

  test('a null quantity is 0, as the API server takes it', async () => {
    const { pods } = await read(`${POD}    resources: {limits: {cpu: null}}\n`);
    expect(pods[0]?.pod.spec.containers[0]?.resources?.limits).toEqual({ cpu: '0' });
  });

  test('fields with the names of JavaScript’s own are like any other', async () => {
    const { problems } = await read(`${POD}    constructor: {a: 1}\n  toString: 1\n`);
    expect(problems.map(({ message }) => message)).toEqual([
      'stdin:9:5: unknown field "spec.containers[0].constructor"',
      'stdin:10:3: unknown field "spec.toString"',
    ]);
  });

  test('files, directories and stdin together', async () => {
    const file = files.write('one.txt', POD);
    files.write('more/b.yaml', POD.replace('name: p', 'name: b'));
    files.write('more/a.json', { kind: 'Pod', metadata: { name: 'a' }, spec: POD_SPEC });
    files.write('more/readme.md', 'no');
    const { pods } = await readManifests([file, `${files.directory}/more`, '-'], {
      readStdin: async () => POD.replace('name: p', 'name: q'),
    });
    expect(pods.map(({ origin }) => origin.file.replace(`${files.directory}/`, ''))).toEqual([
      'one.txt',
      'more/a.json',
      'more/b.yaml',
      'stdin',
    ]);
  });

  test('null fields count as absent and numbers as quantities', async () => {
    const { pods } = await read(
      `${POD}    resources: {requests: {cpu: 1, memory: 1e3}}\n    command: null\n  initContainers: null\nstatus:\n  startTime: null\n`,
    );
    expect(pods[0]?.pod.spec).toEqual({
      containers: [
        { name: 'a', image: 'busybox', resources: { requests: { cpu: '1', memory: '1000' } } },
      ],
    } as never);
  });

  test('YAML 1.1 as Kubernetes reads it', async () => {
    const { pods } = await read(
      `${POD}    tty: yes\n  hostNetwork: on\n  terminationGracePeriodSeconds: 010\n`,
    );
    expect(pods[0]?.pod.spec).toMatchObject({
      hostNetwork: true,
      terminationGracePeriodSeconds: 8,
      containers: [{ tty: true }],
    } as never);
  });

  test('amounts keep every digit that kubectl keeps, other numbers are rounded as in JSON', async () => {
    const yaml = (amount: string) =>
      `${POD}    resources: {requests: {memory: ${amount}}}\n  terminationGracePeriodSeconds: ${amount}\n`;
    const memory = async (text: string) => {
      const { pods, problems } = await read(text);
      expect(problems).toEqual([]);
      const { containers, terminationGracePeriodSeconds } = pods[0]?.pod.spec ?? {};
      expect(typeof terminationGracePeriodSeconds).toBe('number');
      return containers?.[0]?.resources?.requests?.memory;
    };
    // What the API server stored of each, by kubectl create --dry-run=server.
    expect(await memory(yaml('9007199254740993'))).toBe('9007199254740993');
    expect(await memory(yaml('0x20000000000003'))).toBe('9007199254740995');
    expect(await memory(yaml('9223372036854775807'))).toBe('9223372036854775807');
    const json = {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } },
      spec: {
        containers: [{ name: 'a', image: 'b', resources: { requests: { memory: 'AMOUNT' } } }],
        terminationGracePeriodSeconds: 'AMOUNT',
      },
    };
    const text = JSON.stringify(json).replaceAll('"AMOUNT"', '9007199254740993');
    expect(await memory(text)).toBe('9007199254740993');
  });

  test('times and what looks like hours stay text', async () => {
    const { pods } = await read(
      `${POD}    tty: yes\n    args: ["12:30", "2026-01-01"]\n    env: [{name: A, value: 12:30}]\nstatus:\n  startTime: 2026-01-01T00:00:00Z\n`,
    );
    expect(pods[0]?.pod.status?.startTime).toBe('2026-01-01T00:00:00Z');
    expect(pods[0]?.pod.spec.containers[0]?.env?.[0]?.value).toBe('12:30');
  });

  test('of a key that comes twice the last one, as kubectl reads it', async () => {
    const file = files.write('twice.yaml', `${POD}    image: other\n`);
    const { pods, problems } = await readManifests([file], {
      readStdin: async () => '',
      isRecursive: false,
    });
    expect(pods[0]?.pod.spec.containers[0]?.image).toBe('other');
    expect(problems.length).toBe(1);
  });

  test('a byte order mark and Windows line ends do no harm', async () => {
    const file = files.write('w.yaml', `\uFEFF${POD.replaceAll('\n', '\r\n')}`);
    expect((await readFiles(file)).pods.length).toBe(1);
  });
});

describe('what is refused', () => {
  test('a missing file', async () => {
    expect(await failureOf(readFiles('no.yaml'))).toBe('the path "no.yaml" does not exist');
  });

  test('a URL', async () => {
    expect(await failureOf(readFiles('https://x.test/p.yaml'))).toContain(
      '-f takes files, not URLs',
    );
  });

  test('a directory without manifests', async () => {
    expect(await failureOf(readFiles(files.directory))).toContain(
      'recognized file extensions are [.json .yaml .yml]',
    );
  });

  test.each([
    ['broken YAML in a later document', `${POD}---\nkind: Pod\nspec: {a: b\n`, /^stdin:12:1: ./],
    ['a tab as indentation', 'kind: Pod\nspec:\n\tcontainers: []\n', /^stdin:3:1: .*tab/i],
    [
      'a key that comes twice',
      `${POD}    image: other\n`,
      'stdin:9:5: the key "image" comes twice here: kubectl takes the last one without a word',
    ],
    [
      'a key that comes twice in one line',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, name: b}\nspec: {containers: [{name: a, image: b}]}\n',
      /^stdin:3:21: the key "name" comes twice/,
    ],
    [
      'a key that comes twice, and what is broken below it',
      'kind: Pod\nkind: Pod\nspec: {a: b\n',
      /^stdin:4:1: ./,
    ],
    ['an unknown alias', 'kind: Pod\nspec: *x\n', /^stdin:2:8: .*alias/],
    ['broken JSON', '{"kind": "Pod",\n "spec": }', /^stdin:2:10: /],
    ['a list', '- a\n', 'stdin:1: document 1 is a list, not a Kubernetes object'],
    ['a text', 'hello\n', 'stdin:1: document 1 is "hello", not a Kubernetes object'],
    ['no kind', 'spec: {}\n', "stdin:1: document 1: Object 'Kind' is missing"],
    ['nothing', '', 'no Pod in stdin, nor any other object'],
    [
      'other kinds alone',
      'kind: Service\nmetadata: {name: s}\n',
      'no Pod in stdin, but Service "s"',
    ],
    ['no spec', 'kind: Pod\n', 'stdin:1:1: spec: Required value'],
    [
      'no containers',
      'kind: Pod\nspec:\n  hostPID: true\n',
      'stdin:3:3: spec.containers: Required value',
    ],
    [
      'containers as a map',
      'kind: Pod\nspec:\n  containers:\n    name: a\n',
      'stdin:4:5: spec.containers: must be a list, not a map',
    ],
    [
      'a container without a name',
      `${POD}  - image: b\n`,
      'stdin:9:5: spec.containers[1].name: Required value',
    ],
    [
      'a container that is a text',
      `${POD}  - b\n`,
      'stdin:9:5: spec.containers[1]: must be a map, not "b"',
    ],
    [
      'a number as argument',
      `${POD}    args: [3600]\n`,
      'stdin:9:12: spec.containers[0].args[0]: must be a string, not the number 3600 (put it in quotes)',
    ],
    [
      'y as a name',
      `${POD}  - name: y\n`,
      'stdin:9:11: spec.containers[1].name: must be a string, not the boolean true (put it in quotes)',
    ],
    [
      'a wrong quantity',
      `${POD}    resources: {limits: {cpu: lots}}\n`,
      `stdin:9:31: spec.containers[0].resources.limits.cpu: Invalid value: "lots": ${MALFORMED}`,
    ],
    [
      'a wrong suffix of a quantity',
      `${POD}    resources: {requests: {memory: 1mi}}\n`,
      'stdin:9:36: spec.containers[0].resources.requests.memory: Invalid value: "1mi": unable to parse quantity\'s suffix',
    ],
    [
      'a quantity that is no text',
      `${POD}    resources: {limits: {cpu: yes}}\n`,
      `stdin:9:31: spec.containers[0].resources.limits.cpu: Invalid value: the boolean true: ${MALFORMED}`,
    ],
    [
      'a number that is no quantity',
      `${POD}    resources: {limits: {cpu: .inf}}\n`,
      `stdin:9:31: spec.containers[0].resources.limits.cpu: Invalid value: "Infinity": ${MALFORMED}`,
    ],
    [
      'replicas that are no number',
      'kind: Deployment\nspec:\n  replicas: "3"\n  template: {spec: {containers: []}}\n',
      'stdin:3:14: spec.replicas: must be a whole number, not "3"',
    ],
    [
      'fewer Pods than none',
      'kind: CronJob\nspec:\n  jobTemplate:\n    spec: {parallelism: -1, template: {spec: {containers: []}}}\n',
      'stdin:4:25: spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'a wrong time',
      `${POD}status: {startTime: today}\n`,
      'stdin:9:21: status.startTime: must be a time such as 2026-01-31T12:00:00Z, not "today"',
    ],
    [
      'a fault in a later document',
      `${POD}---\n${POD}  nodeName: 7\n`,
      'stdin:18:13: document 2: spec.nodeName: must be a string, not the number 7 (put it in quotes)',
    ],
    [
      'a fault in an item of a list',
      'kind: List\nitems:\n- kind: Pod\n  spec: {containers: [{}]}\n',
      'stdin:4:23: items[0].spec.containers[0].name: Required value',
    ],
    [
      'a fault in a template',
      'kind: Job\nspec:\n  template:\n    spec: {containers: 1}\n',
      'stdin:4:24: spec.template.spec.containers: must be a list, not the number 1',
    ],
  ])('%s', async (_, text, message) => {
    expect(await failureOf(read(text))).toMatch(message);
  });

  test('an alias bomb', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `l${i}: &l${i} [${Array(20)
          .fill(i === 0 ? 'x' : `*l${i - 1}`)
          .join(', ')}]`,
    );
    expect(await failureOf(read(`kind: Pod\n${levels.join('\n')}\n`))).toContain('alias');
  });
});
