import { describe, expect, test } from 'bun:test';
import type { JsonObject } from '../../../src/kube/objects/json-value.ts';
import { decode } from '../../../src/kube/protobuf/decode.ts';
import { message } from '../../../src/kube/protobuf/message.ts';
import { POD, TIME } from '../../../src/kube/protobuf/messages.ts';
import { readProtobufList } from '../../../src/kube/protobuf/read-list.ts';
import { DamagedMessage, WireReader } from '../../../src/kube/protobuf/wire.ts';
import { envelope, field, join, numberField, podList, varint } from './encoding.ts';

const SAMPLE = message('Sample', {
  text: [1, 'string'],
  count: [2, 'int64'],
  flag: [3, 'bool'],
  texts: [4, { repeated: 'string' }],
  map: [5, { map: 'string' }],
});

const decoded = (...parts: Uint8Array[]) =>
  decode(new WireReader(Buffer.from(join(...parts))), SAMPLE);

describe('a message', () => {
  test('may have fields of any wire type that are not known', () => {
    const unknown = [
      field(100, 'bytes'),
      numberField(101, 2n ** 64n - 1n),
      join(varint(102 * 8 + 1), new Uint8Array(8).fill(255)),
      join(varint(103 * 8 + 5), new Uint8Array(4).fill(255)),
      field(536_870_911, 'the highest number there is'),
    ];
    const parts = unknown.flatMap((each, index) => [each, field(4, String(index))]);
    expect(decoded(...parts)).toEqual({ texts: ['0', '1', '2', '3', '4'] });
  });

  test.each([0, 1, 127, 128, 2 ** 31, 2 ** 53 - 1, -1, -(2 ** 53 - 1)])(
    'has the number %d',
    (value) => {
      expect(decoded(numberField(2, value))).toEqual({ count: value });
    },
  );

  test('has no empty texts and no false, as in JSON, but empty entries', () => {
    const entry = field(5, join(field(1, 'key'), field(2, '')));
    expect(decoded(field(1, ''), numberField(3, 0), field(4, ''), entry)).toEqual({
      texts: [''],
      map: { key: '' },
    });
  });

  test('has the same texts whether or not they came before', () => {
    // The UTF-8 bytes of the first are the characters of the second.
    const texts = [
      'é',
      'Ã©',
      'é',
      'cpu',
      'cpu',
      '',
      '€',
      'x'.repeat(40),
      'x'.repeat(41),
      '\u{1F600}',
    ];
    const many = Array.from({ length: 5000 }, (_, index) => `text-${index}`);
    const all = [...texts, ...many, ...texts, ...many];
    expect(decoded(...all.map((text) => field(4, text)))).toEqual({ texts: all });
  });

  test('is the same value where its bytes came before, whatever stood between', () => {
    const inner = { ...message('Inner', { map: [1, { map: 'Quantity' }] }), isRepetitive: true };
    const outer = message('Outer', { list: [1, { repeated: inner }], one: [2, inner] });
    const amounts = Array.from({ length: 2000 }, (_, index) => `${index % 700}Mi`);
    const long = 'x'.repeat(600);
    const texts = ['5Gi', '5Gi', ...amounts, long, '', long, ...amounts.toReversed()];
    const bytes = (text: string) => field(1, join(field(1, 'memory'), field(2, field(1, text))));
    const list = texts.map((text) => field(1, bytes(text)));
    const wire = new WireReader(Buffer.from(join(...list, field(2, bytes('1Mi')), field(1, ''))));
    const result = decode(wire, outer) as { list: JsonObject[]; one: JsonObject };
    const expected = texts.map((text) => ({ map: { memory: text === '' ? '0' : text } }));
    expect(result.list).toEqual([...expected, {}]);
    expect(result.one).toEqual({ map: { memory: '1Mi' } });
    expect(result.list[1]).toBe(result.list[0] as JsonObject);
  });

  test.each([
    ['a known field of another type', numberField(1, 5)],
    ['a wire type that does not exist', varint(100 * 8 + 7)],
    ['a group, which Kubernetes has none of', varint(100 * 8 + 3)],
    [
      'a value that is longer than the message',
      join(varint(1 * 8 + 2), varint(2 ** 31), field(1, '')),
    ],
    ['an unknown value that is longer', join(varint(100 * 8 + 2), varint(5), field(1, ''))],
    ['an entry that is longer than its map', field(5, join(varint(1 * 8 + 2), varint(9)))],
    ['a length of more than 32 bits', join(varint(1 * 8 + 2), varint(2n ** 40n))],
    ['a number without an end', join(varint(2 * 8), new Uint8Array(11).fill(255))],
    ['an unknown number without an end', join(varint(99 * 8), new Uint8Array(11).fill(255))],
    ['a number that is cut off', join(varint(2 * 8), new Uint8Array([128]))],
    ['a fixed number that is cut off', join(varint(99 * 8 + 1), new Uint8Array(7))],
  ])('is refused for %s', (_, bytes) => {
    expect(() => decoded(bytes)).toThrow(DamagedMessage);
  });

  test('is refused for a time that no calendar has', () => {
    const meta = field(1, field(9, numberField(1, 2n ** 62n)));
    expect(TIME.fields.map(({ name }) => name)).toEqual(['seconds']);
    expect(() => decode(new WireReader(Buffer.from(meta)), POD)).toThrow(DamagedMessage);
  });
});

