import type { Refusal } from '../../model/debug/refusal.ts';
import { listed } from '../text/listed.ts';

/** What a refusal says: what is so, and what to do instead. */
export interface Advice {
  readonly message: string;
  readonly hint: string;
}

/** A Pod, for commands that can be copied as they are. */
export interface PodPlace {
  readonly namespace: string;
  readonly pod: string;
}

/** Why no debug container is added to the Pod, and what to do instead. */
export function refusalWords(refusal: Refusal, place: PodPlace): Advice {
  const { pod } = place;
  const inNamespace = `-n ${place.namespace}`;
  switch (refusal.code) {
    case 'PodFinished':
      return {
        message: `Pod ${pod} is ${refusal.phase}: no container starts in it any more, and none was added`,
        hint: `See what it left: kubectl initx explain ${pod} ${inNamespace}, kubectl logs ${pod} --all-containers ${inNamespace}`,
      };
    case 'PodDeleting':
      return {
        message: `Pod ${pod} is being deleted: no container starts in it any more, and none was added`,
        hint: `Debug the Pod that takes its place, if there is one: kubectl get pods ${inNamespace}`,
      };
    case 'Unscheduled':
      return {
        message: `Pod ${pod} has no node yet, so nothing can run in it, and no container was added`,
        hint: `${refusal.message === undefined ? '' : `The scheduler says: ${refusal.message}\n`}See why: kubectl initx explain ${pod} ${inNamespace}`,
      };
    case 'StaticPod':
      return {
        message: `Pod ${pod} is static: a file on its node makes it, and it takes no debug container`,
        hint: `Use a command that its image has: kubectl exec ${pod} ${inNamespace} -it -- sh\nWhy: kubectl initx rules R32`,
      };
    case 'Windows':
      return {
        message: `Pod ${pod} runs on Windows, which this command does not support; no container was added`,
        hint: `Use its own shell: kubectl exec ${pod} ${inNamespace} -it -- cmd`,
      };
    case 'NodeNotReady':
      return {
        message: `node ${refusal.node} is not Ready${refusal.reason === undefined ? '' : ` (${refusal.reason})`}: its kubelet would start nothing, and no container was added`,
        hint: `See kubectl describe node ${refusal.node}.`,
      };
    case 'UnknownTarget':
      return unknownTarget(refusal, pod);
    case 'TargetNotRunning':
      return {
        message: `container ${refusal.container} does not run${stateWords(refusal)}, so its processes cannot be joined; no container was added`,
        hint: 'Leave out --target for a debug container that shares only the network of the Pod, and with --volumes its volumes.',
      };
    case 'NameTaken':
      return nameTaken(refusal, place);
    case 'TargetUserUnknown':
      return {
        message: `as whom container ${refusal.container} runs is not known: it has not started, and its spec gives no runAsUser`,
        hint: 'Give the user by number: --run-as UID:GID',
      };
  }
}

function unknownTarget(
  { wanted, isPodName, isEphemeral, near, names }: Extract<Refusal, { code: 'UnknownTarget' }>,
  pod: string,
): Advice {
  const containers = `Its containers are ${listed(names)}.`;
  if (isEphemeral) {
    return {
      message: `container ${wanted} is a debug container itself, and those cannot be targeted`,
      hint: containers,
    };
  }
  if (isPodName) {
    return {
      message: `"${wanted}" is the name of the Pod, not of a container in it`,
      hint: containers,
    };
  }
  return {
    message: `Pod ${pod} has no container "${wanted}"`,
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}? ${containers}` : containers,
  };
}

function stateWords({ reason, exitCode }: Extract<Refusal, { code: 'TargetNotRunning' }>): string {
  const ended = exitCode === undefined ? '' : `its last run ended with exit code ${exitCode}`;
  const words = [reason, ended].filter((text) => text !== '').join('; ');
  return words === '' ? '' : ` (${words})`;
}

function nameTaken(
  { name, run, exitCode }: Extract<Refusal, { code: 'NameTaken' }>,
  { namespace, pod }: PodPlace,
): Advice {
  switch (run) {
    case 'not-ephemeral':
      return {
        message: `Pod ${pod} has a container "${name}" already`,
        hint: 'Give the debug container another name with -c, or leave out -c. To say whose processes it is to see, use --target.',
      };
    case 'running':
      return {
        message: `debug container ${name} runs in Pod ${pod} already`,
        hint: `Attach to it: kubectl initx debug attach ${pod} ${name} -n ${namespace}, or give another name with -c.`,
      };
    case 'waiting':
      return {
        message: `Pod ${pod} has a debug container ${name} already, which has not started`,
        hint: 'Give another name with -c, or leave out -c.',
      };
    case 'ended':
      return {
        message: `debug container ${name} has already run in Pod ${pod} (exit code ${exitCode}); it never runs again`,
        hint: 'Give another name with -c, or leave out -c.\nWhy: kubectl initx rules R30 R31',
      };
  }
}
