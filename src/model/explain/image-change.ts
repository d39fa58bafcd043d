import type { Pod } from '../kubernetes/api.ts';
import { containersOf } from '../kubernetes/containers.ts';
import { type EventIndex, eventsOf, newestOf } from '../kubernetes/events.ts';
import type { ExplainedContainer } from './kubelet/explained-container.ts';

/**
 * The image that a plain init container has run with, where the spec names another one by now: it
 * is not applied (R10; computeInitContainerActions in pkg/kubelet/kuberuntime). status.image may
 * be another tag of the same image, so a change must be sure: metadata.generation counts changes,
 * and the kubelet's event names the image as the spec did.
 */
export function imageNotApplied(
  pod: Pod,
  { container, state, stale }: ExplainedContainer,
  events: EventIndex,
): string | undefined {
  const { role, spec, status } = container;
  const isChanged = (pod.metadata.generation ?? 1) > 1 && spec.image !== undefined;
  const hasRun = state.kind === 'running' || (state.kind === 'terminated' && state.exitCode === 0);
  if (role !== 'init' || stale || !isChanged || !hasRun || !status?.image) return undefined;
  const used = imageOfEvent(container.fieldPath, events) ?? status.image;
  const isApplied =
    sameImage(spec.image ?? '', used) || imageIds(pod, spec.image).has(status.imageID);
  return used.includes('sha256:') || isApplied ? undefined : status.image;
}

/** As in `Container image "busybox:1.28" already present on machine` (image_manager.go). */
function imageOfEvent(fieldPath: string, events: EventIndex): string | undefined {
  const pulled = eventsOf(events, { fieldPath }).filter(({ reason }) => reason === 'Pulled');
  return newestOf(pulled)?.message.match(/image "([^"]+)"/)?.[1];
}

/** What other containers of the Pod run that ask for the same image. */
function imageIds(pod: Pod, image: string | undefined): ReadonlySet<string | undefined> {
  const others = containersOf(pod).filter(
    ({ spec, role }) => role !== 'init' && spec.image === image,
  );
  return new Set(others.flatMap(({ status }) => status?.imageID || []));
}

function sameImage(one: string, other: string): boolean {
  return fullImage(one) === fullImage(other);
}

/** The runtime writes `docker.io/library/busybox:latest` for `busybox`. */
function fullImage(image: string): string {
  const host = image.includes('/') ? image.slice(0, image.indexOf('/')) : '';
  const hasRegistry = /[.:]|^localhost$/.test(host);
  const path = hasRegistry ? image : `docker.io/${host ? '' : 'library/'}${image}`;
  return /[:@][^/]*$/.test(path) ? path : `${path}:latest`;
}
