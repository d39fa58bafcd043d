import { UserError } from '../../errors.ts';
import type { NodeUsageSample, PodUsageSample } from '../../model/resources/pod/usage.ts';
import { type Amounts, compactAmounts } from '../../model/resources/quantity/amounts.ts';
import { readQuantity } from '../../model/resources/quantity/quantity.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { isNotFound } from '../transport/errors.ts';
import type { RequestOptions } from '../transport/request.ts';
import { METRICS_GROUP, METRICS_VERSION, metricsFailure, newerVersion } from './metrics-api.ts';

/** metrics-server sends all at once whatever the limit; others may not. */
const PAGE_SIZE = 500;

/** Which Pods or nodes to read; all where nothing is said. */
export interface UsageSelection {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What one Pod uses; undefined when it has not been measured, as in its first half minute and
 * after its end. Throws MetricsUnavailable where nobody measures.
 */
export async function readPodUsage(
  client: KubeClient,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<PodUsageSample | undefined> {
  try {
    return await inServedVersion(client, async (version) => {
      const path = pathOf(version, 'pods', namespace, name);
      return podSample(await readObject(client, path, { signal }));
    });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What Pods use, one after another as they come. Throws MetricsUnavailable where nobody measures. */
export function podUsages(
  client: KubeClient,
  { namespace, ...selection }: UsageSelection = {},
): AsyncGenerator<PodUsageSample> {
  return usages(client, selection, (version) => pathOf(version, 'pods', namespace), podSample);
}

/** As {@link podUsages}, of nodes. */
export function nodeUsages(
  client: KubeClient,
  selection: Omit<UsageSelection, 'namespace'> = {},
): AsyncGenerator<NodeUsageSample> {
  return usages(client, selection, (version) => pathOf(version, 'nodes'), nodeSample);
}

async function* usages<Sample>(
  client: KubeClient,
  { labelSelector, signal }: UsageSelection,
  path: (version: string) => string,
  sampleOf: (item: JsonObject) => Sample,
): AsyncGenerator<Sample> {
  let page: string | undefined;
  do {
    const query = { labelSelector, limit: PAGE_SIZE, continue: page };
    const body = await inServedVersion(client, (version) =>
      readObject(client, path(version), { query, signal }),
    );
    for (const item of objectsOf(body.items)) yield sampleOf(item);
    page = textOf(fieldsOf(body.metadata).continue);
  } while (page !== undefined);
}

async function inServedVersion<Result>(
  client: KubeClient,
  read: (version: string) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(METRICS_VERSION);
  } catch (error) {
    const newer = await newerVersion(client, error);
    if (newer !== undefined) return read(newer);
    throw await metricsFailure(client, error);
  }
}

async function readObject(
  client: KubeClient,
  path: string,
  options: RequestOptions,
): Promise<JsonObject> {
  const { body } = await client.getJson(path, options);
  return fieldsOf(body);
}

function pathOf(
  version: string,
  resource: 'pods' | 'nodes',
  namespace?: string,
  name?: string,
): string {
  return apiPath({ groupPath: `/apis/${METRICS_GROUP}/${version}`, namespace, resource, name });
}

function podSample(item: JsonObject): PodUsageSample {
  const head = headOf(item);
  const containers = objectsOf(item.containers).map(({ name, usage }) => {
    const container = textOf(name) ?? '';
    return { name: container, usage: amountsOf(usage, `${container} of Pod ${head.name}`) };
  });
  const namespace = textOf(fieldsOf(item.metadata).namespace);
  return { ...head, namespace: namespace ?? '', containers };
}

function nodeSample(item: JsonObject): NodeUsageSample {
  const head = headOf(item);
  return { ...head, usage: amountsOf(item.usage, `node ${head.name}`) };
}

function headOf({ metadata, timestamp, window }: JsonObject) {
  return {
    name: textOf(fieldsOf(metadata).name) ?? '',
    timestamp: textOf(timestamp),
    window: textOf(window),
  };
}

/** cpu and memory; swap, which newer servers tell as well, is left out. */
function amountsOf(usage: unknown, user: string): Amounts {
  const used = fieldsOf(usage);
  const list = (['cpu', 'memory'] as const).flatMap((resource) => {
    if (used[resource] === undefined) return [];
    const quantity = readQuantity(String(used[resource]));
    if (!('problem' in quantity)) return [[resource, quantity] as const];
    throw new UserError(
      `The metrics API says that ${user} uses ${resource} ${JSON.stringify(used[resource])}: ${quantity.problem}`,
      { hint: 'Whatever serves metrics.k8s.io in this cluster is broken; leave --usage out.' },
    );
  });
  return compactAmounts(new Map(list));
}
