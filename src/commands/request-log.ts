import type { Io } from '../io/io.ts';
import type { Exchange } from '../kube/transport/hooks.ts';
import { sanitise, sanitiseMultiline } from '../render/text/sanitise.ts';

/** From here on the headers that are sent are logged too; from the next one those that come back. */
const WITH_HEADERS = 7;
const WITH_ANSWERED_HEADERS = 8;

/** Headers of which the value, or all after the scheme, is nobody's business. */
const SECRET = /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i;

/**
 * Logs each request on stderr with the fields that kubectl logs at the same verbosity: 6 for verb,
 * URL, status and duration, 8 for headers. Bodies are not logged: they may hold secrets.
 */
export function requestLog(
  verbosity: number,
  io: Pick<Io, 'now' | 'writeError'>,
): (exchange: Exchange) => void {
  return ({ method, url, headers, milliseconds, answer }) => {
    const fields = [
      `"Response" verb="${method}" url="${sanitise(withoutUser(url))}"`,
      ...(verbosity >= WITH_HEADERS ? [block('requestHeaders', headers)] : []),
      `status="${sanitise(answer?.status ?? '')}"`,
      ...(verbosity >= WITH_ANSWERED_HEADERS && answer ? [block('headers', answer.headers)] : []),
      `milliseconds=${milliseconds}`,
    ];
    void io.writeError(`${stamp(io.now())} ${fields.join(' ')}\n`).catch(() => undefined);
  };
}

function withoutUser(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

function block(name: string, headers: Iterable<readonly [string, string]>): string {
  const lines = Array.from(headers, ([header, value]) => `\t${header}: ${masked(header, value)}\n`);
  return `${name}=<\n${lines.map((line) => sanitiseMultiline(line)).join('')} >`;
}

function masked(header: string, value: string): string {
  if (!SECRET.test(header)) return value;
  const [scheme = '', rest] = value.split(' ', 2);
  return rest === undefined ? '<masked>' : `${scheme} <masked>`;
}

/** As klog begins a line: severity, month and day, time of day. */
function stamp(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  return `I${date.slice(5).replace('-', '')} ${time.replace('Z', '')} kubectl-initx]`;
}
