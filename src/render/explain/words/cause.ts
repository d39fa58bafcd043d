import type { Cause, ExitMeaning } from '../../../model/explain/cause/cause.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { listed } from '../../text/listed.ts';
import { spanWords } from './span.ts';
import { startCauseSentence } from './start-cause.ts';

/** One or two sentences on what is behind a verdict. `dash` joins the ends of a span. */
export function causeSentence(cause: Cause, now: number, dash: string): string {
  switch (cause.code) {
    case 'killed-by-probe': {
      const { container, probe, kills, inferred, unseen, message } = cause;
      if (unseen) {
        return `No event tells who killed it, but the run lasted just as long as the kubelet lets ${container} run while its ${probe} probe only fails.`;
      }
      if (inferred) {
        return `No event of the last kill is left, but the ${probe} probe of ${container} has failed, and the run ended as after its kills${said(message)}`;
      }
      const times = kills > 1 ? `, ${kills} times so far` : '';
      return `The kubelet killed ${container} because its ${probe} probe failed${times}${said(message)}`;
    }
    case 'probe-fails':
      return probeFails(cause, now, dash);
    case 'probe-overdue':
      return `The probe had ${humanDuration(cause.seconds * 1000)}; after that the kubelet should have killed ${cause.container}. Either it does not probe it (kubelets before 1.35 may lose the probe of a restarted sidecar) or it does not answer: delete the Pod, or look at the node.`;
    case 'out-of-memory':
      return outOfMemory(cause);
    case 'milli-bytes':
      return `The memory limit of ${cause.container} is ${cause.amount}, and m means thousandths of a byte. Was ${cause.amount.slice(0, -1)}Mi meant?`;
    case 'exit-code':
      return `Exit code ${cause.exitCode}: ${MEANINGS[cause.meaning]}`;
    case 'port-taken':
      return portTaken(cause);
    case 'definition-changed':
      return `The kubelet stopped ${cause.container}, to restart it, because ${cause.isResize ? 'its resources were changed and its resizePolicy asks for a restart' : 'its image or another field of it was changed'}.`;
    case 'restarts-all':
      return `${cause.container} ended with exit code ${cause.exitCode}, for which its restartPolicyRules want all containers restarted.`;
    case 'recent-restart':
      return recentRestart(cause, now);
    case 'autoscaler':
      return autoscaler(cause, now);
    case 'waits-for-pod': {
      const { pod, statefulSet, isItself } = cause;
      return isItself
        ? `${pod} is this very Pod, and DNS knows it only once it is Ready, unless its Service has publishNotReadyAddresses.`
        : `${pod} is a later Pod of StatefulSet ${statefulSet}: it is made only once this one is Ready, unless podManagementPolicy is Parallel.`;
    }
    case 'runs-long':
      return `Init containers rarely take this long. The output of ${cause.container} should tell what it is doing or waiting for.`;
    case 'pull-failure':
    case 'image-volume':
    case 'config-source':
    case 'runs-as-root':
    case 'start-error':
    case 'post-start-failed':
    case 'hook-asks-itself':
    case 'app-must-stay':
    case 'node-demand':
    case 'claim':
    case 'node-limit':
    case 'node-taint':
    case 'volume-failure':
    case 'file-refused':
    case 'lacks-privilege':
    case 'unresolved-host':
    case 'access-denied':
    case 'low-port':
    case 'sandbox-failure':
    case 'unsafe-sysctl':
    case 'device-plugin':
    case 'replacement':
    case 'ask-kubelet':
    case 'resource-claims':
      return startCauseSentence(cause);
    case 'sidecar-must-stay':
      return `A sidecar has to keep running: ${cause.container} is restarted though it ended with exit code 0.`;
    case 'proxy-starts-later':
      return cause.isSidecar
        ? `Sidecar ${cause.proxy} starts only after ${cause.container}, which therefore cannot use it. If it has to, list ${cause.proxy} before it.`
        : `Container ${cause.proxy} starts only after ${cause.container}, which therefore cannot use it. If it has to, make ${cause.proxy} a native sidecar before it: an init container with restartPolicy: Always.`;
    case 'requests': {
      const { resource, amount, container, running } = cause;
      const asks = `The Pod asks for ${resource} ${amount}`;
      return container === undefined
        ? `${asks}.`
        : `${asks} because of init container ${container}, for its whole life; once it is up it needs ${running}.`;
    }
    case 'pull-secret':
      return cause.message;
    case 'no-pull-secret':
      return 'The Pod names no pull secret (spec.imagePullSecrets), so the image is asked for without credentials, or with those of the node.';
    case 'volume': {
      const { volume, source, containers } = cause;
      const users =
        containers.length > 0
          ? ` is mounted by ${listed(containers)}`
          : ' is in the Pod, though no container mounts it';
      return `Volume ${volume}${source ? ` (${source})` : ''}${users}.`;
    }
    case 'gate-condition': {
      const { type, status, reason, message } = cause;
      if (status === 'unset') return `Nobody has set the condition ${type}.`;
      return `Condition ${type} is ${status}${reason ? ` (${reason})` : ''}${said(message)}`;
    }
    case 'helper-holds': {
      const { container, isJob } = cause;
      const holds = isJob
        ? 'the Pod is not complete, and neither is its Job'
        : 'the Pod is not complete';
      return `As long as ${container} runs, ${holds}. If it only helps the others, make it a native sidecar: an init container with restartPolicy: Always is stopped when they are done.`;
    }
    case 'will-fail':
      return `${listed(cause.failed)} failed and ${cause.failed.length > 1 ? 'are' : 'is'} not restarted, so the Pod fails once ${cause.container} has ended.`;
    case 'sidecar-stops': {
      const { latest, isJob, isFailure } = cause;
      const ofJob = isJob ? ' The Job is complete only then.' : '';
      const job = isFailure ? ' The Pod fails only then.' : ofJob;
      if (latest === undefined)
        return `What is left is killed when the grace period is over.${job}`;
      const when = latest > now ? `in ${humanDuration(latest - now)} at the latest` : 'by now';
      return `What is left is killed ${when}; exit code 137 or 143 of a sidecar is normal then.${job}`;
    }
    case 'deadline-spent':
      return deadlineSpent(cause);
    case 'probe-errors':
      return probeErrors(cause);
    case 'probe-asks':
      return probeAsks(cause);
    case 'killed-while-starting':
      return `The liveness probe had not passed once in that run: it lets ${cause.container} start for ${humanDuration(cause.seconds * 1000)} at most. If it needs longer, a startupProbe gives it the time.`;
    case 'readiness-pending':
      return readinessPending(cause, now);
    case 'hook-holds-stop':
      return cause.hasReturned
        ? `The postStart hook of ${cause.container} has returned. The kubelet starts what is left, and then stops all of it.`
        : `The postStart hook of ${cause.container} has not returned. Until it does, the kubelet stops nothing, and only then the grace period begins.`;
    case 'deadline-first': {
      const when = cause.at > now ? `in ${humanDuration(cause.at - now)}` : 'now';
      return `${cause.container} is not restarted any more: activeDeadlineSeconds stops the Pod ${when}, before its back-off is over.`;
    }
    case 'grace-period': {
      const { seconds, until, preStop, failedHooks = [], first } = cause;
      if (first) {
        const kept = first.until > now ? ` for another ${humanDuration(first.until - now)}` : '';
        return `The grace period was cut to ${humanDuration(seconds * 1000)} after the kubelet had begun to stop the containers. It may keep to the one that it began with (${humanDuration(first.seconds * 1000)} by the spec)${kept}.`;
      }
      const left =
        until > now
          ? `what still runs is killed in ${humanDuration(until - now)} at the latest`
          : 'it is over';
      const hooks =
        preStop.length > 0 ? ` The preStop hook of ${listed(preStop)} counts against it.` : '';
      const failed =
        failedHooks.length > 0
          ? ` The preStop hook of ${listed(failedHooks)} has failed, and is not waited for.`
          : '';
      return `Grace period: ${humanDuration(seconds * 1000)}; ${left}.${hooks}${failed}`;
    }
    case 'disruption':
      return `${DISRUPTIONS.get(cause.reason) ?? `The Pod was ended from outside (${cause.reason})`}${said(cause.message)}`;
    case 'kubelet-answers':
      return `The kubelet does answer: it reported ${cause.event} ${humanDuration(now - cause.at)} ago${said(cause.message)}`;
    case 'node-silent':
      return `Node ${cause.node} has not answered for ${humanDuration(now - cause.since)}. If it is gone for good, the Pod goes once its Node object is deleted, or with kubectl delete pod --force.`;
  }
}

