/** As much of protobuf's encoding as tests need to make messages that no API server sends. */

export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

/** A text, bytes or message. */
export function field(number: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return join(varint(number * 8 + 2), varint(bytes.length), bytes);
}

export function numberField(number: number, value: number | bigint): Uint8Array {
  return join(varint(number * 8), varint(value));
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** What an API server sends: the envelope around an object of the kind. */
export function envelope(kind: string, object: Uint8Array): Uint8Array {
  const typeMeta = join(field(1, 'v1'), field(2, kind));
  return join(new TextEncoder().encode('k8s\0'), field(1, typeMeta), field(2, object));
}

/** A list with pods of these names in the namespace `n`. */
export function podList(
  names: readonly string[],
  { token = '', remaining }: { token?: string; remaining?: number } = {},
): Uint8Array {
  const count = remaining === undefined ? [] : [numberField(4, remaining)];
  const metadata = field(1, join(field(2, '7'), field(3, token), ...count));
  return envelope('PodList', join(metadata, ...names.map((name) => field(2, podNamed(name)))));
}

function podNamed(name: string): Uint8Array {
  const metadata = field(1, join(field(1, name), field(3, 'n'), field(5, `uid-${name}`)));
  return join(metadata, field(2, field(2, field(1, 'app'))));
}
