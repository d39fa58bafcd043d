import { conditionOf, hasFinalPhase, isTrue } from '../kubernetes/pod-status.ts';
import { shouldRestart } from '../kubernetes/restart-policy.ts';
import type { StatusColumns } from '../kubernetes/status-column.ts';
import type { MisleadingStatus } from './explanation.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';
import { untoldFailure } from './kubelet/untold-failure.ts';
import { misleadingEnd } from './misleading-end.ts';
import type { Situation } from './verdict/situation.ts';
import { isRunning } from './verdict/trouble.ts';

/**
 * The truth behind the STATUS word where the word hides it
 * (pkg/printers/internalversion/printers.go, printPod).
 */
export function misleadingStatus(
  situation: Situation,
  { status: word }: StatusColumns,
): MisleadingStatus | undefined {
  return misleadingEnd(situation, word) ?? whileAlive(situation, word);
}

function whileAlive(situation: Situation, word: string): MisleadingStatus | undefined {
  if (hasFinalPhase(situation.pod) || situation.pod.metadata.deletionTimestamp) return undefined;
  return (
    appsEndedBefore(situation, word) ??
    sidecarAfterStart(situation, word) ??
    readyThough(situation, word) ??
    initNotRunning(situation, word) ??
    waitsForImage(situation, word) ??
    completedButSidecarsRun(situation) ??
    someAppsFinished(situation, word) ??
    otherAppsRun(situation, word)
  );
}

/**
 * Init containers run again after apps have run: the sandbox was replaced. STATUS shows the apps'
 * old ends, as Initialized stays true (pkg/kubelet/status/generate.go).
 */
function appsEndedBefore(
  { pod, containers }: Situation,
  word: string,
): MisleadingStatus | undefined {
  if (word.startsWith('Init:') || word === 'PodInitializing') return undefined;
  const apps = containers.filter(({ container }) => container.role === 'app');
  const haveStopped = apps.some(hasRun) && !apps.some(isRunning);
  const inits = containers.filter(({ container }) => container.role === 'init' && container.status);
  const isWithoutSandbox = conditionOf(pod, 'PodReadyToStartContainers')?.status === 'False';
  const startsOver =
    inits.some(({ state }) => state.kind !== 'terminated') ||
    (inits.length > 0 && isWithoutSandbox && pod.status?.phase === 'Pending');
  return haveStopped && startsOver ? { code: 'reinitializing' } : undefined;
}

/**
 * A gate once passed stays passed: the word is about a sidecar that holds nobody
 * (kuberuntime_container.go, computeInitContainerActions).
 */
function sidecarAfterStart({ containers }: Situation, word: string): MisleadingStatus | undefined {
  if (word.startsWith('Init:')) {
    const held = wordHolder(containers);
    // One that runs for the first time has only just passed its gate.
    const isAgain = held && (!isRunning(held) || held.restartCount > 0);
    return held?.container.role === 'sidecar' && held.gate.passed && isAgain
      ? { code: 'sidecar-fails-after-start', container: held.container.name }
      : undefined;
  }
  const isAppUp = containers.some((each) => each.container.role === 'app' && hasRun(each));
  if (!isAppUp) return undefined;
  const between = containers.find(
    (each) => each.container.role === 'sidecar' && exitCodeOf(each) === 0,
  );
  return between && word === 'Running'
    ? { code: 'sidecar-between-restarts', container: between.container.name }
    : undefined;
}

/**
 * Kubelets that have removed a finished init container may take back its status; the condition
 * Ready is about what runs (pkg/kubelet/status/generate.go).
 */
function readyThough(situation: Situation, word: string): MisleadingStatus | undefined {
  const isTold = word.startsWith('Init:') && isTrue(situation.pod, 'Ready');
  return isTold ? { code: 'ready-though-init' } : undefined;
}

/** With restartPolicy Never or OnFailure one container may have ended while others go on. */
function otherAppsRun({ pod, containers }: Situation, word: string): MisleadingStatus | undefined {
  const apps = containers.filter(({ container }) => container.role === 'app');
  const ended = apps.find(
    ({ container, state }) =>
      state.kind === 'terminated' &&
      state.reason === word &&
      state.exitCode !== 0 &&
      !shouldRestart(container, pod.spec.restartPolicy, state),
  );
  const running = apps.filter(isRunning).map(({ container }) => container.name);
  if (!ended || running.length === 0) return undefined;
  return { code: 'other-apps-run', container: ended.container.name, running };
}

/** `Init:0/1` counts what has finished; it does not say that the next one runs. */
function initNotRunning({ containers }: Situation, word: string): MisleadingStatus | undefined {
  if (!/^Init:\d+\/\d+$/.test(word)) return undefined;
  const held = wordHolder(containers);
  return held && !isRunning(held)
    ? { code: 'init-not-running-yet', container: held.container.name }
    : undefined;
}

/** PodInitializing stays the apps' reason until the kubelet is through with starting them. */
function waitsForImage(
  { containers, events }: Situation,
  word: string,
): MisleadingStatus | undefined {
  const isHeld = containers.some(({ gate }) => !gate.passed);
  if (word !== 'PodInitializing' || isHeld || wordHolder(containers)) return undefined;
  const waiting = containers.filter(
    ({ container, state }) =>
      container.role === 'app' && state.kind === 'waiting' && state.reason === word,
  );
  const failing = waiting.find(({ container }) => untoldFailure(container, events));
  const told = failing ?? waiting[0];
  return (
    told && {
      code: 'waits-for-image',
      container: told.container.name,
      ...(failing && { fails: true }),
    }
  );
}

/**
 * The phase stays Running until the sidecars have stopped, though apps are done
 * (pkg/kubelet/status/status_manager.go, mergePodStatus).
 */
function completedButSidecarsRun({ pod, containers }: Situation): MisleadingStatus | undefined {
  const { restartPolicy } = pod.spec;
  const areDone = containers
    .filter(({ container }) => container.role === 'app')
    .every(
      ({ container, state }) =>
        state.kind === 'terminated' && !shouldRestart(container, restartPolicy, state),
    );
  const sidecars = containers
    .filter((each) => each.container.role === 'sidecar' && isRunning(each))
    .map(({ container }) => container.name);
  return areDone && sidecars.length > 0
    ? { code: 'completed-but-sidecars-run', sidecars }
    : undefined;
}

function someAppsFinished({ containers }: Situation, word: string): MisleadingStatus | undefined {
  if (word !== 'NotReady') return undefined;
  const finished = containers
    .filter((each) => each.container.role === 'app' && exitCodeOf(each) === 0)
    .map(({ container }) => container.name);
  return { code: 'some-apps-finished', containers: finished };
}

/** The init container or sidecar whose state kubectl prints after `Init:`. */
function wordHolder(containers: readonly ExplainedContainer[]): ExplainedContainer | undefined {
  return containers.find((each) => {
    const { role, status } = each.container;
    if (role === 'app' || role === 'ephemeral' || !status) return false;
    return exitCodeOf(each) !== 0 && !(role === 'sidecar' && status.started === true);
  });
}

function exitCodeOf({ state }: ExplainedContainer): number | undefined {
  return state.kind === 'terminated' ? state.exitCode : undefined;
}

/** In any sandbox: what a look at STATUS is about. */
function hasRun({ latest, lastState }: ExplainedContainer): boolean {
  const isKnown = latest.kind !== 'none' && latest.kind !== 'created';
  return isKnown || lastState?.kind === 'terminated';
}
