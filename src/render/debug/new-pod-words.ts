import type { AmountsRefusal } from '../../model/debug/admission.ts';
import type { Profile } from '../../model/debug/container/profiles.ts';
import type { CopyHazard } from '../../model/debug/new-pod/hazards.ts';
import { HOST_PATH, seesHostFiles } from '../../model/debug/new-pod/node-pod.ts';
import { listed } from '../text/listed.ts';

/** What a copy has in common with its Pod, and what may come of it; one sentence. */
export function hazardWords(hazard: CopyHazard, pod: string): string {
  switch (hazard.code) {
    case 'HostPorts':
      return `The copy wants the node's ${hazard.ports.length > 1 ? 'ports' : 'port'} ${listed(hazard.ports.map(String))}, as ${pod} does: it can start on another node only.`;
    case 'Claim':
      return `The copy uses the same data as ${pod}, of claim ${hazard.claim}${ACCESS[hazard.access]}.`;
    case 'KeptLabels':
      return 'With its labels the copy is taken up by Services and controllers that select them: it may get traffic, or be deleted as one too many.';
  }
}

const ACCESS = {
  shared: '',
  'one-node': ', which only one node can mount: on another one it does not start (--same-node)',
  'one-pod': ', which only one Pod can use at a time: it waits until that is gone (--replace)',
} as const;

/** What a Pod on a node shows. */
export function nodeWords(node: string, profile: Profile): string {
  if (seesHostFiles(profile)) {
    return `Node ${node}: its processes and network are visible, its files are under ${HOST_PATH}.`;
  }
  return profile === 'netadmin'
    ? `Node ${node}: its processes and network are visible.`
    : `On node ${node}, but with profile ${profile} nothing of the node is visible.`;
}

/** With which profile the server takes the Pod, after refusing better ones. */
export function refusedWords(profile: Profile, isItself: boolean): string {
  return isItself
    ? 'PodSecurity does not allow profile general: the container keeps the rights that it has.'
    : `PodSecurity does not allow better: using profile ${profile}.`;
}

/** What stays, and how to be rid of it. */
export function podStaysWords(name: string, namespace: string): string {
  return `Pod ${name} stays. Delete it: kubectl delete pod ${name} -n ${namespace}`;
}

/** What to do about a quota or a LimitRange that refuses the Pod. */
export function amountsWords(refusal: AmountsRefusal, isCopy: boolean, namespace: string): string {
  switch (refusal.code) {
    case 'QuotaFull': {
      const original = isCopy
        ? '\nThe original counts too, also with --replace: it is deleted only once the copy is there.'
        : '';
      return `The quota has no room for this Pod: kubectl describe quota ${refusal.quota} -n ${namespace}${original}`;
    }
    case 'QuotaWantsAmounts':
      return `The quota wants them of every container. ${customWords(isCopy)}`;
    case 'LimitRange':
      return `A LimitRange does not allow it: kubectl describe limitrange -n ${namespace}\n${customWords(isCopy)}`;
  }
}

function customWords(isCopy: boolean): string {
  return isCopy
    ? '--custom FILE can give resources to the debug container or, with -c NAME, to that one of the copy.'
    : '--custom FILE can give resources to the container.';
}
