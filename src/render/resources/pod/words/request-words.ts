import {
  grantedOf,
  neededAfterInit,
  type Term,
} from '../../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import {
  isEqual,
  isPositive,
  isZero,
  max,
  ZERO,
} from '../../../../model/resources/quantity/quantity.ts';
import { listed } from '../../../text/listed.ts';
import { amountText, percentText } from '../../amounts.ts';

/** Why the Pod asks for this much of a resource: two or three sentences. */
export function requestSentence(pod: PodResources, term: Term): string {
  return [
    ...withoutResize(pod, term),
    decision(pod, term),
    ...extras(term),
    ...heldForResize(term),
    ...afterwards(term),
  ].join(' ');
}

/** What can never be done does not count. */
function withoutResize(
  { resize }: PodResources,
  { resource, bySpec, effective }: Term,
): readonly string[] {
  if (resize?.state !== 'infeasible' || isEqual(bySpec, effective)) return [];
  return [
    `The resize that would make it ${amountText(resource, bySpec)} can never be done and does not count.`,
  ];
}

/** What is counted and not yet the Pod's. */
function heldForResize(term: Term): readonly string[] {
  const { resource, heldBack } = term;
  if (heldBack === undefined) return [];
  const text = (amount: Term['effective']) => amountText(resource, amount);
  return [
    `The Pod has ${text(grantedOf(term))} of it; ${text(heldBack)} are held back until there is room for the resize.`,
  ];
}

function decision(pod: PodResources, term: Term): string {
  const { resource } = term;
  switch (term.decidedBy) {
    case 'init':
      return initDecides(pod, term);
    case 'running':
      return runningDecides(pod, term);
    case 'pod-level':
      return podLevelDecides(pod, term);
    case 'resize':
      return `The spec comes to ${amountText(resource, term.bySpec)}, but until the resize is done the ${amountText(resource, term.effective)} that the kubelet has promised or set stay reserved.`;
    case 'claims':
      return 'Its resource claims take it; no container requests any.';
    case 'overhead':
      return 'Its RuntimeClass takes it; no container requests any.';
  }
}

function podLevelDecides(
  { filledForPod }: PodResources,
  { resource, podLevel = ZERO, running, initPeak }: Term,
): string {
  const containers = max(running, initPeak);
  if (!filledForPod.requests.includes(resource)) {
    const sum = isZero(containers)
      ? 'No container requests any by itself.'
      : `Its containers by themselves come to ${amountText(resource, containers)}.`;
    return `The Pod has ${amountText(resource, podLevel)} as a whole (spec.resources). ${sum}`;
  }
  return isZero(containers)
    ? 'No container requests any; the server takes the limit of the Pod as a whole (spec.resources).'
    : `Its containers come to ${amountText(resource, containers)}; the server fills that in for the Pod as a whole, because spec.resources has other amounts.`;
}

function initDecides({ reservation }: PodResources, term: Term): string {
  const { resource, peakContainer } = term;
  const step = reservation.steps.find(({ container }) => container === peakContainer);
  const own = step?.own.get(resource) ?? ZERO;
  const beside = step?.beside.get(resource) ?? ZERO;
  const twins = reservation.steps.filter(
    ({ container, role, use }) =>
      role === 'init' && container !== peakContainer && isEqual(use.get(resource), term.initPeak),
  );
  const names = [peakContainer, ...twins.map(({ container }) => container)];
  const alone =
    twins.length > 0
      ? `Init containers ${listed(names.map(String))} decide alike: ${peakContainer} needs ${amountText(resource, own)}`
      : `Init container ${peakContainer} decides: it needs ${amountText(resource, own)}`;
  if (isZero(beside)) return `${alone}, more than all that runs later.`;
  const sidecars = reservation.steps
    .slice(0, step && reservation.steps.indexOf(step))
    .filter(({ role, own: amounts }) => role === 'sidecar' && amounts.has(resource))
    .map(({ container }) => container);
  const who = sidecars.length === 1 ? `sidecar ${sidecars[0]}` : `sidecars ${listed(sidecars)}`;
  return `${alone} while ${who} already ${sidecars.length === 1 ? 'takes' : 'take'} ${amountText(resource, beside)}.`;
}

const FEW = 4;

function runningDecides({ containers, reservation }: PodResources, term: Term): string {
  const { resource, initPeak } = term;
  const owns = new Map(
    [...reservation.steps, ...reservation.apps].map(({ container, own }) => [container, own]),
  );
  const parts = containers.filter(
    ({ name, role }) => role !== 'init' && isPositive(owns.get(name)?.get(resource)),
  );
  if (parts.length === 0) return 'Requested as 0.';
  const named = parts.map(({ name, role }) => {
    const amount = amountText(resource, owns.get(name)?.get(resource) ?? ZERO);
    return `${role === 'sidecar' ? 'sidecar ' : ''}${name} ${amount}`;
  });
  const [only] = parts;
  const sum =
    only !== undefined && parts.length === 1
      ? onlyOneRuns(only, containers, term)
      : named.length > FEW
        ? `The ${named.length} containers that run together add up to it.`
        : `What runs together: ${named.join(' + ')}.`;
  const hasInit = reservation.steps.some(({ role }) => role === 'init');
  if (!hasInit) return sum;
  const init = isZero(initPeak)
    ? 'No init container requests any.'
    : `No step of the init phase needs more (${amountText(resource, initPeak)} at most).`;
  return `${sum} ${init}`;
}

/** One of those that run together has it; init containers may have it too. */
function onlyOneRuns(
  { name, role }: PodResources['containers'][number],
  containers: PodResources['containers'],
  { resource, running }: Term,
): string {
  if (containers.length === 1) return 'Its only container requests it.';
  const who = `${role === 'sidecar' ? 'Sidecar' : 'Container'} ${name}`;
  const others = containers.filter((each) => each.name !== name);
  return others.some(({ requests }) => isPositive(requests.get(resource)))
    ? `${who} requests ${amountText(resource, running)}.`
    : `${who} alone requests it.`;
}

function extras(term: Term): readonly string[] {
  const { resource, effective, beyondSpec, isOverheadAgain } = term;
  if (beyondSpec === undefined) return additions(term);
  return [
    ...additions(term),
    isOverheadAgain
      ? 'The scheduler adds the overhead twice: the figures of the kubelet that it goes by have it already.'
      : `The kubelet still tells of ${amountText(resource, effective)}, and the scheduler goes by that: ${amountText(resource, beyondSpec)} more than the spec has.`,
  ];
}

/** What is added to what the containers come to. */
export function additions({
  resource,
  claims,
  overhead,
  podLevel,
  decidedBy,
}: Term): readonly string[] {
  const parts = [
    ...(overhead && decidedBy !== 'overhead'
      ? [`${amountText(resource, overhead)} overhead of its RuntimeClass`]
      : []),
    ...(claims && decidedBy !== 'claims' && podLevel === undefined
      ? [`${amountText(resource, claims)} of its resource claims`]
      : []),
  ];
  return parts.length > 0 ? [`On top: ${listed(parts)}.`] : [];
}

function afterwards(term: Term): readonly string[] {
  const { resource, unusedAfterInit, effective, decidedBy } = term;
  if (decidedBy !== 'init' || isZero(unusedAfterInit)) return [];
  const share = percentText(unusedAfterInit, effective);
  const left = amountText(resource, neededAfterInit(term));
  return [
    `Once the init phase is over the Pod needs ${left}: ${amountText(resource, unusedAfterInit)} (${share}) stay reserved and unused.`,
  ];
}
