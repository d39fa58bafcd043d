import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { load } from 'js-yaml';
import { explainPod } from '../../../src/model/explain/explain.ts';
import type { LiveExplanation, Note } from '../../../src/model/explain/explanation.ts';
import {
  structuredExplanation,
  structuredExplanations,
} from '../../../src/render/explain/structured.ts';
import { toJson, toYaml } from '../../../src/render/text/json-yaml.ts';
import { explainLive } from '../../support/explain-live.ts';
import { loadHistories } from '../../support/histories.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const schema = JSON.parse(
  readFileSync(join(ROOT, 'schema/pod-explanation.v1alpha1.schema.json'), 'utf8'),
);
// The pattern beside it says what `format` would.
const ajv = new Ajv({ allErrors: true, formats: { 'date-time': true } });
const validate = ajv.compile(schema);

const explanations = loadHistories().flatMap(({ samples }) =>
  samples.map(({ pod, events, row, observedAt }) =>
    explainLive({ pod, events, columns: row, now: observedAt }),
  ),
);
const [first] = explanations;
if (!first) throw new Error('nothing is recorded');

function problemsOf(value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the JSON Schema', () => {
  test('holds for every sample of every recorded history', () => {
    expect(explanations.length).toBeGreaterThan(400);
    const broken = explanations
      .map((each) => ({ name: each.name, problems: problemsOf(structuredExplanation(each)) }))
      .filter(({ problems }) => problems.length > 0);
    expect(broken).toEqual([]);
  });

  test('holds for a manifest without a status', () => {
    const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'app' }] } };
    const forecast = structuredExplanation(explainPod({ pod, events: [], now: 0 }));
    expect(problemsOf(forecast)).toEqual([]);
    expect(forecast).not.toHaveProperty('status');
    expect(forecast).not.toHaveProperty('timeline');
    expect(forecast).toMatchObject({
      verdict: { code: 'Forecast', outcome: 'forecast' },
      startOrder: [{ container: 'app', condition: { kind: 'scheduled' } }],
    });
  });

  test('has the critical path that -o wide tells, in seconds, where it is known', () => {
    const known = explanations.filter(({ startPath }) => startPath !== undefined);
    expect(known.length).toBeGreaterThan(200);
    expect(known.length).toBeLessThan(explanations.length);
    for (const each of explanations) {
      const { startPath } = structuredExplanation(each) as { startPath?: JsonPath };
      const seconds = startPath?.steps.map((step) => step.seconds * 1000);
      expect(seconds).toEqual(each.startPath?.steps.map(({ length }) => length));
      const ofContainers = startPath?.steps.filter(({ container }) => container !== undefined);
      expect(ofContainers?.every(({ kind }) => kind === 'container') ?? true).toBe(true);
    }
  });

  test('holds for a list, also an empty one', () => {
    expect(problemsOf(structuredExplanations(explanations.slice(0, 3)))).toEqual([]);
    expect(problemsOf(structuredExplanations([]))).toEqual([]);
  });

  test('allows nothing that it does not describe', () => {
    const value = structuredExplanation(first);
    expect(problemsOf({ ...value, more: 1 })).not.toEqual([]);
    expect(problemsOf({ ...value, verdict: { code: 'Ready' } })).not.toEqual([]);
    const open = objectsIn(schema).filter(
      (each) => each.type === 'object' && each.additionalProperties !== false,
    );
    expect(open).toEqual([]);
  });

  test('describes every field', () => {
    const bare = objectsIn(schema)
      .flatMap(({ properties = {} }) => Object.entries(properties as Record<string, object>))
      .filter(([, field]) => !('description' in field || '$ref' in field || 'const' in field))
      .map(([name]) => name);
    expect(bare).toEqual([]);
  });
});

interface JsonPath {
  readonly steps: readonly {
    readonly kind: string;
    readonly container?: string;
    readonly seconds: number;
  }[];
}

/** What no recorded history shows; the compiler holds it to the model. */
const UNRECORDED_NOTES: readonly Note[] = [
  { code: 'inferred-completion', container: 'migrate' },
  { code: 'backoff-was-reset', container: 'app' },
  { code: 'init-ports-not-in-service', container: 'migrate' },
  { code: 'events-unreadable', reason: 'events is forbidden' },
  {
    code: 'waiting-pattern',
    container: 'migrate',
    pattern: 'tcp',
    targets: ['db:5432'],
    loops: true,
  },
];

test('the JSON Schema holds for what no recorded history shows', () => {
  const value = structuredExplanation({
    ...first,
    misleading: { code: 'evicted' },
    notes: UNRECORDED_NOTES,
  });
  expect(problemsOf(value)).toEqual([]);
});

function objectsIn(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

describe('the output', () => {
  const attacks = [
    '\x1b]52;c;AAAA\x07',
    'a\u009b31m',
    'a\u0085b',
    'a\rb\tc',
    'a\u202eb',
    'a\u200b',
    '\ufeffa',
    'a\u{e0041}',
    'a\u3164',
    'a\u2028b',
    'two\nlines',
    'two\nlines\u200b',
  ];
  // Alone and together: what one character makes YAML quote may hide another.
  const evidence = [...attacks, attacks.join(' ')];
  const hostile: LiveExplanation = { ...first, verdict: { ...first.verdict, evidence } };
  const value = structuredExplanation(hostile);

  test('is the same data as JSON and as YAML, hostile texts included', () => {
    const json = toJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(load(toYaml(value))).toEqual(JSON.parse(json));
    expect(Bun.YAML.parse(toYaml(value))).toEqual(JSON.parse(json));
  });

  test('holds no character that a terminal obeys or does not show', () => {
    const unsafe = /[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}]/u;
    for (const text of [toJson(value), toYaml(value)]) {
      expect(text.split('\n').filter((line) => unsafe.test(line))).toEqual([]);
    }
  });

  test.each(['yes', 'y', '0123', '0o7', '1e3', '1:30', 'null', '~', '2026-01-02'])(
    'quotes %s, which YAML 1.1 or 1.2 would take for another type',
    async (name) => {
      const text = await toYaml(structuredExplanation({ ...first, name }));
      expect(text).toMatch(new RegExp(`name: ["']${name}["']\\n`));
    },
  );

  test('ends with the year 9999, as RFC 3339 does, where a probe may fail for ever', () => {
    const startupProbe = { failureThreshold: 2147483647, periodSeconds: 2147483647 };
    const pod = {
      metadata: { name: 'web', creationTimestamp: '2026-01-02T00:00:00Z' },
      spec: {
        nodeName: 'node',
        initContainers: [{ name: 'proxy', restartPolicy: 'Always' as const, startupProbe }],
        containers: [{ name: 'app' }],
      },
      status: {
        phase: 'Pending' as const,
        conditions: [{ type: 'PodReadyToStartContainers', status: 'True' as const }],
        initContainerStatuses: [
          { name: 'proxy', state: { running: { startedAt: '2026-01-02T00:00:01Z' } } },
        ],
      },
    };
    const explanation = explainLive({ pod, events: [], now: Date.UTC(2026, 0, 2, 0, 1) });
    const endless = structuredExplanation(explanation);
    expect(problemsOf(endless)).toEqual([]);
    expect(endless.next).toMatchObject({ condition: { killLatest: '9999-12-31T23:59:59Z' } });
  });

  test('writes instants as the API does', () => {
    const { observedAt } = structuredExplanation({ ...first, observedAt: Date.UTC(2026, 0, 2) });
    expect(observedAt).toBe('2026-01-02T00:00:00Z');
  });
});
