/**
 * What macOS looks at before it runs a program: the signature inside a Mach-O file, read and
 * checked page by page. It shares no code with the signer, so that neither hides a mistake of the
 * other.
 */

/** What a signature says, and what is wrong with it. */
export interface SignatureReport {
  readonly identifier: string;
  readonly adHoc: boolean;
  readonly pages: number;
  readonly problems: readonly string[];
}

const MACHO_64 = 0xfeedfacf;
const SEGMENT_64 = 0x19;
const CODE_SIGNATURE = 0x1d;
const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const ADHOC = 0x2;

/** Checks every page of a thin 64-bit Mach-O file against its signature. */
export function verifySignature(file: Uint8Array): SignatureReport {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0, true) !== MACHO_64) throw new Error('it is no 64-bit Mach-O file');
  const problems: string[] = [];
  const found = loadCommands(view);
  const { signature, linkedit, text } = found;
  if (signature === undefined) throw new Error('it is not signed');
  const end = signature.offset + signature.size;
  if (end !== file.length) problems.push(`the signature ends at ${end} of ${file.length} bytes`);
  if (linkedit === undefined || linkedit.fileOffset + linkedit.fileSize !== file.length) {
    problems.push('__LINKEDIT does not end with the file');
  } else if (linkedit.memorySize < linkedit.fileSize) {
    problems.push('__LINKEDIT has no room in memory for its bytes');
  }
  if (signature.offset % 16 !== 0) problems.push('the signature is not aligned');
  const directory = codeDirectory(view, signature.offset);
  problems.push(...directoryProblems(view, directory, signature, text));
  const identifier = textAt(file, directory + view.getUint32(directory + 20, false));
  const pages = view.getUint32(directory + 28, false);
  problems.push(...pageProblems(file, view, directory));
  const adHoc = (view.getUint32(directory + 12, false) & ADHOC) !== 0;
  return { identifier, adHoc, pages, problems };
}

interface Segment {
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

function loadCommands(view: DataView) {
  const count = view.getUint32(16, true);
  let at = 32;
  let signature: { readonly offset: number; readonly size: number } | undefined;
  const segments = new Map<string, Segment>();
  for (let index = 0; index < count; index++) {
    const command = view.getUint32(at, true);
    if (command === CODE_SIGNATURE) {
      signature = { offset: view.getUint32(at + 8, true), size: view.getUint32(at + 12, true) };
    }
    if (command === SEGMENT_64) {
      const name = textAt(new Uint8Array(view.buffer, view.byteOffset + at + 8, 16), 0);
      segments.set(name, {
        memorySize: Number(view.getBigUint64(at + 32, true)),
        fileOffset: Number(view.getBigUint64(at + 40, true)),
        fileSize: Number(view.getBigUint64(at + 48, true)),
      });
    }
    at += view.getUint32(at + 4, true);
  }
  return { signature, linkedit: segments.get('__LINKEDIT'), text: segments.get('__TEXT') };
}

/** Where the code directory begins. */
function codeDirectory(view: DataView, blob: number): number {
  if (view.getUint32(blob, false) !== SUPER_BLOB) throw new Error('the signature is no super blob');
  const count = view.getUint32(blob + 8, false);
  for (let index = 0; index < count; index++) {
    const entry = blob + 12 + index * 8;
    const at = blob + view.getUint32(entry + 4, false);
    if (view.getUint32(entry, false) === 0 && view.getUint32(at, false) === CODE_DIRECTORY) {
      return at;
    }
  }
  throw new Error('the signature has no code directory');
}

function directoryProblems(
  view: DataView,
  directory: number,
  signature: { readonly offset: number },
  text: Segment | undefined,
): readonly string[] {
  const problems: string[] = [];
  const limit = view.getUint32(directory + 32, false);
  if (limit !== signature.offset) {
    problems.push(`it covers ${limit} bytes, but the code ends at ${signature.offset}`);
  }
  const pageSize = 2 ** view.getUint8(directory + 39);
  const pages = view.getUint32(directory + 28, false);
  if (pages !== Math.ceil(limit / pageSize)) problems.push(`it has ${pages} hashes of pages`);
  const version = view.getUint32(directory + 8, false);
  const executable = version < 0x20400 ? undefined : view.getBigUint64(directory + 72, false);
  if (executable !== undefined && Number(executable) !== text?.fileSize) {
    problems.push('it does not say where the code of the program ends');
  }
  return problems;
}

function pageProblems(file: Uint8Array, view: DataView, directory: number): readonly string[] {
  const [size, type] = [view.getUint8(directory + 36), view.getUint8(directory + 37)];
  if (size !== 32 || type !== 2) return ['its hashes are not SHA-256'];
  const pageSize = 2 ** view.getUint8(directory + 39);
  const limit = view.getUint32(directory + 32, false);
  const hashes = directory + view.getUint32(directory + 16, false);
  const wrong: number[] = [];
  for (let page = 0; page < view.getUint32(directory + 28, false); page++) {
    const content = file.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit));
    const expected = file.subarray(hashes + page * size, hashes + (page + 1) * size);
    const actual = new Bun.CryptoHasher('sha256').update(content).digest();
    if (!actual.equals(expected)) wrong.push(page);
  }
  return wrong.length === 0 ? [] : [`${wrong.length} pages are not as signed, first ${wrong[0]}`];
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, end === -1 ? bytes.length : end));
}
