/**
 * What a container wrote before anybody was attached: the part of its log before the first attached
 * byte. `attached` is what has come so far. Both are texts of bytes.
 *
 * The log ends somewhere before or after the attached bytes, and it lacks each carriage return
 * before a line feed and the last line as long as it has no end (containerd
 * internal/cri/io/logger.go). Where several places fit (lines that repeat), the one counts where
 * both end alike; else the first, so that nothing is shown twice.
 */
export function missedOutput(log: string, attached: string): string {
  const shown = attached.replaceAll('\r\n', '\n');
  const alike = log.length - shown.length;
  if (shown !== '' && alike >= 0 && log.endsWith(shown)) return log.slice(0, alike);
  for (let start = 0; start < log.length; start++) {
    if (fits(log, start, shown)) return log.slice(0, start);
  }
  return log;
}

/**
 * What is still to be shown when the first bytes come: the log before them, without `early`, the
 * beginning of it that has been shown, and of the bytes what that does not have already.
 */
export function unshownOutput(
  log: string,
  attached: string,
  early: string,
): { readonly before: string; readonly attached: string } {
  const missed = missedOutput(log, attached);
  const shownToo = early.length - missed.length;
  if (shownToo <= 0) return { before: missed.slice(early.length), attached };
  const lineEnd = attached.includes('\r\n') ? '\r\n' : '\n';
  const rest = attached.replaceAll('\r\n', '\n').slice(shownToo);
  return { before: '', attached: rest.replaceAll('\n', lineEnd) };
}

function fits(log: string, start: number, shown: string): boolean {
  const length = Math.min(log.length - start, shown.length);
  if (length === 0) return false;
  for (let index = 0; index < length; index++) {
    if (log.charCodeAt(start + index) !== shown.charCodeAt(index)) return false;
  }
  return true;
}
