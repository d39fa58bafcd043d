import type { Pod } from '../../kubernetes/api.ts';
import { containersOf } from '../../kubernetes/containers.ts';
import { hasStatus, isTrue } from '../../kubernetes/pod-status.ts';
import {
  awaitedServices,
  type FoundService,
  needsReadyPod,
  type ServiceEndpoint,
} from './awaited-service.ts';
import { waitingPatternOf } from './waiting-pattern.ts';

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
  const around = { services, pods };
  return services.map(({ metadata = {}, spec = {} }) => {
    const { name = '', namespace = 'default' } = metadata;
    const selected = pods.filter((each) => isSelected(each.pod, namespace, spec.selector));
    // One that has not been made yet is not among its own endpoints.
    const counted = selected.filter((each) => each.pod !== pod || hasStatus(pod));
    const others = selected.filter((each) => each.pod !== pod);
    const waitInTurn = others.length > 0 && others.every((each) => leadsBack(each, pod, around));
    const endpoints = counted.map(endpointOf);
    return { namespace, name, spec, endpoints, inFile: true, ...(waitInTurn && { waitInTurn }) };
  });
}

interface Around {
  readonly services: readonly FileService[];
  readonly pods: readonly FilePod[];
}

/** Whether a Pod waits for `goal`, or for Pods that all do, so that it is not Ready before that is. */
function leadsBack(
  { pod }: FilePod,
  goal: Pod,
  around: Around,
  path: ReadonlySet<Pod> = new Set(),
): boolean {
  if (path.has(pod)) return false;
  const further = new Set([...path, pod]);
  return podsAwaited(pod, around).some(
    (pods) =>
      pods.length > 0 &&
      pods.every((each) => each.pod === goal || leadsBack(each, goal, around, further)),
  );
}

/** For each Service that an init container loops for, the Pods of the file that may answer. */
function podsAwaited(pod: Pod, { services, pods }: Around): readonly (readonly FilePod[])[] {
  const own = pod.metadata.namespace ?? 'default';
  const patterns = containersOf(pod)
    .filter(({ role }) => role === 'init')
    .flatMap(({ spec }) => waitingPatternOf(spec, own) ?? [])
    .filter(({ loops }) => loops);
  return patterns.flatMap((pattern) =>
    awaitedServices(pattern, own).flatMap(({ namespace, name }) => {
      const found = services.find(
        ({ metadata = {} }) =>
          metadata.name === name && (metadata.namespace ?? 'default') === namespace,
      );
      if (!found?.spec || !needsReadyPod(pattern, found.spec)) return [];
      return [pods.filter((each) => isSelected(each.pod, namespace, found.spec?.selector))];
    }),
  );
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
