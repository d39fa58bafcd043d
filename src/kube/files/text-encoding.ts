const UTF_16_MARKS = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/**
 * The text of a file or of stdin. A byte order mark decides how it is read, as in kubectl
 * (k8s.io/cli-runtime pkg/resource/visitor.go, `unicode.BOMOverride`): PowerShell writes what is
 * redirected to a file as UTF-16. Without a mark it is UTF-8.
 */
export function decodeText(bytes: Uint8Array | string): string {
  if (typeof bytes === 'string') return bytes.replace(/^\uFEFF/, '');
  const marked = UTF_16_MARKS.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte));
  // The decoder leaves out the mark itself.
  return new TextDecoder(marked?.encoding ?? 'utf-8').decode(bytes);
}
