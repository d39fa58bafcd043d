import type {
  SessionEnd,
  SessionExit,
  SessionLoss,
} from '../../model/debug/session/session-end.ts';

/** The container that a session was in. */
export interface SessionPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** What becomes of a Pod that was made for the session, unless somebody detaches. */
  readonly newPod?: 'deleted' | 'stays' | undefined;
}

/**
 * What to tell of the end of a session, without a line feed; undefined where the exit code says it
 * all: the command ended by itself.
 */
export function sessionEndWords(end: SessionEnd, place: SessionPlace): string | undefined {
  switch (end.kind) {
    case 'exited':
      return exitWords(end, place);
    case 'detached':
      return `detached: container ${place.container} is still running; ${takeUpAgain(place)}`;
    case 'interrupted':
      return place.newPod === 'deleted'
        ? `interrupted: Pod ${place.pod} is deleted`
        : `interrupted: container ${place.container} may still be running; ${takeUpAgain(place)}`;
    case 'lost':
      return lossWords(end, place);
  }
}

function exitWords(end: SessionExit, { pod, container }: SessionPlace): string | undefined {
  const { exitCode, reason = '', message, target } = end;
  const code = `exit code ${exitCode}`;
  if (end.podIsDeleted === true) {
    return `the session ended because pod ${pod} was deleted (${code})`;
  }
  if (target !== undefined) {
    const how = `${target.reason}, exit code ${target.exitCode}`;
    return `the session ended because its target ${target.container} ended (${how}): they share a process namespace`;
  }
  if (reason === 'OOMKilled') {
    return `container ${container} ran out of memory and was killed (OOMKilled, ${code})`;
  }
  if (reason === 'StartError' || reason === 'ContainerCannotRun') {
    return `container ${container} could not start (${reason}, ${code})${tail(message)}`;
  }
  if (end.outputIsCut === true) {
    return `the connection broke before all output had come; container ${container} has ended (${code})`;
  }
  return undefined;
}

function lossWords({ why, detail, node }: SessionLoss, place: SessionPlace): string {
  const { pod, container } = place;
  const where = node === undefined ? 'its node' : `node ${node}`;
  switch (why) {
    case 'PodDeleted':
      return `the session ended because pod ${pod} was deleted`;
    case 'NodeNotReady':
      return `the session broke off because ${where} is not ready${tail(detail)}`;
    case 'ConnectionBroken':
      return `the connection broke off${tail(detail)}${stillThere(place)}`;
    case 'Disconnected':
      return place.newPod === 'deleted'
        ? `the server ended the connection; Pod ${pod} is deleted`
        : `the server ended the connection, but container ${container} is still running; ${takeUpAgain(place)}`;
    case 'AttachFailed':
      return `could not attach to container ${container}${tail(detail)}`;
  }
}

function tail(detail: string | undefined): string {
  return detail === undefined || detail === '' ? '' : `: ${detail}`;
}

function stillThere(place: SessionPlace): string {
  if (place.newPod === 'deleted') return `\nPod ${place.pod} is deleted.`;
  return `\nContainer ${place.container} may still be running; ${takeUpAgain(place)}`;
}

function takeUpAgain({ namespace, pod, container, newPod }: SessionPlace): string {
  // Ours knows debug containers that were added to a Pod.
  if (newPod !== undefined) {
    return `take it up again with\n  kubectl attach ${pod} -c ${container} -n ${namespace} -it`;
  }
  return `take it up again with\n  kubectl initx debug attach ${pod} ${container} -n ${namespace}`;
}
