import type { Resize } from '../../../model/resources/effective/resize.ts';
import type { Term } from '../../../model/resources/effective/terms.ts';
import type {
  ContainerResources,
  PodResources,
} from '../../../model/resources/pod/pod-resources.ts';
import { formatQuantity } from '../../../model/resources/quantity/quantity.ts';
import { API_VERSION } from '../../text/api-version.ts';
import type { Structured } from '../../text/json-yaml.ts';
import { amountFields, listFields } from '../structured-fields.ts';

/**
 * One Pod's cost as `-o json` has it: schema/pod-resources.v1alpha1.schema.json describes every
 * field. Amounts are exact, in the API server's canonical form. `more` is what the command knows
 * beside the Pod, `first` what was asked about it.
 */
export function structuredPodResources(
  pod: PodResources,
  more: Structured,
  first?: Structured,
): Structured {
  const { kind, replicas, name, namespace, node, phase, hasEnded, cgroup, qos, resize } = pod;
  return {
    apiVersion: API_VERSION,
    kind: 'PodResources',
    metadata: { name, namespace },
    ...first,
    ...(kind !== 'Pod' && { workload: { kind, ...(replicas !== undefined && { replicas }) } }),
    ...(node !== undefined && { node }),
    ...(phase !== undefined && { phase, hasEnded }),
    containers: pod.containers.map(containerOf),
    requests: termsOf(pod.requests),
    limits: termsOf(pod.limits),
    steps: pod.reservation.steps.map(({ container, role, own, beside, use }) => ({
      container,
      role,
      requests: { own: listFields(own), beside: listFields(beside), use: listFields(use) },
    })),
    qos: {
      class: qos.stored ?? qos.class,
      bySpec: qos.class,
      decidedBy: qos.decidedBy,
      shortfalls: qos.shortfalls,
    },
    cgroup: {
      cpuShares: Number(cgroup.cpuShares),
      ...(cgroup.cpuQuotaMicroseconds !== undefined && {
        cpuQuotaMicroseconds: Number(cgroup.cpuQuotaMicroseconds),
      }),
      ...(cgroup.memoryBytes !== undefined && { memoryBytes: String(cgroup.memoryBytes) }),
      unbounded: cgroup.unbounded,
    },
    ...(resize && { resize: resizeOf(resize) }),
    ...more,
  };
}

/** Several Pods, in the order in which they were asked for. */
export function structuredPodResourcesList(items: readonly Structured[]): Structured {
  return { apiVersion: API_VERSION, kind: 'PodResourcesList', items };
}

function containerOf({ name, role, requests, limits, ...status }: ContainerResources): Structured {
  const { allocated, actual } = status;
  return {
    name,
    role,
    requests: listFields(requests),
    limits: listFields(limits),
    ...(allocated && { allocated: listFields(allocated) }),
    ...(actual && {
      actual: { requests: listFields(actual.requests), limits: listFields(actual.limits) },
    }),
  };
}

function termsOf(terms: readonly Term[]): Structured {
  return Object.fromEntries(
    terms.map(({ resource, decidedBy, peakContainer, ...term }) => [
      resource,
      {
        effective: formatQuantity(term.effective),
        decidedBy,
        ...(decidedBy === 'init' && { container: peakContainer }),
        running: formatQuantity(term.running),
        initPeak: formatQuantity(term.initPeak),
        ...amountFields({ podLevel: term.podLevel, claims: term.claims, overhead: term.overhead }),
        byQuota: formatQuantity(term.byQuota),
        bySpec: formatQuantity(term.bySpec),
        ...amountFields({ beyondSpec: term.beyondSpec, heldBack: term.heldBack }),
        unusedAfterInit: formatQuantity(term.unusedAfterInit),
      },
    ]),
  );
}

function resizeOf({ state, message, amounts: changes }: Resize): Structured {
  return {
    state,
    ...(message !== undefined && { message }),
    amounts: changes.map(({ container, kind, resource, desired, allocated, actual }) => ({
      ...(container !== undefined && { container }),
      kind,
      resource,
      ...amountFields({ desired, allocated, actual }),
    })),
  };
}
