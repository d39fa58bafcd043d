import type { Explanation, MisleadingStatus, Note } from '../../../model/explain/explanation.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { capitalised, listed } from '../../text/listed.ts';
import { adviceSentence } from './advice.ts';
import { containerNamed, withRole } from './containers.ts';
import { patternSentence } from './waiting-pattern.ts';

/** What the STATUS word hides. */
export function misleadingSentence(misleading: MisleadingStatus): string {
  switch (misleading.code) {
    case 'completed-but-sidecars-run':
      return `the app containers have ended for good; what runs is ${listed(misleading.sidecars)}, to be stopped.`;
    case 'sidecar-fails-after-start':
      return `it is about sidecar ${misleading.container} alone, which has started before and holds back no container.`;
    case 'sidecar-between-restarts':
      return `sidecar ${misleading.container} is not running: it ended with exit code 0 and will be restarted.`;
    case 'reinitializing':
      return 'it shows how containers ended before; the init containers run again.';
    case 'waits-for-image':
      return misleading.fails
        ? `no init container is left to run, but ${misleading.container} cannot be started.`
        : `no init container is left to run; ${misleading.container} is being started, which may take a pull.`;
    case 'init-not-running-yet':
      return `it only counts the init containers that are through; ${misleading.container} is not running.`;
    case 'evicted':
      return 'the Pod was evicted.';
    case 'deadline-exceeded':
      return 'the Pod ran into its activeDeadlineSeconds.';
    case 'init-failed-for-good':
      return `init container ${misleading.container} is not restarted, so the Pod fails.`;
    case 'init-failed-unseen':
      return `init container ${misleading.container} was OOMKilled. Its exit code 0 counts as success to kubectl and to the phase, not to the kubelet.`;
    case 'ended-by':
      return `it tells how a container ended; the Pod itself failed with ${misleading.reason}.`;
    case 'ready-though-init':
      return 'it is about an init container that is over; the Pod is Ready.';
    case 'other-apps-run':
      return `it is about ${misleading.container} alone, which has ended for good; ${listed(misleading.running)} ${misleading.running.length > 1 ? 'run' : 'runs'} on.`;
    case 'succeeded-though-killed':
      return `a process of ${listed(misleading.containers)} was OOMKilled, yet the exit code is 0, so the Pod counts as succeeded.`;
    case 'held-by-finalizer':
      return `nothing of the Pod runs; its finalizers (${listed(misleading.finalizers)}) keep the object.`;
    case 'some-apps-finished':
      return `${listed(misleading.containers)} ended with exit code 0, so not all containers can be ready.`;
  }
}

