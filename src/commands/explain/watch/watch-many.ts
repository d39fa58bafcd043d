import type { Io } from '../../../io/io.ts';
import {
  followPods,
  followWorkloadPods,
  type PodsChange,
} from '../../../kube/explain/follow-pods.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import { ApiError } from '../../../kube/transport/errors.ts';
import { explainPod } from '../../../model/explain/explain.ts';
import { changeLines } from '../../../render/explain/watch/change-line.ts';
import { structuredSummaryChange } from '../../../render/explain/watch/summary-change.ts';
import { toJsonLine, toYaml } from '../../../render/text/json-yaml.ts';
import { terminalOf } from '../../../render/text/terminal.ts';
import type { WatchedPods } from '../request.ts';
import { orderedWriter } from './change-writer.ts';
import { type TrackedPod, trackPods } from './tracked-pods.ts';
import { endOfSession } from './watch-pod.ts';

/** Between looks at what time alone has made of Pods that are on their way. */
const LOOK_AGAIN_MS = 5000;

/** Watches many Pods and tells each whose headline changes, until it is ended. */
export async function explainManyWatched(
  request: WatchedPods,
  client: KubeClient,
  io: Io,
): Promise<number> {
  return io.withTerminal({ isRaw: false }, async (session) => {
    const pods = trackPods();
    const writer = orderedWriter(session);
    const stop = new AbortController();
    const tell = (changed: readonly TrackedPod[]) => {
      for (const each of changed) writer.write(textOf(each, request, io));
    };
    const following = async () => {
      for await (const change of changesOf(request, client, stop.signal)) {
        tell(pods.take(change, io.now()));
      }
      return new Promise<never>(() => undefined);
    };
    const stopLooking = io.every(LOOK_AGAIN_MS, () => tell(pods.lookAgain(io.now())));
    try {
      const end = await Promise.race([following(), endOfSession(session), writer.closed]);
      return end.exitCode;
    } finally {
      stop.abort();
      stopLooking();
      await writer.flushed();
    }
  });
}

/** What comes of the Pods that are meant. Throws ApiError where a named one is not there. */
async function* changesOf(
  { of }: WatchedPods,
  client: KubeClient,
  signal: AbortSignal,
): AsyncGenerator<PodsChange> {
  const { namespace } = client.connection;
  switch (of.kind) {
    case 'workload':
      yield* followWorkloadPods(client, of.workload, namespace, of.name, signal);
      break;
    case 'list': {
      const { allNamespaces, selector: labelSelector, fieldSelector } = of.list;
      const scope = { namespace: allNamespaces ? undefined : namespace, labelSelector };
      yield* followPods(client, { ...scope, fieldSelector }, signal);
      break;
    }
    case 'names':
      yield* named(of.names, followPods(client, { namespace }, signal));
  }
}

async function* named(
  names: readonly string[],
  changes: AsyncIterable<PodsChange>,
): AsyncGenerator<PodsChange> {
  const wanted = new Set(names);
  let isFirst = true;
  for await (const change of changes) {
    if (change.kind !== 'listed') {
      if (wanted.has(change.pod.metadata.name ?? '')) yield change;
      continue;
    }
    const pods = change.pods.filter(({ metadata }) => wanted.has(metadata.name ?? ''));
    const missing = names.find((name) => !pods.some(({ metadata }) => metadata.name === name));
    if (isFirst && missing !== undefined) {
      throw new ApiError(404, 'NotFound', `pods "${missing}" not found`);
    }
    isFirst = false;
    yield { kind: 'listed', pods };
  }
}

function textOf(
  { pod, summary, isDeleted }: TrackedPod,
  { output, color, of }: WatchedPods,
  io: Io,
): string {
  const change = isDeleted ? 'deleted' : 'verdict';
  if (output === 'json' || output === 'yaml') {
    const value = structuredSummaryChange(change, summary, io.now());
    return output === 'json' ? toJsonLine(value) : `---\n${toYaml(value)}`;
  }
  const explanation = explainPod({ pod, events: [], now: io.now() });
  if (explanation.kind !== 'live') return '';
  const { namespace, name } = summary;
  const subject = of.kind === 'list' && of.list.allNamespaces ? `${namespace}/${name}` : name;
  const options = { ...terminalOf(color, io), subject };
  return changeLines([{ code: change }], { explanation, isDeleted }, options);
}
