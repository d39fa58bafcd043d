import { EXIT, UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { createPod, deletePod } from '../../kube/debug/new-pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { HOST_PATH, seesHostFiles } from '../../model/debug/new-pod/node-pod.ts';
import { withoutStartLine } from '../../model/debug/new-pod/pod-copy.ts';
import {
  type SessionEnd,
  type SessionSignal,
  sessionExitCode,
  signalExitCode,
} from '../../model/debug/session/session-end.ts';
import type { EphemeralContainer, Pod } from '../../model/kubernetes/api.ts';
import {
  hazardWords,
  nodeWords,
  podStaysWords,
  refusedWords,
} from '../../render/debug/new-pod-words.ts';
import { choiceWords, RECORDED } from '../../render/debug/notice-words.ts';
import { withoutShellWords } from '../../render/debug/start-words.ts';
import { toJsonOrYaml } from '../../render/text/json-yaml.ts';
import { tell } from '../outcome.ts';
import { type PreparedPod, planNewPod, prepareNewPod } from './prepare/new-pod.ts';
import type { NewPodRequest } from './request/new-pod.ts';
import { type Say, sayer } from './say.ts';
import { sessionToItsEnd } from './session.ts';
import { start } from './start.ts';

/** `debug --copy-to NAME` and `debug node/NAME`: a Pod that is made for the session. */
export async function debugInNewPod(
  client: KubeClient,
  request: NewPodRequest,
  io: Io,
): Promise<number> {
  if (request.dryRun === 'client') {
    const { plan } = await planNewPod(client, request);
    const [best] = plan.rungs;
    if (best === undefined) throw new Error('a plan without a rung');
    return print(plan.pod(best), request, io);
  }
  const prepared = await prepareNewPod(client, request);
  const say = sayer(request, io);
  await tellBefore(prepared, request, say);
  if (request.dryRun === 'server') return print(prepared.pod, request, io);
  return makeAndAttach(client, prepared, request, io);
}

async function makeAndAttach(
  client: KubeClient,
  prepared: PreparedPod,
  request: NewPodRequest,
  io: Io,
): Promise<number> {
  const say = sayer(request, io);
  let interruptedBy: SessionSignal | undefined;
  // From here on no signal must leave the Pod behind without a word.
  const stopListening = io.onEndSignal((signal) => {
    interruptedBy = signal;
  });
  try {
    const pod = await createPod(client, client.connection.namespace, prepared.pod, {
      dryRun: false,
    });
    let keepsPod = false;
    try {
      const isReplacing = await replace(client, prepared, request);
      keepsPod = isReplacing;
      const end = interruptedBy
        ? { exitCode: signalExitCode(interruptedBy), isFailure: true }
        : await stay(client, pod, prepared, { ...request, isReplacing }, io);
      if (end === 'no-shell') {
        keepsPod = true;
        await deletePod(client, pod, 0);
        const { container = '' } = prepared.plan;
        await say(withoutShellWords(container, 'making another Pod'));
        const wish = { ...request.wish, waitsForLine: false };
        const again = withoutStartLine(prepared.pod, container, wish);
        return await makeAndAttach(client, { ...prepared, pod: again }, { ...request, wish }, io);
      }
      keepsPod ||= !request.removes && !end.isFailure;
      if (end.isLeft) keepsPod = true;
      const { name = '', namespace = '' } = pod.metadata;
      if (keepsPod && request.attach) await say(podStaysWords(name, namespace));
      return end.exitCode;
    } finally {
      if (!keepsPod) await remove(client, pod, io);
    }
  } finally {
    stopListening();
  }
}

/** How it ended; after a failure nothing is left behind. */
interface Stay {
  readonly exitCode: number;
  readonly isFailure: boolean;
  /** Somebody has detached, and may come back. */
  readonly isLeft?: boolean;
}

async function stay(
  client: KubeClient,
  pod: Pod,
  { plan, rung }: PreparedPod,
  request: NewPodRequest & { readonly isReplacing: boolean },
  io: Io,
): Promise<Stay | 'no-shell'> {
  const say = sayer(request, io);
  const { name: podName = '' } = pod.metadata;
  const container = containerIn(pod, plan.container);
  if (container === undefined || !request.attach) {
    await say(`Made Pod ${podName}.`);
    return { exitCode: EXIT.success, isFailure: false };
  }
  const { isReplacing, wish } = request;
  const began = await start(
    client,
    pod,
    { ...container, image: container.image ?? '' },
    {
      ...request,
      newPod: isReplacing ? 'stays' : 'deleted',
      hasTarget: request.origin.kind === 'copy',
    },
    io,
  );
  if (began.kind === 'failed') return { exitCode: began.exitCode, isFailure: true };
  if (began.kind === 'no-shell') return 'no-shell';
  if (container.tty && began.kind === 'started') await tellInside(request, rung, say);
  const stdin = (container.stdin ?? false) && !(wish.waitsForLine && !wish.stdin);
  const newPod = request.removes && !isReplacing ? 'deleted' : 'stays';
  const end: SessionEnd = await sessionToItsEnd(
    client,
    { pod: began.pod, container, stdin, sendsStartLine: wish.waitsForLine, newPod },
    io,
  );
  const isLeft = end.kind === 'detached';
  return { exitCode: sessionExitCode(end), isFailure: false, ...(isLeft && { isLeft }) };
}

function containerIn({ spec }: Pod, name: string | undefined): EphemeralContainer | undefined {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  return all.find((container) => container.name === name);
}

/** kubectl deletes the original at once too (debug.go, debugByCopy). */
async function replace(
  client: KubeClient,
  { original }: PreparedPod,
  { origin }: NewPodRequest,
): Promise<boolean> {
  if (original === undefined || origin.kind !== 'copy' || !origin.copy.replace) return false;
  await deletePod(client, original, 0);
  return true;
}

async function remove(client: KubeClient, pod: Pod, io: Io): Promise<void> {
  try {
    await deletePod(client, pod);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { name, namespace } = pod.metadata;
    await io.writeError(
      `Pod ${name} could not be deleted: ${error.message}\nDelete it: kubectl delete pod ${name} -n ${namespace}\n`,
    );
  }
}

async function tellBefore(
  { choice, hazards, original, plan, refused, rung, pod }: PreparedPod,
  { origin }: NewPodRequest,
  say: Say,
): Promise<void> {
  if (choice !== undefined) await say(choiceWords(choice));
  const { name = '' } = pod.metadata;
  if (origin.kind === 'node') {
    await say(`Making Pod ${name} in namespace ${pod.metadata.namespace}.`);
    await say(nodeWords(origin.node, rung.profile));
  }
  for (const hazard of hazards) await say(hazardWords(hazard, original?.metadata.name ?? ''));
  if (refused.length > 0) {
    const isItself = original?.spec.containers.some((each) => each.name === plan.container);
    await say(refusedWords(rung.profile, isItself ?? false));
  }
}

async function tellInside({ origin }: NewPodRequest, { profile }: PreparedPod['rung'], say: Say) {
  if (origin.kind === 'node' && seesHostFiles(profile)) {
    await say(`A shell with the programs of the node: chroot ${HOST_PATH}`);
  }
  await say(RECORDED);
}

function print(pod: PreparedPod['pod'], { output }: NewPodRequest, io: Io): Promise<number> {
  return tell({ text: toJsonOrYaml({ ...pod }, output) }, io);
}