describe('a list', () => {
  const type = { kind: 'PodList', item: POD };

  async function namesIn(chunks: readonly Uint8Array[]): Promise<readonly unknown[]> {
    const names: unknown[] = [];
    const left = [...chunks];
    const item = ({ metadata }: JsonObject) => void names.push((metadata as JsonObject).name);
    await readProtobufList(async () => left.shift(), type, { metadata: () => undefined, item });
    return names;
  }

  test('may have unknown fields much larger than the buffer, in many chunks', async () => {
    const large = new Uint8Array(1_000_000);
    const list = envelope('PodList', join(field(9, large), podListBody('a'), field(10, large)));
    const all = join(list, field(8, large));
    const chunks = [];
    for (let at = 0; at < all.length; at += 1000) chunks.push(all.subarray(at, at + 1000));
    expect(await namesIn(chunks)).toEqual(['a']);
  });

  test('may have an item much larger than a chunk', async () => {
    const large = field(1, field(12, join(field(1, 'note'), field(2, 'x'.repeat(3_000_000)))));
    const named = field(1, field(1, 'large'));
    const spec = field(2, field(2, field(1, 'app')));
    const item = field(2, join(large, named, spec));
    const all = envelope('PodList', join(item, podListBody('b')));
    const chunks = [];
    for (let at = 0; at < all.length; at += 65_536) chunks.push(all.subarray(at, at + 65_536));
    expect(await namesIn(chunks)).toEqual(['large', 'b']);
  });

  test('hands an item on before the next chunk is asked for', async () => {
    const all = podList(['a', 'b']);
    const taken: string[] = [];
    const chunks = [all.subarray(0, all.length - 12), all.subarray(all.length - 12)];
    const next = async () => {
      taken.push(`${2 - chunks.length} chunks`);
      return chunks.shift();
    };
    const item = ({ metadata }: JsonObject) =>
      void taken.push(String((metadata as JsonObject).name));
    await readProtobufList(next, type, { metadata: () => undefined, item });
    expect(taken).toEqual(['0 chunks', 'a', '1 chunks', 'b', '2 chunks']);
  });

  test('waits with the next item for what the taker promises', async () => {
    const order: string[] = [];
    let chunk: Uint8Array | undefined = podList(['a', 'b']);
    const item = async ({ metadata }: JsonObject) => {
      const name = String((metadata as JsonObject).name);
      order.push(`${name} taken`);
      await Bun.sleep(1);
      order.push(`${name} done`);
    };
    const next = async () => {
      const only = chunk;
      chunk = undefined;
      return only;
    };
    await readProtobufList(next, type, { metadata: () => undefined, item });
    expect(order).toEqual(['a taken', 'a done', 'b taken', 'b done']);
  });

  test.each([
    ['nothing at all', new Uint8Array()],
    ['JSON', new TextEncoder().encode('{"kind":"PodList"}')],
    ['an envelope with nothing in it', new TextEncoder().encode('k8s\0')],
    [
      'an item that claims gigabytes',
      claimed(join(varint(2 * 8 + 2), varint(2 ** 31)), 2 ** 31 + 6),
    ],
    ['an item that is longer than its list', claimed(join(varint(2 * 8 + 2), varint(500)), 10)],
  ])('is refused for %s', async (_, bytes) => {
    await expect(namesIn([bytes])).rejects.toThrow(DamagedMessage);
  });
});

function podListBody(name: string): Uint8Array {
  return field(2, join(field(1, field(1, name)), field(2, field(2, field(1, 'app')))));
}

/** A list that says it is so long. */
function claimed(start: Uint8Array, length: number): Uint8Array {
  return join(new TextEncoder().encode('k8s\0'), varint(2 * 8 + 2), varint(length), start);
}
