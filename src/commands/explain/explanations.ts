import type { Io } from '../../io/io.ts';
import { type LogTail, readLogTail } from '../../kube/explain/log-tail.ts';
import { readManifests } from '../../kube/files/manifest-files.ts';
import { readPodAndEvents } from '../../kube/reads/pod-events.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { servicesAround } from '../../model/explain/command/file-services.ts';
import type { ContainerLog } from '../../model/explain/container-log.ts';
import { type ExplainInput, explainPod } from '../../model/explain/explain.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import { momentOf } from '../../model/explain/moment.ts';
import { explainRead, type PodRead } from '../../model/explain/pod-read.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { isAboutPod } from '../../model/kubernetes/events.ts';
import { statusColumns } from '../../model/kubernetes/status-column.ts';
import { type Answers, answersOf } from '../outcome.ts';
import { claimLookup, type Lookup, MOST_LOOKUPS, serviceLookup } from './lookups.ts';
import type { FileExplanations } from './request.ts';

/** Where a Pod is and what to read with it. */
export interface PodReading {
  readonly client: KubeClient;
  readonly namespace: string;
  /** How many of the last lines of the log that tells most. */
  readonly logLines: number;
  /** What is explained instead of the Pod as it is. */
  readonly altered?: (pod: Pod) => Pod;
}

/** Reads Pods with their Events and logs, all at the same time. */
export function readPodsInFull(
  names: readonly string[],
  reading: PodReading,
  io: Io,
): Promise<Answers<PodRead>> {
  return answersOf(names.map((name) => readInFull(name, reading, io)));
}

/** Reads a Pod with its Events and the log that tells most, and explains it. */
export async function explainLivePod(
  name: string,
  reading: PodReading,
  io: Io,
): Promise<Explanation> {
  return explainRead(await readInFull(name, reading, io));
}

async function readInFull(
  name: string,
  { client, namespace, logLines, altered = (pod) => pod }: PodReading,
  io: Io,
): Promise<PodRead> {
  const tails = logTails(client, namespace, name, logLines);
  const services = eachOnce(serviceLookup(client));
  const claims = eachOnce(claimLookup(client, namespace));
  const { pod, events, eventsProblem, row, serverDate } = await readPodAndEvents(
    client,
    namespace,
    name,
    // The status alone nearly always blames the right container, so nobody waits for the events.
    ({ pod, serverDate }) => {
      const now = serverDate?.getTime() ?? io.now();
      const early = explainPod({ pod: altered(pod), events: [], now });
      void tails(early);
      void services(early);
      void claims(early);
    },
  );
  const input: ExplainInput = {
    pod: altered(pod),
    events,
    ...(eventsProblem !== undefined && { eventsUnreadable: eventsProblem }),
    ...(row && { columns: row }),
    // The clocks of this machine and the cluster may differ.
    now: serverDate?.getTime() ?? io.now(),
  };
  const first = explainPod(input);
  const [tail, found, ofClaims] = await Promise.all([tails(first), services(first), claims(first)]);
  return {
    ...input,
    ...(found.length > 0 && { services: found }),
    ...(ofClaims.length > 0 && { claims: ofClaims }),
    ...(first.kind === 'live' && first.log && tail && { log: { ...first.log, ...tail } }),
  };
}

/** Reads the log that an explanation points at, each once. */
function logTails(client: KubeClient, namespace: string, pod: string, count: number) {
  const reads = new Map<string, Promise<LogTail>>();
  return (explanation: Explanation): Promise<LogTail> | undefined => {
    const log: ContainerLog | undefined = explanation.kind === 'live' ? explanation.log : undefined;
    if (log === undefined || count === 0) return undefined;
    const key = `${log.container} ${log.previous}`;
    const known = reads.get(key) ?? readLogTail(client, { namespace, pod, ...log, count });
    reads.set(key, known);
    return known;
  };
}

/**
 * Reads what an explanation asks about, each once: first by the status alone, then with the Events.
 * What cannot be read is left out.
 */
function eachOnce<Asked, Found>({ askedBy, keyOf, read }: Lookup<Asked, Found>) {
  const reads = new Map<string, Promise<Found | undefined>>();
  return async (explanation: Explanation): Promise<readonly Found[]> => {
    const found = askedBy(explanation)
      .slice(0, MOST_LOOKUPS)
      .map((asked) => {
        const key = keyOf(asked);
        const known = reads.get(key) ?? read(asked);
        reads.set(key, known);
        return known;
      });
    return (await Promise.all(found)).filter((each) => each !== undefined);
  };
}

/** Explains the Pods that files describe, each as of the moment when it was saved. */
export async function explainFiles(
  { files, at: given, shutdown }: FileExplanations,
  io: Io,
): Promise<Answers<Explanation> & { readonly notes: readonly string[] }> {
  const { names, isRecursive, namespace } = files;
  const { readStdin } = io;
  const manifests = await readManifests(names, { readStdin, isRecursive, namespace });
  const told = (read: PodRead) => explainRead(read, { shutdown });
  const values = manifests.pods.map(({ pod, kind, part, origin, saved }) => {
    // As it was told when it was saved, in the server's words for that moment.
    if (saved !== undefined && given === undefined) return told(saved);
    const own = saved?.events ?? manifests.events.filter((event) => isAboutPod(pod, event));
    const when = { given, writtenAt: origin.writtenAt, readAt: io.now() };
    const { at: now, source } = momentOf(pod, own, when);
    const workload = { kind, ...(part !== undefined && { part }) };
    return told({
      services: servicesAround(pod, manifests.services, manifests.pods),
      configs: manifests.configs,
      // The server's words for STATUS were those of another moment.
      ...(saved && { ...saved, columns: statusColumns(pod, now) }),
      pod,
      events: own,
      now,
      observedBy: source,
      ...(kind !== 'Pod' && { workload }),
    });
  });
  return { values, problems: manifests.problems, notes: manifests.notes };
}
