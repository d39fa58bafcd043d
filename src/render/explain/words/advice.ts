import type { Note } from '../../../model/explain/explanation.ts';

/** A note on what a manifest says, and was hardly meant to. */
export type Advice = Extract<
  Note,
  { readonly code: 'fractional-bytes' | 'not-repeatable' | 'port-twice' | 'deadline-of-pod' }
>;

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
    case 'deadline-of-pod':
      return `activeDeadlineSeconds ${advice.seconds} ends the Pod for good that long after a kubelet has taken it, init containers included; nothing makes it anew. It is meant for the Pods of Jobs.`;
  }
}
