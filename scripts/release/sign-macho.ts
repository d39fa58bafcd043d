/**
 * Signs a program for macOS as nobody in particular ("ad hoc"), which is what arm64 Macs ask of
 * every program, and what an amd64 one must not have wrongly. The compiler copies the signature of
 * its own runtime into the program, where it no longer fits.
 */

const PAGE_SIZE = 4096;
const HASH_SIZE = 32;
const CODE_DIRECTORY_HEADER = 88;
const SUPER_BLOB_HEADER = 20;

const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const CPU_ARM64 = 0x0100000c;

/** The same program with a signature of its own. Throws for anything but a thin 64-bit Mach-O. */
export function signAdHoc(program: Uint8Array, identifier: string): Uint8Array {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  if (view.getUint32(0, true) !== 0xfeedfacf) throw new Error('it is no 64-bit Mach-O program');
  const { signature, linkedit, textSize } = placesIn(view);
  const codeLimit = view.getUint32(signature + 8, true);
  const name = new TextEncoder().encode(`${identifier}\0`);
  const pages = Math.ceil(codeLimit / PAGE_SIZE);
  const length = SUPER_BLOB_HEADER + CODE_DIRECTORY_HEADER + name.length + pages * HASH_SIZE;
  // The signature's place is one of aligned bytes.
  const room = Math.ceil(length / 16) * 16;

  const signed = new Uint8Array(codeLimit + room);
  signed.set(program.subarray(0, codeLimit));
  const out = new DataView(signed.buffer);
  out.setUint32(signature + 12, room, true);
  const fileOffset = Number(view.getBigUint64(linkedit + 40, true));
  const size = codeLimit + room - fileOffset;
  const segmentPage = view.getUint32(4, true) === CPU_ARM64 ? 0x4000 : 0x1000;
  out.setBigUint64(linkedit + 32, BigInt(Math.ceil(size / segmentPage) * segmentPage), true);
  out.setBigUint64(linkedit + 48, BigInt(size), true);

  // The load commands are part of the first page, so the hashes come last.
  writeSuperBlob(out, codeLimit, length);
  const directory = codeLimit + SUPER_BLOB_HEADER;
  writeCodeDirectory(out, directory, {
    length: length - SUPER_BLOB_HEADER,
    nameLength: name.length,
    pages,
    codeLimit,
    textSize,
  });
  signed.set(name, directory + CODE_DIRECTORY_HEADER);
  const hashes = directory + CODE_DIRECTORY_HEADER + name.length;
  for (let page = 0; page < pages; page++) {
    const end = Math.min((page + 1) * PAGE_SIZE, codeLimit);
    const content = signed.subarray(page * PAGE_SIZE, end);
    const hash = new Bun.CryptoHasher('sha256').update(content).digest();
    signed.set(hash, hashes + page * HASH_SIZE);
  }
  return signed;
}

/** Where the load commands of the signature and of __LINKEDIT are, and how long the code is. */
function placesIn(view: DataView) {
  let [signature, linkedit, textSize] = [0, 0, 0n];
  let at = 32;
  for (let left = view.getUint32(16, true); left > 0; left--) {
    const command = view.getUint32(at, true);
    if (command === LC_CODE_SIGNATURE) signature = at;
    if (command === LC_SEGMENT_64) {
      const name = String.fromCharCode(
        ...new Uint8Array(view.buffer, view.byteOffset + at + 8, 16),
      );
      if (name.startsWith('__LINKEDIT\0')) linkedit = at;
      if (name.startsWith('__TEXT\0')) textSize = view.getBigUint64(at + 48, true);
    }
    at += view.getUint32(at + 4, true);
  }
  if (signature === 0 || linkedit === 0) throw new Error('it has no place for a signature');
  return { signature, linkedit, textSize };
}

/** CS_SuperBlob of one blob (cs_blobs.h); all of a signature is big-endian. */
function writeSuperBlob(out: DataView, at: number, length: number): void {
  out.setUint32(at, 0xfade0cc0);
  out.setUint32(at + 4, length);
  out.setUint32(at + 8, 1);
  out.setUint32(at + 12, 0); // CSSLOT_CODEDIRECTORY
  out.setUint32(at + 16, SUPER_BLOB_HEADER);
}

/** CS_CodeDirectory of version 0x20400 (cs_blobs.h). */
function writeCodeDirectory(
  out: DataView,
  at: number,
  facts: {
    readonly length: number;
    readonly nameLength: number;
    readonly pages: number;
    readonly codeLimit: number;
    readonly textSize: bigint;
  },
): void {
  out.setUint32(at, 0xfade0c02);
  out.setUint32(at + 4, facts.length);
  out.setUint32(at + 8, 0x20400);
  out.setUint32(at + 12, 0x2); // CS_ADHOC
  out.setUint32(at + 16, CODE_DIRECTORY_HEADER + facts.nameLength);
  out.setUint32(at + 20, CODE_DIRECTORY_HEADER);
  out.setUint32(at + 28, facts.pages);
  out.setUint32(at + 32, facts.codeLimit);
  out.setUint8(at + 36, HASH_SIZE);
  out.setUint8(at + 37, 2); // CS_HASHTYPE_SHA256
  out.setUint8(at + 39, Math.log2(PAGE_SIZE));
  out.setBigUint64(at + 72, facts.textSize);
  out.setBigUint64(at + 80, 1n); // CS_EXECSEG_MAIN_BINARY
}
