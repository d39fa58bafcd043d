import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import {
  addEphemeralContainer,
  ephemeralContainerPatch,
} from '../../kube/debug/ephemeral-containers.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import type { DebugContainer } from '../../model/debug/container/debug-container.ts';
import { DRY_RUN } from '../../render/debug/notice-words.ts';
import { withoutShellWords } from '../../render/debug/start-words.ts';
import { toJsonOrYaml } from '../../render/text/json-yaml.ts';
import type { CommandContext, Invocation, Run } from '../command.ts';
import { tell } from '../outcome.ts';
import { attach } from './attach.ts';
import { readStuckOutput, tellBefore, tellInside } from './greeting.ts';
import { list } from './list.ts';
import { debugInNewPod } from './new-pod.ts';
import { pickTarget } from './prepare/pick-target.ts';
import { prepare, readPlan } from './prepare/prepare.ts';
import { newPodRequest } from './request/new-pod.ts';
import { type DebugRequest, debugRequest } from './request/request.ts';
import { otherRequest } from './request/words.ts';
import { sayer } from './say.ts';
import { holdSession } from './session.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';

/** `debug`: the exit code is that of the container. */
export const run: Run = async (invocation, context) => {
  const other = otherRequest(invocation);
  switch (other?.kind) {
    case 'list':
      return list(other, context);
    case 'attach':
      return attach(other, context);
    case 'stop':
      return stop(other, context);
    default:
      return add(invocation, context);
  }
};

async function add(invocation: Invocation, { io, connect }: CommandContext): Promise<number> {
  const newPod = newPodRequest(invocation, io);
  if (newPod !== undefined) return debugInNewPod(await connect(), newPod, io);
  const request = debugRequest(invocation, io);
  const client = await connect();
  if (request.dryRun === 'client') {
    const { plan } = await readPlan(client, request);
    const [best] = plan.rungs;
    if (best === undefined) throw new Error('a plan without a rung');
    return printPatch(plan.container(best), request, io);
  }
  return addAndAttach(client, request, io);
}

async function addAndAttach(client: KubeClient, request: DebugRequest, io: Io): Promise<number> {
  const prepared = await prepare(client, request, mayAsk(request, io) ? pickTarget : undefined);
  const say = sayer(request, io);
  if (request.dryRun === 'server') await say(DRY_RUN);
  await tellBefore(prepared, say);
  const { container } = prepared.admitted;
  if (request.dryRun === 'server') return printPatch(container, request, io);
  const { namespace = '', name = '' } = prepared.pod.metadata;
  const stuckOutput = readStuckOutput(client, prepared);
  const pod = await addEphemeralContainer(prepared.apis, { namespace, name }, container, {
    dryRun: false,
  });
  for (const line of await stuckOutput) await say(line);
  if (!request.attach) {
    await say(`Added container ${container.name} to Pod ${name}.`);
    return EXIT.success;
  }
  const end = await start(client, pod, container, request, io);
  if (end.kind === 'failed') return end.exitCode;
  if (end.kind === 'no-shell') {
    await say(`${withoutShellWords(container.name)}`);
    return addAndAttach(client, withoutShell(request), io);
  }
  const { tty, stdin, waitsForLine } = request.wish;
  if (tty && !request.quiet && end.kind === 'started')
    await tellInside(client, end.pod, prepared, say);
  return holdSession(client, { pod: end.pod, container, stdin, sendsStartLine: waitsForLine }, io);
}

/** A second container, whose command does not wait for us; its first output comes from the log. */
function withoutShell(request: DebugRequest): DebugRequest {
  const { name: _, ...wish } = request.wish;
  return { ...request, wish: { ...wish, waitsForLine: false } };
}

/** Only whoever is about to type in the container is asked. */
function mayAsk({ wish, quiet, dryRun }: DebugRequest, io: Io): boolean {
  return wish.tty && !quiet && dryRun === 'none' && io.stdinIsTerminal && io.stderrIsTerminal;
}

function printPatch(container: DebugContainer, { output }: DebugRequest, io: Io): Promise<number> {
  const patch = ephemeralContainerPatch(container);
  return tell({ text: toJsonOrYaml(patch, output) }, io);
}