function autoscaler({ by, isAdding, at, message }: Of<'autoscaler'>, now: number): string {
  const when = at === undefined ? '' : ` ${humanDuration(now - at)} ago`;
  return isAdding
    ? `${by} wanted to add a node for it${when}${said(message)}`
    : `${by} adds no node for it${said(message)}`;
}

function recentRestart(
  { container, restarts, at, startedAt, exitCode, reason, ofAll, by }: Of<'recent-restart'>,
  now: number,
): string {
  const ended = `${humanDuration(now - at)} ago`;
  if (ofAll)
    return `All containers were restarted in place ${ended}${restarts > 1 ? `, ${restarts} times in all` : ''}, as ${by === undefined ? 'restartPolicyRules want' : `the restartPolicyRules of ${by} want`}.`;
  // Between the two may lie a back-off.
  const started = startedAt === undefined ? ended : `${humanDuration(now - startedAt)} ago`;
  const restarted = started === ended ? '' : ` ${started}`;
  const times = restarts > 1 ? `; ${restarts} restarts in all` : '';
  return `${container} ended ${ended} with exit code ${exitCode}${reason ? ` (${reason})` : ''} and was restarted${restarted}${times}.`;
}

function readinessPending(
  { container, times, periodSeconds, begins }: Of<'readiness-pending'>,
  now: number,
): string {
  const first =
    begins === undefined
      ? ''
      : `The readiness probe of ${container} begins in ${humanDuration(begins - now)}.`;
  const period = humanDuration(periodSeconds * 1000);
  const often =
    times > 1
      ? `${begins === undefined ? `The readiness probe of ${container}` : 'It'} has to pass ${times} times in a row, ${period} apart.`
      : '';
  return [first, often].filter(Boolean).join(' ');
}

