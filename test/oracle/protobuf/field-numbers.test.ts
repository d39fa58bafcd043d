import { beforeAll, describe, expect, test } from 'bun:test';
import { EXPLAINED_POD } from '../../../src/kube/protobuf/explained-pod.ts';
import type { FieldType, Message } from '../../../src/kube/protobuf/message.ts';
import {
  LIST,
  LIST_META,
  NODE,
  OWNED_OBJECT,
  POD,
  QUANTITY,
  STATUS,
  TIME,
  TYPE_META,
  UNKNOWN,
} from '../../../src/kube/protobuf/messages.ts';
import {
  type ProtoFile,
  type ProtoMessages,
  protoFilesUnavailable,
  readProtoFiles,
} from './proto-files.ts';

/** Those of other files than core/v1. */
const FILE_OF: Readonly<Record<string, ProtoFile>> = {
  ObjectMeta: 'meta',
  OwnerReference: 'meta',
  PartialObjectMetadata: 'meta',
  ListMeta: 'meta',
  Status: 'meta',
  Time: 'meta',
  Quantity: 'resource',
  TypeMeta: 'runtime',
};

let files: ReadonlyMap<ProtoFile, ProtoMessages>;

describe.skipIf(protoFilesUnavailable() !== undefined)("Kubernetes' own .proto files", () => {
  beforeAll(async () => {
    files = await readProtoFiles();
  }, 120_000);

  const roots = [
    POD,
    EXPLAINED_POD,
    NODE,
    OWNED_OBJECT,
    LIST_META,
    STATUS,
    TIME,
    QUANTITY,
    TYPE_META,
  ];
  const messages = [...new Set(roots.flatMap(withNested))];

  test.each(messages.map((message) => [message.name, message] as const))(
    'have each field that we read of %s, with its number and type',
    (name, message) => {
      const declared = files.get(FILE_OF[name] ?? 'core')?.get(name) ?? [];
      const read = message.fields.map((field) => {
        return `${declaredType(field.type)} ${field.name} = ${field.number}`;
      });
      expect(read.length).toBeGreaterThan(0);
      expect(declared.map(withoutPackages)).toEqual(expect.arrayContaining(read));
    },
  );

  test.each(['Pod', 'Node', 'PartialObjectMetadata'])(
    'number the parts of a list of %s so',
    (item) => {
      const isMeta = item === 'PartialObjectMetadata';
      const declared = files.get(isMeta ? 'meta' : 'core')?.get(`${item}List`) ?? [];
      expect(declared.map(withoutPackages)).toEqual([
        `ListMeta metadata = ${LIST.metadata}`,
        `repeated ${item} items = ${LIST.items}`,
      ]);
    },
  );

  test('number the parts of the envelope so', () => {
    expect(files.get('runtime')?.get('Unknown')).toEqual([
      `TypeMeta typeMeta = ${UNKNOWN.typeMeta}`,
      `bytes raw = ${UNKNOWN.raw}`,
      `string contentEncoding = ${UNKNOWN.contentEncoding}`,
      'string contentType = 4',
    ]);
  });
});

function withNested(message: Message): readonly Message[] {
  const nested = message.fields.flatMap(({ type }) => {
    const inner = typeof type === 'object' && 'repeated' in type ? type.repeated : type;
    return typeof inner === 'object' && 'byNumber' in inner ? withNested(inner) : [];
  });
  return [message, ...nested];
}

function declaredType(type: FieldType): string {
  if (typeof type === 'string') return type;
  if ('map' in type) return `map<string, ${type.map}>`;
  if ('nonZero' in type) return type.nonZero;
  if ('repeated' in type) return `repeated ${declaredType(type.repeated)}`;
  return type.name;
}

function withoutPackages(field: string): string {
  return field.replace(/\.?\b(?:\w+\.)+(?=\w)/g, '');
}
