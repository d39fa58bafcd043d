/**
 * What the API server refuses in the resources of a Pod, and what `resources -f` says of the same
 * manifest without a cluster: the same fields and the same words.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readManifests } from '../../src/kube/files/manifest-files.ts';
import { withServerDefaults } from '../../src/model/resources/admission/server-defaults.ts';
import { createNamespace, realCluster, run } from './support/real-cluster.ts';
import { resourcesOf } from './support/resource-objects.ts';

const TIMEOUT_MS = 60_000;

interface Fields {
  readonly [field: string]: unknown;
}

const container = (requests: Fields, limits: Fields = {}, name = 'app') => ({
  name,
  image: 'busybox:1.28',
  resources: { requests, limits },
});
const limited = (limits: Fields, name?: string) => container({}, limits, name);
const GPU = 'example.com/gpu';
const PAGES = 'hugepages-2Mi';

/** Specs of Pods, each of which is refused for its resources alone. */
const BAD: readonly [title: string, spec: Fields][] = [
  ['an unknown name', { containers: [limited({ disk: '1' })] }],
  ['an unknown name that is requested', { containers: [container({ gpu: '1' })] }],
  ['a name of storage claims', { containers: [container({ storage: '1Gi' })] }],
  ['a name of quotas', { containers: [container({ 'requests.cpu': '1' })] }],
  ['a name that ends in a dash', { containers: [container({ 'gpu-': '1' })] }],
  ['an empty name', { containers: [container({ '': '1' })] }],
  ['a name of too many parts', { containers: [limited({ 'example.com/a/b': '1' })] }],
  ['a name without a name part', { containers: [limited({ 'example.com/': '1' })] }],
  ['a name without a domain', { containers: [limited({ '/gpu': '1' })] }],
  ['a domain in capitals', { containers: [limited({ 'Example.com/gpu': '1' })] }],
  ['a name that HTML would mind', { containers: [limited({ 'a<b>&c': '1' })] }],
  ['a name that is not ASCII', { containers: [limited({ 'spücher/ä': '1' })] }],
  ['a long name', { containers: [limited({ [`example.com/${'x'.repeat(64)}`]: '1' })] }],
  ['a domain too long for quota', { containers: [limited({ [`${'a'.repeat(246)}/x`]: '1' })] }],
  [
    'a name with the prefix of quotas',
    { containers: [limited({ 'requests.example.com/gpu': '1' })] },
  ],
  ['a negative limit', { containers: [limited({ cpu: '-1' })] }],
  ['a negative request', { containers: [container({ memory: '-1Mi' })] }],
  ['half a device', { containers: [limited({ [GPU]: '500m' })] }],
  ['less than a thousandth of a device', { containers: [limited({ [GPU]: '1.0001' })] }],
  ['more devices than 64 bits have', { containers: [limited({ [GPU]: '9223372036854776' })] }],
  ['a request above the limit', { containers: [container({ cpu: '2' }, { cpu: '1500m' })] }],
  ['fewer devices than the limit', { containers: [container({ [GPU]: '1' }, { [GPU]: '2' })] }],
  ['devices without a limit', { containers: [container({ [GPU]: '1' })] }],
  ['hugepages alone', { containers: [limited({ [PAGES]: '4Mi' })] }],
  ['hugepages that are no multiple', { containers: [limited({ cpu: '1', [PAGES]: '3Mi' })] }],
  ['hugepages of no size', { containers: [limited({ cpu: '1', 'hugepages-x': '2Mi' })] }],
  ['hugepages without a limit', { containers: [container({ cpu: '1', [PAGES]: '2Mi' })] }],
  [
    'an init container and a sidecar',
    {
      initContainers: [
        limited({ disk: '1' }, 'setup'),
        { ...container({ cpu: '3' }, { cpu: '2' }, 'proxy'), restartPolicy: 'Always' },
      ],
      containers: [container({})],
    },
  ],
  [
    'several things at once',
    { containers: [container({ cpu: '2', memory: '-1' }, { cpu: '1', [GPU]: '1500m' })] },
  ],
  [
    'storage at the pod level',
    { resources: { limits: { 'ephemeral-storage': '1Gi' } }, containers: [container({})] },
  ],
  [
    'devices at the pod level',
    { resources: { limits: { [GPU]: '1' } }, containers: [container({})] },
  ],
  [
    'an unknown name at the pod level',
    { resources: { requests: { disk: '1' } }, containers: [container({})] },
  ],
  [
    'less at the pod level than the containers request',
    { resources: { requests: { cpu: '1' } }, containers: [container({ cpu: '1500m' })] },
  ],
  [
    'pod-level limits below what the containers request',
    { resources: { limits: { cpu: '1' } }, containers: [container({ cpu: '1500m' })] },
  ],
  [
    'a container limit above that of the pod level',
    { resources: { limits: { memory: '1Gi' } }, containers: [limited({ memory: '2Gi' })] },
  ],
  [
    'fewer hugepages at the pod level than the containers limit',
    {
      resources: { limits: { memory: '1Gi', [PAGES]: '2Mi' } },
      containers: [limited({ memory: '512Mi', [PAGES]: '4Mi' })],
    },
  ],
  [
    'pod-level requests above the limits',
    { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } }, containers: [container({})] },
  ],
];

