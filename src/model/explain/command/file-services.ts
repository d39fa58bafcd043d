import type { Pod } from '../../kubernetes/api.ts';
import { hasStatus, isTrue } from '../../kubernetes/pod-status.ts';
import type { FoundService, ServiceEndpoint } from './awaited-service.ts';

/** A Service as a file has it. */
export interface FileService {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: NonNullable<FoundService['spec']>;
}

/** A Pod of a file, and the kind of the object that it was found in. */
export interface FilePod {
  readonly pod: Pod;
  readonly kind: string;
}

/**
 * The Services of a file as `pod`, which is of the same file, would find them, with the other Pods
 * there that they select.
 */
export function servicesAround(
  pod: Pod,
  services: readonly FileService[],
  pods: readonly FilePod[],
): readonly FoundService[] {
  return services.map(({ metadata = {}, spec = {} }) => {
    const { name = '', namespace = 'default' } = metadata;
    const selected = pods.filter((each) => isSelected(each.pod, namespace, spec.selector));
    // One that has not been made yet is not among its own endpoints.
    const counted = selected.filter((each) => each.pod !== pod || hasStatus(pod));
    return { namespace, name, spec, endpoints: counted.map(endpointOf), inFile: true };
  });
}

function isSelected(
  { metadata }: Pod,
  namespace: string,
  selector: Readonly<Record<string, string>> = {},
): boolean {
  const labels = Object.entries(selector);
  return (
    labels.length > 0 &&
    (metadata.namespace ?? 'default') === namespace &&
    labels.every(([key, value]) => metadata.labels?.[key] === value)
  );
}

function endpointOf({ pod, kind }: FilePod): ServiceEndpoint {
  const targetRef = { kind, name: pod.metadata.name ?? '' };
  if (!hasStatus(pod)) return { targetRef };
  return { targetRef, conditions: { ready: isTrue(pod, 'Ready') } };
}
