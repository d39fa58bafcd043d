const FIRST = 0;
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * An instant of milliseconds as the API writes it; whole seconds have no fraction. A deadline or
 * grace period may be longer than years have digits: such an instant is the last that there is.
 */
export function rfc3339(milliseconds: number): string {
  const bounded = Math.min(Math.max(milliseconds, FIRST), LAST);
  return new Date(bounded).toISOString().replace('.000Z', 'Z');
}