const UNREADABLE = ['lots', '1Gb', '1 Gi', '1e', '1.2.3', '0x10', '1mi', '', '--1', true, ['1']];

describe.skipIf(realCluster.isAbsent)('R21 the API server and -f refuse alike', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('resource-validation');
  }, TIMEOUT_MS);

  afterAll(async () => {
    await namespace.remove();
  });

  function create(object: object) {
    const args = ['-n', namespace.name, 'create', '--dry-run=server', '-o', 'json', '-f', '-'];
    return run([realCluster.kubectl, ...args], { stdin: JSON.stringify(object) });
  }

  async function refusal(object: object): Promise<string> {
    const { exitCode, stderr } = await create(object);
    return exitCode === 0 ? '' : stderr;
  }

  test.each(BAD)(
    '%s',
    async (_, spec) => {
      const theirs = invalidFields(await refusal(pod(spec)));
      expect(theirs.length).toBeGreaterThan(0);
      expect(await ourProblems(pod(spec))).toEqual(theirs);
    },
    TIMEOUT_MS,
  );

  test(
    'the overhead of a workload',
    async () => {
      const spec = { overhead: { 'my.org': '10m', cpu: '-1' }, containers: [container({})] };
      const theirs = invalidFields(await refusal(deployment(spec)));
      expect(theirs.length).toBe(3);
      expect(await ourProblems(deployment(spec))).toEqual(theirs);
    },
    TIMEOUT_MS,
  );

  test.each(UNREADABLE.map((amount) => [JSON.stringify(amount), amount] as const))(
    'the quantity %s',
    async (_, amount) => {
      const bad = pod({ containers: [limited({ cpu: amount })] });
      const [, words] = /cannot be handled as a Pod: (.*)/.exec(await refusal(bad)) ?? [];
      expect(words).toBeString();
      expect((await readObject(bad)).problems.map(({ message }) => message).join('\n')).toContain(
        `: ${words}`,
      );
    },
    TIMEOUT_MS,
  );

  test(
    'neither a good Pod, and read its amounts alike',
    async () => {
      const good = pod({
        resources: { requests: { memory: ' 1Gi ' } },
        initContainers: [container({ cpu: 1.5 }, { cpu: '2000m' }, 'setup')],
        containers: [limited({ [GPU]: 1, memory: '1e8', [PAGES]: '4Mi', cpu: '.5' }, 'a')],
      });
      const nothing = pod({ containers: [limited({ cpu: null, memory: 1e6 })] });
      for (const object of [good, nothing]) {
        const { stdout } = await create(object);
        const { pods } = await readObject(object);
        const ours = pods.map(({ pod }) => resourcesOf(withServerDefaults(pod).pod));
        expect(ours).toEqual([resourcesOf(JSON.parse(stdout))]);
        expect(await ourProblems(object)).toEqual([]);
      }
    },
    TIMEOUT_MS,
  );
});

function pod(spec: Fields): Fields {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'refused' }, spec };
}

function deployment(spec: Fields): Fields {
  const labels = { app: 'refused' };
  const template = { metadata: { labels }, spec };
  const workload = { selector: { matchLabels: labels }, template };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'refused' },
    spec: workload,
  };
}

/** `The Pod "refused" is invalid: FIELD: WORDS`, or one `* FIELD: WORDS` a line. */
function invalidFields(stderr: string): readonly string[] {
  const [, list = ''] = / is invalid: (.*)$/s.exec(stderr) ?? [];
  const lines = list.split('\n').map((line) => line.replace(/^\* /, '').trim());
  return [...new Set(lines.filter((line) => line !== ''))].sort();
}

function readObject(object: Fields) {
  return readManifests(['-'], { readStdin: async () => JSON.stringify(object) });
}

async function ourProblems(object: Fields): Promise<readonly string[]> {
  const { problems } = await readObject(object);
  return problems.map(({ message }) => message.replace(/^stdin:\d+:\d+: /, '')).sort();
}
