import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { JsonObject } from '../../../src/kube/objects/json-value.ts';
import { EXPLAINED_POD } from '../../../src/kube/protobuf/explained-pod.ts';
import { NODE, OWNED_OBJECT, POD } from '../../../src/kube/protobuf/messages.ts';
import { project } from '../../../src/kube/protobuf/project.ts';
import { type ListType, readProtobufList } from '../../../src/kube/protobuf/read-list.ts';
import { DamagedMessage } from '../../../src/kube/protobuf/wire.ts';
import { loadHistories } from '../../support/histories.ts';
import { buildOracle, oracleUnavailable } from '../build.ts';
import { type Oracle, startOracle } from '../oracle.ts';
import { FULL_NODE, FULL_POD } from './full-objects.ts';
import { JUDGED_POD } from './judged-pod.ts';

/** For where even the packages of Kubernetes have to be compiled first. */
const BUILD_TIMEOUT = 1_800_000;
const TIMEOUT = 120_000;

const PODS: ListType = { kind: 'PodList', item: POD };
const EXPLAINED_PODS: ListType = { kind: 'PodList', item: EXPLAINED_POD };
const NODES: ListType = { kind: 'NodeList', item: NODE };
const OWNED: ListType = { kind: 'PartialObjectMetadataList', item: OWNED_OBJECT };

interface Read {
  readonly metadata: readonly JsonObject[];
  readonly items: readonly JsonObject[];
}

let oracle: Oracle;

beforeAll(async () => {
  if (oracleUnavailable() !== undefined) return;
  oracle = startOracle(await buildOracle(), 'encode');
}, BUILD_TIMEOUT);

afterAll(() => oracle?.close());

