import type { Pod } from '../../model/kubernetes/api.ts';
import { type OwnedName, workloadOfPods } from '../../model/kubernetes/similar-names.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf, objectsOf, textOf } from '../objects/json-value.ts';
import { POD_SHAPE } from '../objects/pod-shape.ts';
import type { KubeClient } from '../transport/client.ts';
import { type ApiError, isNotFound, withHint } from '../transport/errors.ts';
import { expectedObject } from './expected-object.ts';
import { HINT_PATIENCE_MS, hintOfNames, type PodRow, rowOf, TABLE } from './table.ts';

const PAGE_SIZE = 500;

/** A pod together with what `kubectl get pods` says of it, by the server's clock. */
export interface PodAnswer {
  readonly pod: Pod;
  /** Undefined when the server does not make tables of pods. */
  readonly row: PodRow | undefined;
  readonly serverDate: Date | undefined;
}

/** The path of a namespace's pods, or of one of them. */
export function podPath(namespace: string, name?: string): string {
  return apiPath({ groupPath: '/api/v1', namespace, resource: 'pods', name });
}

/** Reads a pod and its `kubectl get` row in one request: a Table row can carry its object. */
export async function readPod(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<PodAnswer> {
  try {
    const { body, serverDate } = await client.getJson(podPath(namespace, name), {
      accept: TABLE,
      query: { includeObject: 'Object' },
    });
    const { object, row } = rowOf(body);
    const expected = { kind: 'Pod', name, namespace };
    return { pod: expectedObject<Pod>(client, object, expected, POD_SHAPE), row, serverDate };
  } catch (error) {
    if (isNotFound(error)) throw await withNearNames(client, namespace, name, error);
    throw error;
  }
}

/** The same "not found", saying which pods are called almost so, and which workload just so. */
async function withNearNames(
  client: KubeClient,
  namespace: string,
  name: string,
  error: ApiError,
): Promise<ApiError> {
  const pods = await listNames(client, namespace).catch(() => undefined);
  if (pods === undefined) return error;
  const names = pods.map((pod) => pod.name);
  const workload = workloadOfPods(pods, name);
  const whole = workload === undefined ? '' : ` There is also ${workload}.`;
  const hint = hintOfNames(names, name, { resource: 'pods', namespace });
  return withHint(error, `${hint}${whole}`);
}

async function listNames(client: KubeClient, namespace: string): Promise<readonly OwnedName[]> {
  const { body } = await client.getJson(podPath(namespace), {
    accept: TABLE,
    query: { includeObject: 'Metadata', limit: PAGE_SIZE },
    signal: AbortSignal.timeout(HINT_PATIENCE_MS),
  });
  const rows = objectsOf(fieldsOf(body).rows);
  return rows.map(({ cells, object }) => {
    const metadata = fieldsOf(fieldsOf(object).metadata);
    const owner = objectsOf(metadata.ownerReferences).find(({ controller }) => controller === true);
    const labels = fieldsOf(metadata.labels);
    return {
      name: Array.isArray(cells) ? String(cells[0] ?? '') : '',
      owner: { kind: textOf(owner?.kind) ?? '', name: textOf(owner?.name) ?? '' },
      templateHash: textOf(labels['pod-template-hash']),
    };
  });
}
