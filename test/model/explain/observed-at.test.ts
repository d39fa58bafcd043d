import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { observedAt } from '../../../src/model/explain/observed-at.ts';
import type { Pod, PodEvent } from '../../../src/model/kubernetes/api.ts';
import { loadHistories } from '../../support/histories.ts';
import { at, crashLoop, event, pod, running, sandbox, timestamp } from '../support/pods.ts';

describe('observedAt', () => {
  test('is unknown without a status', () => {
    const manifest = { metadata: { name: 'web' }, spec: { containers: [{ name: 'app' }] } };
    expect(observedAt(manifest, [event('spec.containers{app}', 'Started', 5)])).toBeUndefined();
  });

  test('is that of the newest condition', () => {
    expect(observedAt(pod({ status: { conditions: [sandbox('True', 7)] } }), [])).toBe(at(7));
  });

  test('is that of the newest start or end of a container', () => {
    expect(observedAt(pod({ appStatuses: [running('app', 9)] }), [])).toBe(at(9));
    expect(observedAt(pod({ appStatuses: [crashLoop('app', '10s', 15, 2)] }), [])).toBe(at(15));
  });

  test('is that of the newest occurrence of an event', () => {
    const { firstTimestamp: _, ...kept } = event('spec.containers{app}', 'BackOff', 30);
    const series = { count: 3, lastObservedTime: timestamp(44) };
    expect(observedAt(pod({}), [kept])).toBe(at(30));
    expect(observedAt(pod({}), [{ ...kept, series }])).toBe(at(44));
  });

  test('leaves events of another Pod of the same name aside', () => {
    const source = pod({});
    const ours = { ...source, metadata: { ...source.metadata, uid: 'ours' } };
    const theirs = { ...event('spec.containers{app}', 'Started', 50) };
    const involvedObject = { ...theirs.involvedObject, uid: 'theirs' };
    expect(observedAt(ours, [{ ...theirs, involvedObject }])).toBe(at(0));
  });

  test('takes the request of a deletion, not the end of its grace period', () => {
    const source = pod({});
    const deletion = { deletionTimestamp: timestamp(60), deletionGracePeriodSeconds: 30 };
    const metadata = { ...source.metadata, ...deletion };
    expect(observedAt({ ...source, metadata }, [])).toBe(at(30));
  });

  test.each(loadHistories().map(({ scenario, samples }) => [scenario, samples] as const))(
    'never lies after the server printed the Pod (%s)',
    (_, samples) => {
      for (const sample of samples) {
        // Printed times are cut to seconds, and the node's clock is not the server's.
        const latest = sample.observedAt + 2000;
        expect(observedAt(sample.pod, sample.events) ?? 0).toBeLessThanOrEqual(latest);
      }
    },
  );

  test('is the newest of all timestamps in the example file', () => {
    const file = join(import.meta.dirname, '..', '..', '..', 'examples', 'stuck-pod.yaml');
    const text = readFileSync(file, 'utf8').replaceAll(/^#.*$/gm, '');
    const { items } = load(text) as { items: readonly { kind: string }[] };
    const found = items.find(({ kind }) => kind === 'Pod');
    const events = items.filter(({ kind }) => kind === 'Event');
    const timestamps = text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
    expect(timestamps.length).toBeGreaterThan(0);
    expect(observedAt(found as unknown as Pod, events as PodEvent[])).toBe(
      Math.max(...timestamps.map((each) => Date.parse(each))),
    );
  });
});