describe.skipIf(oracleUnavailable() !== undefined)("the API server's own protobuf", () => {
  test(
    'gives of every recorded Pod the same as its JSON',
    async () => {
      let count = 0;
      for (const { scenario, samples } of loadHistories()) {
        const pods = samples.map(({ pod }) => pod);
        const { items } = await read(
          await encode('v1', 'PodList', pods),
          PODS,
          randomSizes(scenario),
        );
        expect(items).toEqual(pods.map((pod) => project(pod, POD)));
        const explained = await read(
          await encode('v1', 'PodList', pods),
          EXPLAINED_PODS,
          randomSizes(scenario),
        );
        expect(explained.items).toEqual(pods.map((pod) => project(pod, EXPLAINED_POD)));
        count += pods.length;
      }
      expect(count).toBeGreaterThan(500);
    },
    TIMEOUT,
  );

  test('gives every field of a Pod that is read, and no other', async () => {
    const { items } = await read(await encode('v1', 'PodList', [FULL_POD]), PODS);
    expect(items).toEqual([project(FULL_POD, POD)]);
    expect(items[0]).toMatchObject({
      metadata: {
        namespace: 'größe',
        deletionTimestamp: '2026-03-01T12:00:00Z',
        deletionGracePeriodSeconds: 0,
        labels: FULL_POD.metadata.labels,
        annotations: { 'kubernetes.io/config.mirror': '0123456789abcdef' },
      },
      spec: {
        activeDeadlineSeconds: 4294967295,
        overhead: FULL_POD.spec.overhead,
        resources: FULL_POD.spec.resources,
      },
      status: {
        allocatedResources: FULL_POD.status.allocatedResources,
        resources: FULL_POD.status.resources,
      },
    });
    const text = JSON.stringify(items);
    expect(text).toContain('"perContainer":"1Mi"');
    for (const unread of ['env', 'image', 'debugger', 'example.com/note', 'Ready', 'too much']) {
      expect(text).not.toContain(unread);
    }
  });

  test('gives every field of a Pod that a verdict looks at', async () => {
    const { items } = await read(await encode('v1', 'PodList', [JUDGED_POD]), EXPLAINED_PODS);
    expect(items).toEqual([project(JUDGED_POD, EXPLAINED_POD)]);
    const { metadata, ...rest } = JUDGED_POD;
    expect(items).toEqual([{ metadata, spec: rest.spec, status: rest.status }]);
  });

  test('gives of a Node the same as its JSON', async () => {
    const { items } = await read(await encode('v1', 'NodeList', [FULL_NODE]), NODES);
    expect(items).toEqual([project(FULL_NODE, NODE)]);
    expect(items).toEqual([
      {
        metadata: FULL_NODE.metadata,
        spec: {
          unschedulable: true,
          taints: [
            { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
            { key: 'node.kubernetes.io/unschedulable', effect: 'NoExecute' },
          ],
        },
        status: {
          capacity: FULL_NODE.status.capacity,
          allocatable: FULL_NODE.status.allocatable,
          conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }],
        },
      },
    ]);
  });

  test('gives of any object who it is and whose', async () => {
    const { uid, name, namespace, ownerReferences } = FULL_POD.metadata;
    const apiVersion = 'meta.k8s.io/v1';
    const object = { apiVersion, kind: 'PartialObjectMetadata', metadata: FULL_POD.metadata };
    const bytes = await encode(apiVersion, 'PartialObjectMetadataList', [object]);
    const { items } = await read(bytes, OWNED);
    expect(items).toEqual([project(object, OWNED_OBJECT)]);
    expect(items).toMatchObject([{ metadata: { uid, name, namespace } }]);
    expect(JSON.stringify(items)).toContain(String(ownerReferences[0]?.uid));
  });

  test('gives which state it is of, and where the next page begins, before the items', async () => {
    const metadata = { resourceVersion: '7', continue: 'token', remainingItemCount: 12345 };
    const order: string[] = [];
    const chunks = chunksOf(await encode('v1', 'PodList', [FULL_POD], metadata));
    await readProtobufList(chunks, PODS, {
      metadata: (read) => order.push(JSON.stringify(read)),
      item: () => void order.push('item'),
    });
    expect(order).toEqual([JSON.stringify(metadata), 'item']);
  });

  test('gives a list of nothing', async () => {
    expect((await read(await encode('v1', 'PodList', []), PODS)).items).toEqual([]);
  });

  test(
    'may be cut into chunks at any place',
    async () => {
      const bytes = await encode('v1', 'PodList', [FULL_POD]);
      const whole = await read(bytes, PODS);
      for (let at = 0; at <= bytes.length; at++) {
        expect(await read(bytes, PODS, [at])).toEqual(whole);
      }
      expect(await read(bytes, PODS, new Array(bytes.length).fill(1))).toEqual(whole);
    },
    TIMEOUT,
  );

  test(
    'that is cut off is refused, never read as a shorter list',
    async () => {
      const pods = [FULL_POD, FULL_POD];
      const bytes = await encode('v1', 'PodList', pods);
      const whole = await read(bytes, PODS);
      // Behind the list there are only two empty texts.
      const endOfList = bytes.length - 4;
      for (let length = 0; length < endOfList; length++) {
        await expect(read(bytes.subarray(0, length), PODS)).rejects.toThrow(DamagedMessage);
      }
      expect(await read(bytes.subarray(0, endOfList), PODS)).toEqual(whole);
    },
    TIMEOUT,
  );

  test(
    'with any byte damaged is read or refused, and nothing else',
    async () => {
      const bytes = await encode('v1', 'PodList', [FULL_POD]);
      let refused = 0;
      for (let at = 0; at < bytes.length; at++) {
        for (const change of [0x01, 0x80, 0xff]) {
          const damaged = Uint8Array.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ change;
          const error = await read(damaged, PODS).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error === undefined) continue;
          expect(error).toBeInstanceOf(DamagedMessage);
          refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(bytes.length / 4);
    },
    TIMEOUT,
  );

  test('of another kind of list is refused', async () => {
    const bytes = await encode('v1', 'NodeList', [FULL_NODE]);
    await expect(read(bytes, PODS)).rejects.toThrow('a NodeList in place of a PodList');
  });
});

async function encode(
  apiVersion: string,
  kind: string,
  items: readonly object[],
  metadata: object = { resourceVersion: '7' },
): Promise<Uint8Array> {
  const [line = ''] = await oracle.ask([JSON.stringify({ apiVersion, kind, metadata, items })]);
  return Uint8Array.from(Buffer.from(line, 'base64'));
}

async function read(bytes: Uint8Array, type: ListType, sizes?: readonly number[]): Promise<Read> {
  const metadata: JsonObject[] = [];
  const items: JsonObject[] = [];
  await readProtobufList(chunksOf(bytes, sizes), type, {
    metadata: (value) => void metadata.push(value),
    item: (value) => void items.push(value),
  });
  return { metadata, items };
}

/** Chunks of these sizes, the last one with the rest. */
function chunksOf(bytes: Uint8Array, sizes: readonly number[] = []) {
  let from = 0;
  let index = 0;
  return async () => {
    if (from >= bytes.length && index >= sizes.length) return undefined;
    const size = sizes[index++] ?? bytes.length - from;
    const chunk = bytes.subarray(from, from + size);
    from += size;
    return chunk;
  };
}

/** Another sequence for each name, the same in each run. */
function randomSizes(name: string): readonly number[] {
  let state = Number(Bun.hash.crc32(name));
  return Array.from({ length: 200 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % 5000;
  });
}
