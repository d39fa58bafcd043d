import { rfc3339 } from '../../text/instant.ts';
import { sanitise } from '../../text/sanitise.ts';

/** An API server that is asked in vain. */
export interface Outage {
  /** In milliseconds since the epoch, by the clock of this machine. */
  readonly since: number;
  readonly problem: string;
}

/** For a screen: what it shows is not of now. */
export function staleWords({ since, problem }: Outage): string {
  const at = rfc3339(Math.trunc(since / 1000) * 1000).slice(11);
  return sanitise(`No answer since ${at}, so this may have changed. ${problem}`);
}

/** For stderr, beside lines; undefined once the server answers again. */
export function outageNote(outage: Outage | undefined): string {
  return outage === undefined
    ? 'note: the API server answers again'
    : sanitise(`note: the API server does not answer and is asked again. ${outage.problem}`);
}