/** `: what it said`, or the end of the sentence. */
function said(message: string | undefined): string {
  return message ? `: ${message.trim()}` : '.';
}

type Of<Code extends Cause['code']> = Extract<Cause, { code: Code }>;

function probeFails(
  {
    container,
    probe,
    hasFailed,
    failures,
    threshold,
    message,
    killEarliest,
    killLatest,
  }: Of<'probe-fails'>,
  now: number,
  dash: string,
): string {
  const count =
    failures === undefined ? '' : ` ${failures}${threshold ? ` of ${threshold}` : ''} times`;
  const fails = !hasFailed
    ? ''
    : `The ${probe} probe of ${container} has failed${count}${said(message)}`;
  if (killEarliest === undefined || killLatest === undefined) return fails;
  const when = spanWords(killEarliest, killLatest, now, dash);
  const kill = when ? `killed ${when}` : 'killed any moment';
  return `${fails ? `${fails.replace(/\.?$/, '.')} ` : ''}If the probe only fails, ${container} is ${kill}.`;
}

function probeErrors({ container, probe, message }: Of<'probe-errors'>): string {
  const lasts = {
    startup: `${container} is not killed for it, and waits for as long as it lasts`,
    readiness: `${container} does not become ready for as long as it lasts`,
    liveness: `as long as it lasts, ${container} is not restarted if it hangs`,
  };
  return `The ${probe} probe of ${container} cannot be carried out${said(message).replace(/\.?$/, '.')} The kubelet takes that neither for a success nor for a failure: ${lasts[probe]}.`;
}

function probeAsks({ container, probe, meaning, ...facts }: Of<'probe-asks'>): string {
  const { port, path, status, declared = [], seconds = 0 } = facts;
  const asks = `The ${probe} probe asks for ${path} on port ${port}.`;
  switch (meaning) {
    case 'port-undeclared':
      return `The ${probe} probe asks port ${port}, which ${container} does not declare; it declares ${listed(declared)}.`;
    case 'port-unnamed':
      return declared.length > 0
        ? `The ${probe} probe asks port ${port}, and no port of ${container} has that name; it declares ${listed(declared)}.`
        : `The ${probe} probe asks port ${port} by its name, and ${container} declares no port.`;
    case 'not-listening':
      return `Nothing listens on port ${port} of the Pod's own address: ${container} has not opened it yet, or listens on 127.0.0.1 alone, or on another port.`;
    case 'bad-request':
      return `${asks} What listens there takes that for a bad request (status 400): does it speak HTTPS only (httpGet.scheme), or answer certain host names only (a Host among httpGet.httpHeaders)?`;
    case 'no-access':
      return `${asks} What listens there refuses access (status ${status}): a probe brings nothing but its httpGet.httpHeaders.`;
    case 'no-such-path':
      return `${asks} What listens there answers, but has no such path.`;
    case 'server-error':
      return `${asks} What listens there answers with an error of its own (status ${status}), so its output should tell more.`;
    case 'wants-http':
      return `${asks} What listens there speaks plain HTTP, and the probe HTTPS (httpGet.scheme).`;
    case 'wants-https':
      return `${asks} What listens there speaks HTTPS, and the probe plain HTTP (httpGet.scheme).`;
    case 'slow-answer':
      return `${asks} It waits for ${humanDuration(seconds * 1000)} (timeoutSeconds), and no answer came in that time.`;
  }
}