/** A note as one or two sentences. */
export function noteSentence(note: Note, explanation: Explanation): string {
  const { observedAt } = explanation;
  switch (note.code) {
    case 'sidecar-without-startup-probe':
      return withoutStartupProbe([note.container]);
    case 'readiness-does-not-gate':
      return `No container waits for the readiness probe of sidecar ${note.container} (a startup probe would hold back the next one); it only decides whether the Pod is Ready.`;
    case 'gate-already-passed':
      return `Sidecar ${note.container} has started once, which is all that the next container waits for: that it is down now holds nothing back.`;
    case 'image-change-not-applied':
      return `The image of ${note.container} was changed after it ran (as ${note.image}); an init container does not run again for that.`;
    case 'inferred-completion':
      return `The node no longer has init container ${note.container}. The kubelet takes it for completed, since app containers exist; its times are not known.`;
    case 'reinitialized':
      return `${listed(note.containers)} ran before and then ran again: the whole Pod was restarted.`;
    case 'backoff-was-reset':
      return `The back-off of ${note.container} is shorter than its restarts imply: it was reset by a run of more than 10 minutes, a restart of the kubelet or a changed image.`;
    case 'restarts-on-failure':
      return note.policy === 'Always'
        ? `${capitalised(withRole(explanation, note.container))} is restarted only on failure: for init containers restartPolicy Always means OnFailure.`
        : `${capitalised(withRole(explanation, note.container))} is restarted on failure (restartPolicy ${note.policy}).`;
    case 'failure-fails-pod':
      return failsPod([note.container]);
    case 'deadline': {
      const left = note.at - observedAt;
      const when = left > 0 ? `in ${humanDuration(left)}` : 'now';
      return `activeDeadlineSeconds ${note.seconds} stops the Pod ${when}; the time that init containers take counts too.`;
    }
    case 'waiting-pattern':
      return patternSentence(note);
    case 'never-ends':
      return `The command of ${note.container} never ends (${ENDLESS[note.command]}), so nothing after it starts. What is to run beside the others is a sidecar: give it restartPolicy: Always.`;
    case 'probes-later':
      return `The startup probe of ${note.container} asks port ${note.port}, which ${note.server} declares and ${note.container} does not. But ${note.server} starts only once the probe has passed: if it is the one that serves there, neither gets any further.`;
    case 'waits-for-later':
      return waitsForLater(note);
    case 'helper-may-hold':
      return note.isKept
        ? `Container ${note.container} is no sidecar: restartPolicy: Always makes one only of an init container. As it is, it is restarted whenever it ends, so the Pod never completes.`
        : `The Pod completes only when container ${note.container} ends too. If it only serves the others, make it a native sidecar: an init container with restartPolicy: Always.`;
    case 'restart-rules':
      return `${capitalised(note.rules.map((rule) => ruleWords(rule, note.container)).join('; '))}; for all other exits its restartPolicy counts.`;
    case 'fractional-bytes':
    case 'not-repeatable':
    case 'port-twice':
    case 'lost-words':
    case 'probe-port-unnamed':
    case 'config-missing':
    case 'root-forbidden':
    case 'hook-outlasts-grace':
    case 'hook-asks-itself':
    case 'deadline-of-pod':
      return adviceSentence(note);
    case 'init-skipped':
      return `${listed(note.containers)} did not run in the present sandbox: what is shown is the end of an earlier run.`;
    case 'fails-too':
      return failsToo(note);
    case 'resize-pending':
      return `A resize of the Pod ${RESIZES[note.reason]}, so its containers keep what they have${note.message ? `: ${note.message.trim()}` : '.'}`;
    case 'restarted-for-change':
      return note.isResize
        ? `${note.container} was restarted because its resources were changed and its resizePolicy asks for a restart.`
        : `${note.container} was restarted because its image or another field of it was changed.`;
    case 'stopped-sidecar':
      return note.graceSeconds === undefined
        ? `Sidecar ${note.container} ended with exit code ${note.exitCode} because the kubelet stopped it when the others were done: that is normal.`
        : `Sidecar ${note.container} did not end on SIGTERM when the others were done: the kubelet killed it (exit code ${note.exitCode}) when the grace period of ${humanDuration(note.graceSeconds * 1000)} was over. That is no failure, but the Pod took so much longer.`;
    case 'ephemeral-cannot-start':
      return `Ephemeral container ${note.container} cannot be started${note.image === undefined ? '' : `, as its image ${note.image} cannot be pulled`}. That holds nothing back, and it stays in the Pod as long as the Pod does.`;
    case 'init-ports-not-in-service':
      return `Services send nothing to the ports of init container ${note.container}, as the Pod is not Ready while it runs (unless they publish not-ready addresses).`;
    case 'events-missing':
      return 'There are no events of this Pod (clusters keep them for an hour, files seldom have them), so pulls and back-offs are known only as far as the status tells.';
    case 'events-unreadable':
      return `The events could not be read, so pulls and back-offs are known only as far as the status tells: ${note.reason}`;
    case 'start-limit':
      return startLimit(note);
    case 'shutdown-order':
      return `Shutdown: ${shutdownWords(note.containers, explanation)}.`;
  }
}

