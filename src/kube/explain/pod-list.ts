import type { Pod } from '../../model/kubernetes/api.ts';
import { EXPLAINED_POD } from '../protobuf/explained-pod.ts';
import { project } from '../protobuf/project.ts';
import type { ReadOptions } from '../reads/list.ts';
import { asPod, type PodScope, readPodSlices } from '../reads/pod-list.ts';
import type { KubeClient } from '../transport/client.ts';

/**
 * Reads all Pods of a scope, as far as a verdict looks at them (see protobuf/explained-pod.ts), and
 * keeps none. What is left out of these Pods no verdict misses: a test compares them with whole
 * ones. Throws ApiError or ConnectionError.
 */
export async function readExplainedPods(
  client: KubeClient,
  scope: PodScope,
  take: (pod: Pod) => void | Promise<void>,
  options: ReadOptions = {},
): Promise<void> {
  await readPodSlices(client, scope, EXPLAINED_POD, take, options);
}

/** The same of a Pod that a watch has sent, as JSON. */
export function explainedPodOf(object: unknown): Pod {
  return asPod<Pod>(project(object, EXPLAINED_POD));
}
