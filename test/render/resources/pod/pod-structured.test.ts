import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { load } from 'js-yaml';
import { parseQuantity } from '../../../../src/model/resources/quantity/quantity.ts';
import { structuredPodCost } from '../../../../src/render/resources/pod/pod-cost-structured.ts';
import { structuredPodResourcesList } from '../../../../src/render/resources/pod/pod-structured.ts';
import { toJson, toYaml } from '../../../../src/render/text/json-yaml.ts';
import { container, podOf } from '../../../model/resources/small-resources.ts';
import { MIGRATION } from '../../../model/resources/worked-pods.ts';
import { loadHistories } from '../../../support/histories.ts';
import { OUTPUTS, outputOf } from '../pod-outputs.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const schema = JSON.parse(
  readFileSync(join(ROOT, 'schema/pod-resources.v1alpha1.schema.json'), 'utf8'),
);
const validate = new Ajv({ allErrors: true }).compile(schema);

function problemsOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  // What a script gets has been through JSON.
  validate(JSON.parse(toJson(value)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the JSON Schema', () => {
  test('holds for every recorded Pod', () => {
    const pods = loadHistories().flatMap(({ samples }) => samples.at(-1)?.pod ?? []);
    expect(pods.length).toBeGreaterThan(40);
    const broken = pods
      .map((pod) => ({
        name: pod.metadata.name,
        problems: problemsOf(structuredPodCost(outputOf(pod))),
      }))
      .filter(({ problems }) => problems.length > 0);
    expect(broken).toEqual([]);
  });

  test.each(Object.entries(OUTPUTS))('holds for %s', (_, output) => {
    expect(problemsOf(structuredPodCost(output))).toEqual([]);
  });

  test('holds for a list, also an empty one', () => {
    const items = Object.values(OUTPUTS).map(structuredPodCost);
    expect(problemsOf(structuredPodResourcesList(items))).toEqual([]);
    expect(problemsOf(structuredPodResourcesList([]))).toEqual([]);
  });

  test('allows nothing that it does not describe, and no amount that is none', () => {
    const value = structuredPodCost(outputOf(MIGRATION));
    expect(problemsOf({ ...value, more: 1 })).not.toEqual([]);
    expect(problemsOf({ ...value, requests: { cpu: { effective: '1' } } })).not.toEqual([]);
    const [first] = value.containers as { requests: object }[];
    expect(problemsOf({ ...value, containers: [first] })).toEqual([]);
    for (const cpu of ['1.5', '1 Gi', 'lots', 1]) {
      expect(problemsOf({ ...value, containers: [{ ...first, requests: { cpu } }] })).not.toEqual(
        [],
      );
    }
    const open = objectsIn(schema).filter(
      (each) => each.type === 'object' && !('additionalProperties' in each),
    );
    expect(open).toEqual([]);
  });

  test('has every field that it describes in one of the outputs tested here', () => {
    const seen = new Set(
      Object.values(OUTPUTS).flatMap((each) => fieldsIn(structuredPodCost(each))),
    );
    const described = objectsIn(schema).flatMap(({ properties = {} }) =>
      Object.keys(properties as object),
    );
    // Only a list has it.
    const missing = [...new Set(described)].filter((name) => !seen.has(name) && name !== 'items');
    expect(missing).toEqual([]);
  });

  test('describes every field in a sentence', () => {
    const bare = objectsIn(schema)
      .flatMap(({ properties = {} }) => Object.entries(properties as Record<string, object>))
      .filter(([, field]) => !('description' in field || '$ref' in field || 'const' in field))
      .map(([name]) => name);
    expect(bare).toEqual([]);
    const unfinished = objectsIn(schema)
      .flatMap(({ description }) => (typeof description === 'string' ? [description] : []))
      .filter((text) => !/^[A-Za-z].*\.$/.test(text));
    expect(unfinished).toEqual([]);
  });
});

