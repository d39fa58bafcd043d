import type { Pod } from '../../kubernetes/api.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Situation } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import type { StartCause } from './start-cause.ts';

/** What the Pod wants of a node, where the scheduler's message only says that none has it. */
export function placementCauses({ pod }: Situation, { message = '' }: Verdict): readonly Cause[] {
  return DEMANDS.flatMap(([words, demand, valuesOf]) => {
    const values = words.test(message) ? valuesOf(pod) : [];
    return values.length > 0 ? [{ code: 'node-demand', demand, values } as const] : [];
  });
}

type Demand = Extract<StartCause, { code: 'node-demand' }>['demand'];

/** Messages of the scheduler's plugins (pkg/scheduler/framework/plugins). */
const DEMANDS: readonly (readonly [RegExp, Demand, (pod: Pod) => readonly string[]])[] = [
  [/didn't match Pod's node affinity\/selector/, 'labels', wantedLabels],
  [/didn't have free ports/, 'host-ports', hostPorts],
  [/unbound immediate PersistentVolumeClaims|volume node affinity conflict/, 'claims', claims],
  [/topology spread constraints \(missing required label\)/, 'spread-labels', spreadKeys],
];

function wantedLabels({ spec }: Pod): readonly string[] {
  const selector = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const [term, ...others] = required?.nodeSelectorTerms ?? [];
  // Any one of several terms is enough; the message would become a puzzle.
  const expressions = others.length === 0 ? (term?.matchExpressions ?? []) : [];
  return [
    ...selector,
    ...expressions.map(({ key, operator, values = [] }) =>
      operator === 'In' && values.length === 1
        ? `${key}=${values[0]}`
        : [key, operator, ...(values.length > 0 ? [`(${values.join(', ')})`] : [])].join(' '),
    ),
  ];
}

function hostPorts({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ name, ports = [] }) =>
    ports.flatMap((port) => {
      const { hostPort } = port as { readonly hostPort?: unknown };
      return typeof hostPort === 'number' ? [`${hostPort} of ${name}`] : [];
    }),
  );
}

function claims({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [],
  );
}

function spreadKeys({ spec }: Pod): readonly string[] {
  return [...new Set(spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey))];
}

/**
 * The scheduler does not even try a Pod whose ResourceClaims do not exist, and says nothing of it
 * (pkg/scheduler/framework/plugins/dynamicresources, PreEnqueue).
 */
export function claimCauses({ pod }: Situation): readonly Cause[] {
  const names = (pod.spec.resourceClaims ?? []).map(
    ({ name, resourceClaimName, resourceClaimTemplateName }) =>
      resourceClaimName ?? resourceClaimTemplateName ?? name,
  );
  return names.length > 0 ? [{ code: 'resource-claims', claims: names }] : [];
}
