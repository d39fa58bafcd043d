import type { Io } from '../io/io.ts';
import type { ClientHooks, Retry } from '../kube/transport/hooks.ts';
import { sanitise } from '../render/text/sanitise.ts';

/** What a client has to tell beside its answers, on stderr. */
export interface ClientNotices extends Pick<ClientHooks, 'warning' | 'retry'> {
  /** How many warnings the server has given. */
  readonly warningCount: () => number;
  /** From now on nothing is told: a screen has the terminal. */
  readonly silence: () => void;
}

/**
 * Warnings of the server, as kubectl prints them; on a terminal also why it takes so long, once a
 * request that has to be sent again takes longer than a second.
 */
export function clientNotices(io: Io): ClientNotices {
  let warnings = 0;
  let waited = 0;
  // Whoever cannot read this must not be kept from the answer.
  let isSilent = false;
  const tell = (line: string) => {
    if (!isSilent) io.writeError(`${line}\n`).catch(() => undefined);
  };
  return {
    silence: () => {
      isSilent = true;
    },
    warningCount: () => warnings,
    warning: (text) => {
      warnings += 1;
      tell(`Warning: ${sanitise(text)}`);
    },
    retry: (retry) => {
      waited += retry.seconds;
      if (io.stderrIsTerminal && waited > 1) tell(sanitise(sentence(retry)));
    },
  };
}

function sentence({ attempt, seconds, status }: Retry): string {
  const why =
    status === undefined ? 'The connection to the server was lost' : `The server says ${status}`;
  return `${why}: asking again in ${seconds}s (attempt ${attempt} of 10). Ctrl-C ends it.`;
}
