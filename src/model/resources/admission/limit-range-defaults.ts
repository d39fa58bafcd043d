import type {
  Container,
  Pod,
  RequestsOrLimits,
  ResourceRequirements,
  WrittenResourceList,
} from '../../kubernetes/api.ts';
import type { LimitRange } from './limit-range.ts';

/** One amount that LimitRanger gave a container. */
export interface FilledAmount {
  readonly container: string;
  readonly list: 'containers' | 'initContainers';
  readonly kind: RequestsOrLimits;
  readonly resource: string;
  readonly amount: string;
  /** The name of the LimitRange that it comes from. */
  readonly limitRange: string;
}

/**
 * The Pod as LimitRanger would complete it: where a container, init containers and sidecars too,
 * has no request or limit, it takes that of the first LimitRange with a default for it (R21;
 * plugin/pkg/admission/limitranger/admission.go, PodMutateLimitFunc). The server takes the
 * LimitRanges of a namespace in any order; here it is that of the list. Defaults are of the
 * LimitRange as it is stored, where a missing `default` has become `max`.
 */
export function withLimitRangeDefaults(
  pod: Pod,
  limitRanges: readonly LimitRange[],
): { readonly pod: Pod; readonly filled: readonly FilledAmount[] } {
  const filled: FilledAmount[] = [];
  const complete = (list: FilledAmount['list'], containers: readonly Container[]) =>
    containers.map((container) =>
      limitRanges.reduce(
        (before, limitRange) => withDefaultsOf(limitRange, before, list, filled),
        container,
      ),
    );
  const containers = complete('containers', pod.spec.containers);
  const { initContainers } = pod.spec;
  const inits = initContainers && { initContainers: complete('initContainers', initContainers) };
  return { pod: { ...pod, spec: { ...pod.spec, containers, ...inits } }, filled };
}

function withDefaultsOf(
  { metadata, spec }: LimitRange,
  container: Container,
  list: FilledAmount['list'],
  filled: FilledAmount[],
): Container {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const defaults: Record<RequestsOrLimits, WrittenResourceList> = {
    limits: Object.assign({}, ...items.map((item) => item.default)),
    requests: Object.assign({}, ...items.map((item) => item.defaultRequest)),
  };
  let resources: ResourceRequirements = container.resources ?? {};
  for (const kind of ['limits', 'requests'] as const) {
    const own = resources[kind] ?? {};
    const missing = Object.entries(defaults[kind]).filter(([name]) => !Object.hasOwn(own, name));
    if (missing.length === 0) continue;
    resources = { ...resources, [kind]: { ...own, ...Object.fromEntries(missing) } };
    for (const [resource, amount] of missing) {
      const limitRange = metadata.name ?? '';
      filled.push({ container: container.name, list, kind, resource, amount, limitRange });
    }
  }
  return resources === container.resources ? container : { ...container, resources };
}

/** What a stored Pod's annotation says that LimitRanger has filled in. */
export type LimitRangerSetting = Pick<FilledAmount, 'container' | 'list' | 'kind' | 'resource'>;

/**
 * Reads the annotation `kubernetes.io/limit-ranger`, such as `LimitRanger plugin set: cpu, memory
 * request for container web; cpu limit for init container setup`. With several LimitRanges it
 * tells of the last one only. What is not in this form is passed over.
 */
export function limitRangerSettings(
  annotations: Readonly<Record<string, string>> | undefined,
): readonly LimitRangerSetting[] {
  const text = annotations?.['kubernetes.io/limit-ranger'] ?? '';
  const [, settings = ''] = /^LimitRanger plugin set: (.*)$/s.exec(text) ?? [];
  return settings.split('; ').flatMap((setting) => {
    const [, names, kind, init, container] = SETTING.exec(setting) ?? [];
    if (names === undefined || container === undefined) return [];
    return names.split(', ').map((resource) => ({
      container,
      list: init === undefined ? ('containers' as const) : ('initContainers' as const),
      kind: kind === 'limit' ? ('limits' as const) : ('requests' as const),
      resource,
    }));
  });
}

const SETTING = /^(\S+(?:, \S+)*) (request|limit) for (init )?container (\S+)$/;