function objectsIn(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

function fieldsIn(value: unknown): readonly string[] {
  return objectsIn(value).flatMap((each) => Object.keys(each));
}

type Structured = ReturnType<typeof structuredPodCost>;

const requestsOf = ({ requests }: Structured) =>
  requests as Readonly<Record<string, Readonly<Record<string, string>>>>;

describe('the amounts', () => {
  test('R16 R17 R19 are those of the worked example, with the container that decides', () => {
    const value = structuredPodCost(outputOf(MIGRATION));
    expect(requestsOf(value)).toEqual({
      cpu: {
        effective: '2100m',
        decidedBy: 'init',
        container: 'migrate',
        running: '600m',
        initPeak: '2100m',
        byQuota: '2100m',
        bySpec: '2100m',
        unusedAfterInit: '1500m',
      },
      memory: {
        effective: '640Mi',
        decidedBy: 'running',
        running: '640Mi',
        initPeak: '384Mi',
        byQuota: '640Mi',
        bySpec: '640Mi',
        unusedAfterInit: '0',
      },
    });
    expect(value.steps).toEqual([
      step('fetch-config', 'init', '100m 64Mi', '', '100m 64Mi'),
      step('log-shipper', 'sidecar', '100m 128Mi', '', '100m 128Mi'),
      step('migrate', 'init', '2 256Mi', '100m 128Mi', '2100m 384Mi'),
    ]);
  });

  // Neither 2^53 + 1 nor a sum of thirds of a core survives a float.
  test.each([
    ['memory', ['9007199254740993', '9007199254740993'], '18014398509481986'],
    ['cpu', ['1n', '1n'], '2n'],
    ['cpu', ['0.1', '0.1', '0.1'], '300m'],
    ['cpu', ['333333333n', '333333333n', '333333334n'], '1'],
    ['memory', ['8Ei', '8Ei'], '18446744073709551614'],
    ['ephemeral-storage', ['1e3', '1k'], '2e3'],
  ])('of %s %p come to %s, to the last digit', (resource, each, sum) => {
    const containers = each.map((text, index) => container(`c${index}`, `${resource}=${text}`));
    const pod = podOf({ containers }, { status: { phase: 'Running' } });
    const json = JSON.parse(toJson(structuredPodCost(outputOf(pod))));
    expect(json.requests[resource].effective).toBe(sum);
  });

  test('of the cgroup are bytes and microseconds: 1Gi and 1.5 cores', () => {
    const pod = podOf({ containers: [container('a', '', 'cpu=1500m memory=1Gi')] });
    expect(structuredPodCost(outputOf(pod)).cgroup).toEqual({
      cpuShares: 1536,
      cpuQuotaMicroseconds: 150_000,
      memoryBytes: '1073741824',
      unbounded: { cpu: [], memory: [] },
    });
  });

  test('are canonical wherever they stand', () => {
    const amounts = Object.values(OUTPUTS).flatMap((each) =>
      Object.values(requestsOf(structuredPodCost(each))).map(({ effective = '' }) => effective),
    );
    expect(amounts.length).toBeGreaterThan(40);
    for (const amount of amounts) expect(parseQuantity(amount).nano).toBeGreaterThanOrEqual(0n);
  });
});

function step(name: string, role: string, ...texts: readonly string[]) {
  const [own, beside, use] = texts.map((text) => {
    const [cpu, memory] = text.split(' ');
    return memory === undefined ? {} : { cpu, memory };
  });
  return { container: name, role, requests: { own, beside, use } };
}

describe('the output', () => {
  test('names the workload, and how many Pods it runs where that is known', () => {
    const [deployment, daemonSet, pod] = ['a Deployment', 'a DaemonSet', 'overhead'].map((name) => {
      const output = OUTPUTS[name];
      return output && structuredPodCost(output).workload;
    });
    expect(deployment).toEqual({ kind: 'Deployment', replicas: 3 });
    expect(daemonSet).toEqual({ kind: 'DaemonSet' });
    expect(pod).toBeUndefined();
  });

  test.each(Object.entries(OUTPUTS))('is the same data as JSON and as YAML: %s', (_, output) => {
    const value = structuredPodCost(output);
    expect(load(toYaml(value))).toEqual(JSON.parse(toJson(value)));
  });

  test('holds no character that a terminal obeys, in names and messages of the cluster neither', () => {
    const hostile = 'a\x1b[31m\u202eb\u009b2J';
    const pod = podOf(
      { containers: [container(hostile, `${hostile}=1`)] },
      { status: { phase: 'Running' } },
    );
    const value = structuredPodCost(outputOf({ ...pod, metadata: { name: hostile } }));
    for (const text of [toJson(value), toYaml(value)]) {
      expect(text).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v);
    }
    expect(JSON.parse(toJson(value)).metadata.name).toBe(hostile);
  });
});
