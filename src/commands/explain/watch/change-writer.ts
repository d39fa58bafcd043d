import type { Io } from '../../../io/io.ts';
import type { TerminalSession } from '../../../io/terminal-session.ts';
import type { PodChange } from '../../../model/explain/watch/changes.ts';
import type { Seen } from '../../../model/explain/watch/until.ts';
import { changeLines, structuredChange } from '../../../render/explain/watch/change-line.ts';
import { type Outage, outageNote } from '../../../render/explain/watch/outage-words.ts';
import { toJsonLine, toYaml } from '../../../render/text/json-yaml.ts';
import { sanitise } from '../../../render/text/sanitise.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import type { WatchedPod } from '../request.ts';
import type { EndBySignal } from './watch-pod.ts';

/** Writes changes of a Pod as they were asked for. */
export function changeWriter({ output, color }: WatchedPod, session: TerminalSession, io: Io) {
  const writer = orderedWriter(session);
  const terminal = terminalOf(color, io);
  const textOf = (changes: readonly PodChange[], seen: Seen): string => {
    if (output === 'json') return toJsonLine(structuredChange(changes, seen));
    if (output === 'yaml') return `---\n${toYaml(structuredChange(changes, seen))}`;
    return changeLines(changes, seen, terminal);
  };
  return {
    ...writer,
    show: (changes: readonly PodChange[], seen: Seen) => writer.write(textOf(changes, seen)),
  };
}

/** What a shell says of a process whose reader has gone (SIGPIPE). */
const READER_GONE: EndBySignal = { kind: 'signal', exitCode: 141 };

/** Writes texts one after the other, so that a slow reader holds up nothing else. */
export function orderedWriter(session: TerminalSession) {
  const closed = Promise.withResolvers<EndBySignal>();
  let written = Promise.resolve();
  return {
    write: (text: string) => {
      written = written.then(async () => {
        const how = await session.write('stdout', new TextEncoder().encode(text));
        if (how === 'closed') closed.resolve(READER_GONE);
      });
      // A failure is told by whoever waits for all to be written.
      written.catch(() => closed.resolve(READER_GONE));
    },
    /** Resolves once nobody reads any more. */
    closed: closed.promise,
    flushed: () => written,
  };
}

/** Tells of an outage beside the lines. */
export function outageWriter(io: Io) {
  return (outage: Outage | undefined) => writeBeside(outageNote(outage), io);
}

/** Tells beside the lines what is not known. */
export function noteWriter(io: Io) {
  return (note: string) => writeBeside(`note: ${sanitise(note)}`, io);
}

/** Whoever cannot read this must not be kept from the changes. */
function writeBeside(line: string, io: Io): void {
  void io.writeError(`${line}\n`).catch(() => undefined);
}
