/**
 * Milliseconds since the epoch, or undefined for null, missing and unreadable times, and for
 * 1970-01-01: the kubelet writes Unix zero where it knows no instant, as in startedAt of a
 * StartError (pkg/kubelet/kuberuntime/kuberuntime_container.go).
 */
export function parseTimestamp(text: string | null | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) || at <= 0 ? undefined : at;
}

/** So much later; of an instant that is not known neither is what comes after it. */
export function laterBy(instant: number | undefined, milliseconds: number): number | undefined {
  return instant === undefined ? undefined : instant + milliseconds;
}
