import type { PodCost } from '../../../../model/resources/pod/pod-cost.ts';
import type { Blocker } from '../../../../model/resources/rollout/place.ts';
import type { Bounds } from '../../../../model/resources/rollout/strategy.ts';
import type { UpdateCost } from '../../../../model/resources/rollout/update.ts';
import { counted } from '../../../text/listed.ts';

/** What comes of what is on the cluster already, and how far new Pods come. */
export function updateLines({ update, resources }: PodCost): readonly string[] {
  if (update === undefined) return [];
  const { refusal, isAsked, existing, outcome } = update;
  if (refusal !== undefined) {
    return [`The API server refuses to change what is there: ${shortened(refusal)}`];
  }
  const asked = isAsked ? [] : ['The API server was not asked whether it takes the change.'];
  if (outcome === undefined) return asked;
  if (outcome.toMake === 0) {
    const who = resources.kind === 'Pod' ? 'The Pod is there' : thereWith(existing);
    return [`${who}, and no new one would be made.`, ...asked];
  }
  const { goneFirst, made, toMake } = outcome;
  const first =
    goneFirst.length > 0
      ? [`${counted(goneFirst.length, 'Pod')} of before will be gone when the first new one comes.`]
      : [];
  return [
    wayOf(update),
    ...first,
    endOf(made, toMake, BLOCKERS[outcome.blocker ?? 'quota']),
    ...asked,
  ];
}

function endOf(made: number, toMake: number, blocked: string): string {
  if (made === toMake) {
    return toMake === 1 ? 'The new Pod would come.' : `All ${toMake} new Pods would come.`;
  }
  if (made === 0) return `No new Pod would come: ${blocked}.`;
  return `It would stop after ${made} of ${toMake} new Pods: ${blocked} for the next.`;
}

/** Without the whole template, or what differs in it line by line. */
function shortened(refusal: string): string {
  const [line = ''] = refusal.split('\n');
  return line.replace(/Invalid value: \{.*\}: /, '');
}

const BLOCKERS: Readonly<Record<Blocker, string>> = {
  quota: 'quota has no room',
  nodes: 'no node has room',
};

function wayOf({ strategy, isChanged, existing, outcome }: UpdateCost): string {
  const there = thereWith(existing);
  if (existing === 0) return `${there}.`;
  const [are, go, stay] = existing === 1 ? ['is', 'goes', 'stays'] : ['are', 'all go', 'stay'];
  if (!isChanged || strategy.kind === 'never') {
    const count = outcome?.toMake ?? 0;
    return `${there}, which ${stay}; ${count} more ${count === 1 ? 'is' : 'are'} to come.`;
  }
  switch (strategy.kind) {
    case 'recreate':
      return `${there}, which ${go} before new ones come (Recreate).`;
    case 'ordered':
      return `${there}, which ${are} replaced one after another, each gone before it comes again.`;
    case 'per-node':
      return `${there}, which ${are} replaced node by node.`;
    case 'rolling':
      return `${there}, which ${are} replaced${boundsWords(outcome?.bounds)}.`;
  }
}

function thereWith(existing: number): string {
  return existing === 0
    ? 'It is there and has no Pods'
    : `It is there with ${counted(existing, 'Pod')}`;
}

function boundsWords(bounds: Bounds | undefined): string {
  if (bounds === undefined) return '';
  return `: at most ${bounds.surge} too many (maxSurge) and ${bounds.unavailable} too few (maxUnavailable) at a time`;
}

/** Why a rolling update has to wait, or cannot begin. */
export function surgeSentence({
  surge,
  unavailable,
  blocker,
}: Bounds & { readonly blocker: Blocker }): string {
  const more = `A rolling update makes up to ${counted(surge, 'Pod')} more at first (maxSurge), and ${BLOCKERS[blocker]} for that`;
  return unavailable > 0
    ? `${more}: it goes on once ${unavailable === 1 ? 'an old one is' : `up to ${unavailable} old ones are`} gone (maxUnavailable).`
    : `${more}; no old one may go before (maxUnavailable 0): it could not begin.`;
}
