import { boundOf } from '../../../model/resources/effective/pod-cgroup.ts';
import { onTop, type Term } from '../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import {
  add,
  isEqual,
  isPositive,
  isZero,
  max,
  ZERO,
} from '../../../model/resources/quantity/quantity.ts';
import { capitalised, listed } from '../../text/listed.ts';
import { amountText, percentText } from '../amounts.ts';

/** Why the Pod asks for this much of a resource: two or three sentences. */
export function requestSentence(pod: PodResources, term: Term): string {
  return [decision(pod, term), ...extras(term), ...afterwards(term)].join(' ');
}

function decision(pod: PodResources, term: Term): string {
  const { resource, podLevel } = term;
  switch (term.decidedBy) {
    case 'init':
      return initDecides(pod, term);
    case 'running':
      return runningDecides(pod, term);
    case 'pod-level': {
      const containers = max(term.running, term.initPeak);
      const sum = isZero(containers)
        ? 'No container requests any by itself.'
        : `Its containers by themselves come to ${amountText(resource, containers)}.`;
      return `The Pod has ${amountText(resource, podLevel ?? ZERO)} as a whole (spec.resources). ${sum}`;
    }
    case 'resize':
      return `The spec comes to ${amountText(resource, term.bySpec)}, but while the kubelet has promised or set ${amountText(resource, term.effective)} that stays reserved.`;
    case 'claims':
      return 'Its resource claims take it; no container requests any.';
    case 'overhead':
      return 'Its RuntimeClass takes it; no container requests any.';
  }
}

function initDecides({ reservation }: PodResources, term: Term): string {
  const { resource, peakContainer } = term;
  const step = reservation.steps.find(({ container }) => container === peakContainer);
  const own = step?.own.get(resource) ?? ZERO;
  const beside = step?.beside.get(resource) ?? ZERO;
  const alone = `Init container ${peakContainer} decides: it needs ${amountText(resource, own)}`;
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
  const parts = containers.filter(
    ({ role, requests }) => role !== 'init' && isPositive(requests.get(resource)),
  );
  if (parts.length === 0) return 'Requested as 0.';
  const named = parts.map(({ name, role, requests }) => {
    const amount = amountText(resource, requests.get(resource) ?? ZERO);
    return `${role === 'sidecar' ? 'sidecar ' : ''}${name} ${amount}`;
  });
  const [only] = parts;
  const sum =
    only !== undefined && parts.length === 1
      ? `${only.role === 'sidecar' ? 'Sidecar' : 'Container'} ${only.name} alone requests ${amountText(resource, term.running)}.`
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

function extras(term: Term): readonly string[] {
  const { resource, beyondSpec, isOverheadAgain } = term;
  if (beyondSpec === undefined) return additions(term);
  return [
    ...additions(term),
    isOverheadAgain
      ? 'The scheduler adds the overhead twice: the figures of the kubelet that it goes by have it already.'
      : `By the figures of the kubelet the scheduler counts ${amountText(resource, beyondSpec)} more than the spec has.`,
  ];
}

/** What is added to what the containers come to. */
function additions({ resource, claims, overhead, podLevel, decidedBy }: Term): readonly string[] {
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
  const left = amountText(resource, add(term.running, onTop(term)));
  return [
    `Once the init phase is over the Pod needs ${left}: ${amountText(resource, unusedAfterInit)} (${share}) stay reserved and unused.`,
  ];
}

/** What a resource comes to under a limit, as the cgroup of the Pod has it (R18). */
export function limitSentence(pod: PodResources, resource: string, term: Term | undefined): string {
  const isOfCgroup = resource === 'cpu' || resource === 'memory';
  if (isOfCgroup && pod.cgroup.unbounded[resource].length > 0) {
    return unboundedSentence(pod, resource, term);
  }
  if (term === undefined) return 'No container has one.';
  const sum = limitDecision(pod, term);
  const reason = pod.containers.length === 1 ? 'The' : 'Every container has one, so the';
  const isHeld = isOfCgroup && term.decidedBy !== 'pod-level';
  const sentence = isHeld
    ? `${reason} Pod as a whole is held to it; ${sum}.`
    : `${capitalised(sum)}.`;
  return [sentence, ...additions(term), ...heldUntilResized(pod, term)].join(' ');
}

/** A resize that waits leaves the cgroup as it was. */
function heldUntilResized({ resize, cgroup }: PodResources, term: Term): readonly string[] {
  const { resource, effective } = term;
  const held = resource === 'cpu' || resource === 'memory' ? boundOf(cgroup, resource) : undefined;
  if (resize === undefined || held === undefined || isEqual(held, effective)) return [];
  const amount = amountText(resource, { ...held, format: effective.format });
  return [`Until the resize is done it is held to ${amount}.`];
}

function limitDecision({ containers }: PodResources, term: Term): string {
  const { resource, peakContainer, bySpec } = term;
  switch (term.decidedBy) {
    case 'pod-level':
      return 'set for the Pod as a whole (spec.resources)';
    case 'init':
      return `init container ${peakContainer} decides it`;
    case 'resize':
      return `the spec comes to ${amountText(resource, bySpec)}, but more is still set`;
    case 'claims':
    case 'overhead':
      return 'its resource claims take it';
  }
  if (containers.length === 1) return 'its only container sets it';
  const [only, ...others] = containers.filter(
    ({ role, limits }) => role !== 'init' && isPositive(limits.get(resource)),
  );
  if (only !== undefined && others.length === 0) return `container ${only.name} alone sets it`;
  return 'the containers that run together add up to it';
}

function unboundedSentence(
  { containers, cgroup }: PodResources,
  resource: 'cpu' | 'memory',
  term: Term | undefined,
): string {
  const without = cgroup.unbounded[resource];
  const isNone = without.length === containers.length;
  const who = isNone
    ? 'no container has one'
    : `${nameFew(without)} ${without.length > 1 ? 'have' : 'has'} none`;
  const sum = term === undefined ? '0' : amountText(resource, term.byQuota);
  const others =
    isNone || sum === '0' ? '' : ` The limits that are set come to ${sum}: quota counts that.`;
  return `The Pod as a whole has no ${resource} limit, because ${who}.${others}`;
}

function nameFew(names: readonly string[]): string {
  if (names.length <= FEW) return listed(names);
  return `${names.slice(0, FEW - 1).join(', ')} and ${names.length - FEW + 1} more`;
}
