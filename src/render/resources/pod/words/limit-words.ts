import { boundOf, unboundedBy } from '../../../../model/resources/effective/pod-cgroup.ts';
import type { Term } from '../../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../../model/resources/pod/pod-resources.ts';
import { isEqual, isPositive } from '../../../../model/resources/quantity/quantity.ts';
import { isCpuOrMemory } from '../../../../model/resources/quantity/resource-name.ts';
import { capitalised, listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';
import { additions } from './request-words.ts';

const FEW_NAMES = 4;

/**
 * The limit of the Pod as a whole: `none` where there is none, `60m+` where some containers have
 * none, so that the sum bounds nothing.
 */
export function limitText({ limits, cgroup }: PodResources, resource: string): string {
  const term = limits.find((each) => each.resource === resource);
  const isUnbounded = unboundedBy(cgroup, resource).length > 0;
  if (term === undefined || (isUnbounded && !isPositive(term.byQuota))) return 'none';
  return isUnbounded
    ? `${amountText(resource, term.byQuota)}+`
    : amountText(resource, term.effective);
}

/** What a resource comes to under a limit, as the cgroup of the Pod has it (R18). */
export function limitSentence(pod: PodResources, resource: string, term: Term | undefined): string {
  if (unboundedBy(pod.cgroup, resource).length > 0) return unboundedSentence(pod, resource, term);
  if (term === undefined) return 'No container has one.';
  const sum = limitDecision(pod, term);
  const reason = pod.containers.length === 1 ? 'The' : 'Every container has one, so the';
  const isHeld = isCpuOrMemory(resource) && term.decidedBy !== 'pod-level';
  const sentence = isHeld
    ? `${reason} Pod as a whole is held to it; ${sum}.`
    : `${capitalised(sum)}.`;
  return [sentence, ...additions(term), ...heldUntilResized(pod, term)].join(' ');
}

/** A resize that waits leaves the cgroup as it was. */
function heldUntilResized({ resize, cgroup }: PodResources, term: Term): readonly string[] {
  const { resource, effective } = term;
  const held = isCpuOrMemory(resource) ? boundOf(cgroup, resource) : undefined;
  if (resize === undefined || held === undefined || isEqual(held, effective)) return [];
  const amount = amountText(resource, { ...held, format: effective.format });
  return [`Until the resize is done it is held to ${amount}.`];
}

function limitDecision({ containers, filledForPod }: PodResources, term: Term): string {
  const { resource, peakContainer, bySpec, effective } = term;
  switch (term.decidedBy) {
    case 'pod-level':
      return filledForPod.limits.includes(resource)
        ? 'every container has one, and the server fills in what they come to for the Pod as a whole'
        : 'set for the Pod as a whole (spec.resources)';
    case 'init':
      return `init container ${peakContainer} decides it`;
    case 'resize':
      return `the spec comes to ${amountText(resource, bySpec)}, but the kubelet has ${amountText(resource, effective)} set`;
    case 'claims':
    case 'overhead':
      return 'its resource claims take it';
  }
  if (containers.length === 1) return 'its only container sets it';
  const [only, ...others] = containers.filter(
    ({ role, limits }) => role !== 'init' && isPositive(limits.get(resource)),
  );
  if (only !== undefined && others.length === 0) {
    const isSetByInit = containers.some(
      ({ role, limits }) => role === 'init' && isPositive(limits.get(resource)),
    );
    return isSetByInit
      ? `container ${only.name} sets it, and no step of the init phase is allowed more`
      : `container ${only.name} alone sets it`;
  }
  return 'the containers that run together add up to it';
}

function unboundedSentence(
  { containers, cgroup }: PodResources,
  resource: string,
  term: Term | undefined,
): string {
  const without = unboundedBy(cgroup, resource);
  const isNone = without.length === containers.length;
  // A limit of 0 is none to the kubelet.
  const zero = containers.filter(
    ({ limits }) => limits.has(resource) && !isPositive(limits.get(resource)),
  );
  const meaning =
    zero.length === 0
      ? ''
      : ` A limit of 0, as ${listed(zero.map(({ name }) => name))} ${zero.length === 1 ? 'has' : 'have'}, counts as none.`;
  if (isNone) return `No container has one.${meaning}`;
  const who = `${nameFew(without)} ${without.length > 1 ? 'have' : 'has'} none`;
  const sum = term === undefined ? '0' : amountText(resource, term.byQuota);
  const others =
    sum === '0'
      ? ''
      : ` The limits that are set come to ${sum}${term?.overhead ? ' with the overhead' : ''}: quota counts that.`;
  return `The Pod as a whole has no ${resource} limit, because ${who}.${meaning}${others}`;
}

function nameFew(names: readonly string[]): string {
  if (names.length <= FEW_NAMES) return listed(names);
  return `${names.slice(0, FEW_NAMES - 1).join(', ')} and ${names.length - FEW_NAMES + 1} more`;
}
