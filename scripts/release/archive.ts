/**
 * Archives that are the same, bit for bit, whenever and wherever they are made of the same files:
 * no times but the one given, no owners, no order of a file system.
 */

/** A file of an archive. */
export interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly isProgram?: boolean;
}

const BLOCK = 512;

/** A tar of regular files (POSIX ustar), compressed. `time` is in seconds since 1970. */
export function tarGz(entries: readonly Entry[], time: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    const { content } = entry;
    parts.push(tarHeader(entry, time), content, new Uint8Array(-content.length & (BLOCK - 1)));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return Bun.gzipSync(Buffer.concat(parts), { level: 9 });
}

function tarHeader({ name, content, isProgram }: Entry, time: number): Uint8Array {
  if (name.length > 100) throw new Error(`${name} is too long a name`);
  const header = new Uint8Array(BLOCK);
  const write = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  const octal = (at: number, value: number, digits: number) =>
    write(at, value.toString(8).padStart(digits, '0'));
  write(0, name);
  octal(100, isProgram ? 0o755 : 0o644, 7);
  octal(108, 0, 7);
  octal(116, 0, 7);
  octal(124, content.length, 11);
  octal(136, time, 11);
  write(148, ' '.repeat(8));
  write(156, '0');
  write(257, 'ustar\0' + '00');
  octal(
    148,
    header.reduce((sum, byte) => sum + byte, 0),
    6,
  );
  write(154, '\0 ');
  return header;
}

/** A zip of files. `time` is in seconds since 1970; a zip has it to two seconds, of no zone. */
export function zip(entries: readonly Entry[], time: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const packed = Bun.deflateSync(entry.content as Uint8Array<ArrayBuffer>, {
      level: 9,
      windowBits: -15,
    });
    const facts = zipFacts(entry, packed.length, name.length, time);
    const local = record(0x04034b50, [[2, 20], ...facts]);
    parts.push(local, name, packed);
    // version made by (Unix, for the mode), …, comment, disk, attributes, mode, offset
    directory.push(
      record(0x02014b50, [
        [2, (3 << 8) | 20],
        [2, 20],
        ...facts,
        [2, 0],
        [2, 0],
        [2, 0],
        [4, ((0o100000 | (entry.isProgram ? 0o755 : 0o644)) * 0x10000) >>> 0],
        [4, offset],
      ]),
      name,
    );
    offset += local.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = record(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

type Field = readonly [bytes: 2 | 4, value: number];

/** What both records of a file say of it. */
function zipFacts(
  { content }: Entry,
  packedLength: number,
  nameLength: number,
  time: number,
): readonly Field[] {
  const date = new Date(time * 1000);
  const clock =
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day =
    ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  return [
    [2, 0],
    [2, 8], // deflate
    [2, clock],
    [2, day],
    [4, Bun.hash.crc32(content)],
    [4, packedLength],
    [4, content.length],
    [2, nameLength],
    [2, 0],
  ];
}

function record(signature: number, fields: readonly Field[]): Uint8Array {
  const bytes = Buffer.alloc(4 + fields.reduce((sum, [size]) => sum + size, 0));
  bytes.writeUInt32LE(signature);
  let at = 4;
  for (const [size, value] of fields) {
    bytes.writeUIntLE(value, at, size);
    at += size;
  }
  return bytes;
}
