import type { PodRead } from '../../model/explain/pod-read.ts';
import { API_VERSION } from '../text/api-version.ts';
import { rfc3339 } from '../text/instant.ts';
import { toJson } from '../text/json-yaml.ts';

/**
 * What was read of Pods as a file that `-f` explains as they were explained when it was written.
 * JSON, in which every text comes back as it was.
 */
export function dumpText(reads: readonly PodRead[]): string {
  const [first, ...others] = reads.map(dumpOf);
  const isOne = first !== undefined && others.length === 0;
  return toJson(isOne ? first : { apiVersion: 'v1', kind: 'List', items: reads.map(dumpOf) });
}

function dumpOf({ pod, now, ...read }: PodRead) {
  const { name, namespace } = pod.metadata;
  return {
    apiVersion: API_VERSION,
    kind: 'PodDump',
    metadata: { name, namespace },
    observedAt: rfc3339(now),
    ...read,
    pod,
  };
}
