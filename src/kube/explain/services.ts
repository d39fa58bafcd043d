import { attempt } from '../../errors.ts';
import type {
  AwaitedService,
  FoundService,
  ServiceEndpoint,
} from '../../model/explain/command/awaited-service.ts';
import { apiPath } from '../objects/api-path.ts';
import { isJsonObject, itemsOf, type JsonObject } from '../objects/json-value.ts';
import { ENDPOINT_SHAPE, SERVICE_SPEC_SHAPE } from '../objects/service-shape.ts';
import { fitToShape, type Shape } from '../objects/shape.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { isNotFound } from '../transport/errors.ts';
import { inTime } from './in-time.ts';

/** A Service with more endpoints than that serves, or has at least one that is ready among them. */
const MOST_SLICES = 10;

/**
 * Reads a Service and its endpoints. Undefined where they may not be read or do not come in time:
 * the explanation does without.
 */
export async function readService(
  client: KubeClient,
  { namespace, name }: AwaitedService,
): Promise<FoundService | undefined> {
  return inTime((signal) => read(client, { namespace, name }, signal));
}

async function read(
  client: KubeClient,
  { namespace, name }: Pick<AwaitedService, 'namespace' | 'name'>,
  signal: AbortSignal,
): Promise<FoundService | undefined> {
  const slices = {
    labelSelector: `kubernetes.io/service-name=${name}`,
    limit: MOST_SLICES,
  };
  const [service, endpoints] = await Promise.all([
    attempt(client.getJson(pathOf('/api/v1', namespace, 'services', name), { signal })),
    attempt(
      client.getJson(pathOf('/apis/discovery.k8s.io/v1', namespace, 'endpointslices'), {
        query: slices,
        signal,
      }),
    ),
  ]);
  if (!('value' in service)) {
    return isNotFound(service.problem) ? { namespace, name, endpoints: [] } : undefined;
  }
  const { body } = service.value;
  if (!('value' in endpoints) || !isService(body)) return undefined;
  const list = endpoints.value.body;
  const found = itemsOf(list).flatMap((slice) =>
    fitToShape(slice, SLICE).length > 0
      ? []
      : (trusted<{ endpoints?: readonly ServiceEndpoint[] }>(slice).endpoints ?? []),
  );
  return { namespace, name, spec: trusted<FoundService>(body).spec ?? {}, endpoints: found };
}

function pathOf(groupPath: string, namespace: string, resource: string, name?: string): string {
  return apiPath({ groupPath, namespace, resource, name });
}

function isService(body: unknown): body is JsonObject {
  return isJsonObject(body) && body.kind === 'Service' && fitToShape(body, SERVICE).length === 0;
}

const SERVICE: Shape = { fields: { spec: SERVICE_SPEC_SHAPE } };

const SLICE: Shape = { fields: { endpoints: { list: ENDPOINT_SHAPE } } };
