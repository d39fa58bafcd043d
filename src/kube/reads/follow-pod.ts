import type { Pod, PodEvent } from '../../model/kubernetes/api.ts';
import { apiPath } from '../objects/api-path.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError } from '../transport/errors.ts';
import { type Change, type FollowOptions, follow } from './follow.ts';
import { podPath } from './pods.ts';

/** A Pod as it is now, or as it was when it was deleted; nothing comes after that. */
export interface PodSighting {
  readonly pod: Pod;
  readonly isDeleted: boolean;
}

/**
 * A Pod as it is, and again each time it changes, until it is deleted or `signal` ends it. With
 * `since`, the Pod as it was read or patched, only what is newer comes, after one request less.
 * Another Pod of the same name counts as the end of this one. Throws ApiError (NotFound if it is
 * not there at first) or ConnectionError.
 */
export async function* followPod(
  client: KubeClient,
  namespace: string,
  name: string,
  options: Omit<FollowOptions, 'resourceVersion'> & { readonly since?: Pod | undefined } = {},
): AsyncGenerator<PodSighting> {
  const { since, ...rest } = options;
  let last = since;
  const followed = {
    path: podPath(namespace),
    fieldSelector: `metadata.name=${name}`,
    objectPath: podPath(namespace, name),
  };
  const resourceVersion = since?.metadata.resourceVersion;
  for await (const change of follow(client, followed, { ...rest, resourceVersion })) {
    const [found] = change.kind === 'listed' ? change.objects : [change.object];
    const pod = trusted<Pod | undefined>(found);
    if (last === undefined && pod === undefined) throw podNotFound(name);
    if (last !== undefined && pod?.metadata.uid !== last.metadata.uid) {
      yield { pod: last, isDeleted: true };
      return;
    }
    if (pod === undefined || isSame(pod, last, change.kind)) continue;
    last = pod;
    yield { pod, isDeleted: change.kind === 'deleted' };
    if (change.kind === 'deleted') return;
  }
}

/** The Events of one Pod: those that the server still has, then each that is made or counted up. */
export async function* followPodEvents(
  client: KubeClient,
  namespace: string,
  pod: { readonly name: string; readonly uid: string },
  options: FollowOptions = {},
): AsyncGenerator<PodEvent> {
  const followed = {
    path: apiPath({ groupPath: '/api/v1', namespace, resource: 'events' }),
    fieldSelector: `involvedObject.name=${pod.name},involvedObject.uid=${pod.uid}`,
  };
  for await (const change of follow(client, followed, options)) {
    if (change.kind === 'listed') yield* trusted<readonly PodEvent[]>(change.objects);
    if (change.kind === 'changed') yield trusted<PodEvent>(change.object);
  }
}

/** A new list may bring what is known already. */
function isSame(pod: Pod, last: Pod | undefined, kind: Change['kind']): boolean {
  const { resourceVersion } = pod.metadata;
  return kind === 'listed' && resourceVersion === last?.metadata.resourceVersion;
}

/** As the server says it of one that it is asked for by name. */
export function podNotFound(name: string): ApiError {
  return new ApiError(404, 'NotFound', `pods "${name}" not found`);
}
