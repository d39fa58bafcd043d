import type { Io } from '../../../io/io.ts';
import { type LogTail, readLogTail } from '../../../kube/explain/log-tail.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { LiveExplanation } from '../../../model/explain/explanation.ts';

/** How often the log of a container that runs is read again. */
const EVERY_MS = 5000;

/** Reads the end of the log that tells most, now and then. */
export function logReader(client: KubeClient, count: number, io: Io) {
  let key = '';
  let readAt = 0;
  let tail: LogTail | undefined;
  return {
    /** The explanation with the lines that were read for it. */
    withTail: (explanation: LiveExplanation): LiveExplanation => {
      const { log } = explanation;
      if (log === undefined || tail === undefined || runOf(explanation) !== key) return explanation;
      return { ...explanation, log: { ...log, ...tail } };
    },
    /** Reads it where it is time to, and calls `done` once there is something new. */
    read: (explanation: LiveExplanation, done: () => void) => {
      const { log, namespace, name: pod } = explanation;
      const run = runOf(explanation);
      if (log === undefined || count === 0) return;
      if (run === key && io.now() - readAt < EVERY_MS) return;
      if (run !== key) tail = undefined;
      key = run;
      readAt = io.now();
      const reading = readLogTail(client, { namespace, pod, ...log, count });
      reading.then(
        (read) => {
          if (key !== run) return;
          tail = read;
          done();
        },
        // Whoever may not read it was told so; anything else shows with the next reading.
        () => undefined,
      );
    },
  };
}

/** Which run of which container the log is of. */
function runOf({ log, containers }: LiveExplanation): string {
  const found = containers.find(({ container }) => container.name === log?.container);
  return `${log?.container} ${log?.previous} ${found?.restartCount}`;
}
