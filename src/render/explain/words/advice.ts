import type { Note } from '../../../model/explain/explanation.ts';
import { listed } from '../../text/listed.ts';

/** A note on what a manifest says, and was hardly meant to. */
export type Advice = Extract<
  Note,
  {
    readonly code:
      | 'fractional-bytes'
      | 'not-repeatable'
      | 'port-twice'
      | 'lost-words'
      | 'probe-port-unnamed'
      | 'root-forbidden'
      | 'hook-outlasts-grace'
      | 'hook-asks-itself'
      | 'config-missing'
      | 'deadline-of-pod';
  }
>;

/** What would better be changed in a manifest, and why. */
export function adviceSentence(advice: Advice): string {
  switch (advice.code) {
    case 'fractional-bytes': {
      const { container, field, resource, amount } = advice;
      const what = `The ${resource} ${field === 'limits' ? 'limit' : 'request'} ${amount} of ${container}`;
      const number = amount.replace(/m$/, '');
      return amount.endsWith('m')
        ? `${what} means thousandths of a byte. Was ${number}M or ${number}Mi meant? The API server only warns.`
        : `${what} is not a whole number of bytes; the API server warns of it.`;
    }
    case 'not-repeatable': {
      const { container, command, effect } = advice;
      const then = effect === 'fails' ? 'fails' : 'adds the same once more';
      return `Init container ${container} may run more than once, and an emptyDir keeps what it wrote: ${command} then ${then}.`;
    }
    case 'port-twice':
      return `${advice.other} and ${advice.container} both declare port ${advice.port}, and the containers of a Pod share one network: only one of them can listen on it. The API server only warns.`;
    case 'lost-words':
      return advice.kind === 'one-string'
        ? `The command of ${advice.container} is the name of one program, "${advice.words.join(' ')}": each word has to be an item of its own.`
        : `The command of ${advice.container} gives sh -c more than a script: ${listed(advice.words)} ${advice.words.length > 1 ? 'are arguments' : 'is an argument'} that the script does not use. The whole command line has to be one string.`;
    case 'probe-port-unnamed': {
      const { container, probe, port, declared } = advice;
      const has = declared.length > 0 ? `it declares ${listed(declared)}` : 'it declares none';
      return `The ${probe} probe of ${container} asks port ${port}, and no port of ${container} has that name; ${has}. Such a probe can never be carried out${WITHOUT[probe]}.`;
    }
    case 'root-forbidden':
      return `${advice.container} has runAsNonRoot and runAsUser 0, so the kubelet refuses to start it.`;
    case 'hook-outlasts-grace': {
      const { container, hookSeconds, graceSeconds } = advice;
      return `The preStop hook of ${container} sleeps for ${hookSeconds}s, and the grace period of the Pod is ${graceSeconds}s: ${container} gets SIGTERM only when that is over, and SIGKILL 2s later (terminationGracePeriodSeconds).`;
    }
    case 'hook-asks-itself':
      return `The postStart hook of ${advice.container} asks port ${advice.port} of the Pod, once. It begins as soon as ${advice.container} has started, mostly before a server listens, and if it fails the container is killed: let it ask again until one does.`;
    case 'config-missing':
      return configMissing(advice);
    case 'deadline-of-pod':
      return `activeDeadlineSeconds ${advice.seconds} ends the Pod for good that long after a kubelet has taken it, init containers included; nothing recreates it. It is meant for the Pods of Jobs.`;
  }
}

function configMissing({
  kind,
  name,
  key,
  meant,
  container,
  variable,
  volume,
}: Extract<Advice, { readonly code: 'config-missing' }>): string {
  const taker =
    volume === undefined
      ? `${variable === undefined ? 'envFrom' : `Variable ${variable}`} of ${container}`
      : `Volume ${volume}`;
  if (key === undefined) {
    return `${taker} takes ${kind} ${name}, which is not among these files, but ${meant} is. Is the name spelt right?`;
  }
  const has = meant === undefined ? '' : `: it has ${meant}`;
  const then = volume === undefined ? `${container} cannot start` : 'no container can start';
  return `${taker} takes key ${key} of ${kind} ${name}, which has no such key in these files${has}. Without it ${then}.`;
}

/** What becomes of a container whose probe has no result (pkg/kubelet/prober/worker.go). */
const WITHOUT = {
  startup: ', so the container never counts as started',
  liveness: ', so it kills nothing',
  readiness: ', so the Pod never becomes Ready',
} as const;