function failsToo({
  containers,
  reason,
  message,
  exitCode,
}: Extract<Note, { code: 'fails-too' }>): string {
  const who = `${listed(containers)} ${containers.length > 1 ? 'fail' : 'fails'} too`;
  const ended = exitCode === undefined ? '' : `, with exit code ${exitCode}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  return `${who}${ended}${why}${message ? `: ${message.trim()}` : '.'}`;
}

function startLimit({
  seconds,
  probes,
  unlimited,
  hooks,
}: Extract<Note, { code: 'start-limit' }>): string {
  const span = (each: number) => humanDuration(each * 1000);
  const each = probes.map((probe, at) =>
    at === 0
      ? `The startup probe of ${probe.container} has to pass within ${span(probe.seconds)}`
      : `that of ${probe.container} within ${span(probe.seconds)}`,
  );
  const free = [...unlimited, ...hooks.map((hook) => `the postStart hook of ${hook}`)];
  const besides = free.length > 0 ? `, apart from ${listed(free)}, whose time nothing limits` : '';
  return `${listed(each)}, or the kubelet kills the container. So a start in which nothing fails takes ${span(seconds)} at most once the images are there${besides}.`;
}

function waitsForLater({
  container,
  targets,
  servers,
  isFile,
}: Extract<Note, { code: 'waits-for-later' }>): string {
  const start = servers.length > 1 ? 'start' : 'starts';
  return isFile
    ? `The command of ${container} loops until ${listed(targets)} exists. That is in an emptyDir of this Pod, and nothing before ${container} can write to it: ${listed(servers)} ${start} later. It never ends, unless what writes the file becomes a native sidecar before it.`
    : `The command of ${container} loops until ${listed(targets)} answers. That is this Pod itself, and nothing in it runs before ${container} has ended: ${listed(servers)} ${start} later. It never ends, unless what answers becomes a native sidecar before it.`;
}

const RESIZES = {
  Infeasible: 'is more than its node can ever give',
  Deferred: 'is put off until its node has room',
  Error: 'could not be carried out yet',
} as const;

const ENDLESS = {
  sleep: 'sleep infinity',
  tail: 'tail -f',
  loop: 'a loop that nothing leaves',
  server: 'it is a server',
} as const;

type RestartRule = Extract<Note, { code: 'restart-rules' }>['rules'][number];

function ruleWords({ action, operator, exitCodes }: RestartRule, container: string): string {
  const codes = exitCodes.join(' or ');
  const when = operator === 'In' ? `exit code ${codes}` : `any exit code but ${codes}`;
  return action === 'Restart'
    ? `${when} of ${container} restarts it`
    : `${when} of ${container} restarts the whole Pod, init containers included`;
}

/** Notes as sentences; those that a Pod may have for many containers name them all at once. */
export function noteSentences(notes: readonly Note[], explanation: Explanation): readonly string[] {
  const sentences = notes.map((note) => {
    const together = TOGETHER.get(note.code);
    if (!together) return noteSentence(note, explanation);
    const alike = notes.filter(({ code }) => code === note.code);
    return together(alike.flatMap((each) => ('container' in each ? each.container : [])));
  });
  return [...new Set(sentences)];
}

function withoutStartupProbe(sidecars: readonly string[]): string {
  return sidecars.length > 1
    ? `Sidecars ${listed(sidecars)} have no startup probe: as soon as one runs, the next container starts, whether it serves yet or not.`
    : `Sidecar ${listed(sidecars)} has no startup probe: as soon as it runs, the next container starts, whether it serves yet or not.`;
}

function failsPod(inits: readonly string[]): string {
  return inits.length > 1
    ? `If one of the init containers ${listed(inits)} fails, it is not restarted and the Pod fails.`
    : `If init container ${listed(inits)} fails, it is not restarted and the Pod fails.`;
}

const TOGETHER: ReadonlyMap<Note['code'], (containers: readonly string[]) => string> = new Map([
  ['sidecar-without-startup-probe', withoutStartupProbe],
  ['failure-fails-pod', failsPod],
]);

/** App containers at once, then sidecars one by one, the last started first (R27). */
function shutdownWords(names: readonly string[], explanation: Explanation): string {
  const sidecars = names.filter(
    (name) => containerNamed(explanation, name)?.container.role === 'sidecar',
  );
  const apps = names.filter((name) => !sidecars.includes(name));
  return [
    ...(apps.length > 0 ? [`${listed(apps)}${apps.length > 1 ? ' together' : ''}`] : []),
    ...sidecars,
  ].join(', then ');
}
