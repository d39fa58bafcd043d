import type { Io } from '../../../io/io.ts';
import { type LogTail, readLogTail } from '../../../kube/explain/log-tail.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import type { Place } from '../../../live/watch-screen.tsx';
import type { LiveExplanation } from '../../../model/explain/explanation.ts';
import type { PodChange } from '../../../model/explain/watch/changes.ts';
import type { Seen } from '../../../model/explain/watch/until.ts';
import { changeLines } from '../../../render/explain/watch/change-line.ts';
import { watchFrame } from '../../../render/explain/watch/frame.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import type { WatchedPod } from '../request.ts';
import type { WatchEnd } from './watch-pod.ts';

/** A watch as its user sees it. */
export interface Shown {
  readonly show: (changes: readonly PodChange[], seen: Seen) => void;
  readonly look: (seen: Seen) => void;
  readonly ended: Promise<WatchEnd>;
  readonly close: () => Promise<void>;
}

/** More than any screen is high. */
const MOST_CHANGES = 200;

/** Opens a screen that shows the explanation as it grows, and the last changes. */
export async function openScreen(request: WatchedPod, client: KubeClient, io: Io): Promise<Shown> {
  const { watchScreen } = await import('../../../live/watch-screen.tsx');
  const { stages, output, color } = request;
  const terminal = terminalOf(color, io);
  const logs = logReader(client, request, io);
  let changes: readonly string[] = [];
  const draw =
    ({ explanation }: Seen) =>
    (place: Place) => {
      const view = { explanation: logs.withTail(explanation), changes, stages };
      return watchFrame(view, { ...terminal, ...place, isWide: output === 'wide' });
    };
  let screen: ReturnType<typeof watchScreen> | undefined;
  const ended = Promise.withResolvers<WatchEnd>();
  return {
    show: (newer, seen) => {
      const lines = changeLines(newer, seen, { ...terminal, isClock: true })
        .trimEnd()
        .split('\n');
      changes = [...changes, ...lines].slice(-MOST_CHANGES);
    },
    look: (seen) => {
      if (screen === undefined) {
        screen = watchScreen(draw(seen));
        screen.ended.then((how) =>
          ended.resolve(how === 'quit' ? { kind: 'quit' } : { kind: 'signal', exitCode: 130 }),
        );
      } else screen.show(draw(seen));
      logs.read(seen.explanation, () => screen?.show(draw(seen)));
    },
    ended: ended.promise,
    close: async () => screen?.close(),
  };
}

/** How often the log of a container that runs is read again. */
const LOG_EVERY_MS = 5000;

/** Reads the end of the log that tells most, now and then. */
function logReader(client: KubeClient, { name, logLines }: WatchedPod, io: Io) {
  const { namespace } = client.connection;
  let key = '';
  let readAt = 0;
  let tail: LogTail | undefined;
  return {
    withTail: (explanation: LiveExplanation): LiveExplanation => {
      const { log } = explanation;
      if (log === undefined || tail === undefined || keyOf(explanation) !== key) return explanation;
      return { ...explanation, log: { ...log, ...tail } };
    },
    read: (explanation: LiveExplanation, done: () => void) => {
      const { log } = explanation;
      const wanted = keyOf(explanation);
      if (log === undefined || logLines === 0) return;
      if (wanted === key && io.now() - readAt < LOG_EVERY_MS) return;
      if (wanted !== key) tail = undefined;
      key = wanted;
      readAt = io.now();
      readLogTail(client, { namespace, pod: name, ...log, count: logLines }).then((read) => {
        if (key !== wanted) return;
        tail = read;
        done();
      });
    },
  };
}

/** A run of a container. */
function keyOf({ log, containers }: LiveExplanation): string {
  const found = containers.find(({ container }) => container.name === log?.container);
  return `${log?.container} ${log?.previous} ${found?.restartCount}`;
}