function outOfMemory({
  container,
  limit,
  isOfPod,
  exitCode,
  wasKilledByProbe,
  memoryVolumes = [],
}: Of<'out-of-memory'>): string {
  const files =
    memoryVolumes.length > 0
      ? ` Files in volume ${listed(memoryVolumes)} (emptyDir with medium: Memory) count as its memory.`
      : '';
  const of = limit
    ? `${container} was killed for using too much memory: ${isOfPod ? 'the limit of the Pod' : 'its limit'} is ${limit}.${files}`
    : `${container} was killed for using too much memory though it has no limit of its own: the Pod's or the node's was reached.${files}`;
  if (wasKilledByProbe) return `A process of ${of} What its probes execute counts too.`;
  return exitCode === 0
    ? `A process of ${of} The exit code is 0 because the container's main process went on and ended by itself.`
    : of;
}

function portTaken({ container, port, declaredBy, others, ofNode }: Of<'port-taken'>): string {
  const taken = port === undefined ? 'The port is taken' : `Port ${port} is taken`;
  if (ofNode) {
    return `${taken}: the Pod uses the network of its node (hostNetwork), so any process there may have it.`;
  }
  if (others.length === 0) return `${taken}, by another process of ${container} itself.`;
  const shared = `${taken}: the containers of a Pod share one network, and`;
  return declaredBy
    ? `${shared} ${listed(declaredBy)} declares it. Let one of them listen on another port.`
    : `${shared} another process in this Pod listens on it. Look at ${listed(others)}.`;
}

const MEANINGS: Readonly<Record<ExitMeaning, string>> = {
  'not-executable':
    'the command was found but could not be executed (permissions, or another platform).',
  'not-found': 'a command was not found (a misspelt program, or one that the image does not have).',
  'not-started': 'the runtime could not start the process.',
  'fatal-of-git': 'git ends so after a fatal error; its output tells which.',
  aborted: 'the process aborted itself (SIGABRT).',
  killed:
    'the process was killed (SIGKILL); nothing that could be read names a probe or memory as the reason.',
  'segmentation-fault':
    'the process accessed memory that is not its own (SIGSEGV, segmentation fault).',
  'illegal-instruction':
    "the node's processor does not know an instruction of the program (SIGILL), which may be built for a newer one.",
  'bus-error':
    'the process used memory with nothing behind it (SIGBUS): a full /dev/shm, huge pages that are not to be had, or a file that was cut short.',
  arithmetic: 'the process divided by zero, or the like (SIGFPE).',
  'forbidden-call': 'the process made a system call that its seccomp profile forbids (SIGSYS).',
  'told-to-stop': 'the process was told to stop (SIGTERM) and did.',
  'node-lost': 'the node or its container runtime stopped while it ran.',
};

function deadlineSpent({
  seconds,
  container,
  spentMs = 0,
  neverRan,
}: Of<'deadline-spent'>): string {
  const limit = `activeDeadlineSeconds is ${seconds}, counted from when the kubelet picked up the Pod`;
  const spent =
    container === undefined ? '' : `; ${container} took ${humanDuration(spentMs)} of that`;
  const never = neverRan.length > 0 ? ` ${listed(neverRan)} never ran.` : '';
  return `${limit}${spent}.${never}`;
}

/** Reasons of the condition DisruptionTarget (pkg/apis/core/v1/types.go). */
const DISRUPTIONS: ReadonlyMap<string, string> = new Map([
  ['PreemptionByScheduler', 'The scheduler preempted it for a Pod of higher priority'],
  [
    'DeletionByTaintManager',
    'It was deleted because its node has a taint that it does not tolerate',
  ],
  ['DeletionByDeviceTaintManager', 'It was deleted because a device of its has a taint'],
  [
    'EvictionByEvictionAPI',
    'It was evicted through the API (kubectl drain does that), not just deleted',
  ],
  ['DeletionByPodGC', 'Garbage collection deleted it, as its node is gone'],
  ['TerminationByKubelet', 'The kubelet ended it'],
  ['Evicted', 'The kubelet evicted it, and it counts as succeeded as it ended with exit code 0'],
]);
