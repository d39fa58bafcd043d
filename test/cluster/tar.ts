/** A file, folder or symbolic link of an image layer. */
export type TarEntry = {
  readonly path: string;
  readonly mode?: number;
  readonly owner?: number;
} & ({ readonly data: Uint8Array } | { readonly linkTo: string } | { readonly folder: true });

const BLOCK = 512;

/** An archive of the entries, the same bytes each time: no dates, no names of users. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = 'data' in entry ? entry.data : new Uint8Array();
    return [tarHeader(entry, data.length), data, tarPadding(data.length)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

/** The header of an entry whose data, of that size, the caller writes after it. */
export function tarHeader(entry: TarEntry, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const kind = 'linkTo' in entry ? '2' : 'folder' in entry ? '5' : '0';
  const owner = octal(entry.owner ?? 0, 7);
  header.write(entry.path, 0, 100);
  header.write(octal(entry.mode ?? (kind === '5' ? 0o755 : 0o644), 7), 100);
  header.write(owner, 108);
  header.write(owner, 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  header.write('        ', 148);
  header.write(kind, 156);
  if ('linkTo' in entry) header.write(entry.linkTo, 157, 100);
  header.write('ustar\u000000', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 6)}\u0000 `, 148);
  return header;
}

/** What fills the last block of data of that size. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What ends an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
