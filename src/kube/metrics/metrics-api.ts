import { UserError } from '../../errors.ts';
import { fieldsOf, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { ApiError, isNotFound } from '../transport/errors.ts';

export const METRICS_GROUP = 'metrics.k8s.io';
/** What every metrics-server until now serves. */
export const METRICS_VERSION = 'v1beta1';
/** kubectl 1.37 knows it already (k8s.io/kubectl pkg/cmd/top/top.go). */
const NEXT_VERSION = 'v1';
const API_SERVICE = `${METRICS_VERSION}.${METRICS_GROUP}`;
const API_SERVICE_PATH = `/apis/apiregistration.k8s.io/v1/apiservices/${API_SERVICE}`;

/** Nobody tells what Pods use, and why: the rest of a command can do without. */
export class MetricsUnavailable extends UserError {
  override readonly name = 'MetricsUnavailable';
}

/**
 * The reason why a read of metrics.k8s.io failed: metrics-server not installed (404, and 403 for
 * who may not read what is not there), installed but not answering (5xx), or no right to read it.
 * Any other failure comes back as it was.
 */
export async function metricsFailure(client: KubeClient, error: unknown): Promise<unknown> {
  if (!(error instanceof ApiError)) return error;
  if (error.reason === 'Forbidden') {
    const versions = await servedVersions(client).catch(() => undefined);
    return versions?.length === 0 ? notInstalled(error) : notAllowed(error);
  }
  if (isUnknownPath(error)) return notInstalled(error);
  return error.code >= 500 ? notAnswering(client, error) : error;
}

/** The newer version to read instead, where the server has no more than that. */
export async function newerVersion(client: KubeClient, error: unknown) {
  if (!isUnknownPath(error)) return undefined;
  const versions = await servedVersions(client).catch((): readonly string[] => []);
  return versions.includes(NEXT_VERSION) ? NEXT_VERSION : undefined;
}

/** An object that is not found is told with a Status; a path that is not served is not. */
function isUnknownPath(error: unknown): boolean {
  return isNotFound(error) && error.status.kind !== 'Status';
}

async function servedVersions(client: KubeClient): Promise<readonly string[]> {
  try {
    const { body } = await client.getJson(`/apis/${METRICS_GROUP}`);
    return objectsOf((body as JsonObject).versions).map(({ version }) => String(version));
  } catch (error) {
    if (isUnknownPath(error)) return [];
    throw error;
  }
}

function notInstalled(cause: ApiError): MetricsUnavailable {
  return new MetricsUnavailable(
    'Metrics API not available: this cluster has no metrics-server, which tells what containers use',
    {
      hint: "Have metrics-server installed by the cluster's administrator, or leave out --usage.",
      cause,
    },
  );
}

function notAllowed(cause: ApiError): MetricsUnavailable {
  const [, verb, resource] = /cannot (\S+) resource "([^"]+)"/.exec(cause.serverMessage) ?? [];
  const namespace = /in the namespace "([^"]+)"/.exec(cause.serverMessage)?.[1];
  const where = namespace === undefined ? ' -A' : ` -n ${namespace}`;
  return new MetricsUnavailable(cause.message, {
    hint:
      verb === undefined
        ? cause.hint
        : `It needs the right to ${verb} ${resource}.${METRICS_GROUP}: check with kubectl auth can-i ${verb} ${resource}.${METRICS_GROUP}${where}`,
    cause,
    prefix: '',
  });
}

/** The API server says in the APIService why it does not ask metrics-server. */
async function notAnswering(client: KubeClient, cause: ApiError): Promise<unknown> {
  // metrics-server, or the API server about itself, says with a Status what is wrong.
  if (cause.status.kind === 'Status') return cause;
  const { body } = await client.getJson(API_SERVICE_PATH).catch(() => ({ body: undefined }));
  const { spec, status } = fieldsOf(body);
  const conditions = objectsOf(fieldsOf(status).conditions);
  const refused = conditions.find((each) => each.type === 'Available' && each.status !== 'True');
  const why = refused ? `${refused.reason}: ${refused.message}` : cause.serverMessage;
  return new MetricsUnavailable(
    `Metrics API not available: metrics-server is registered but does not answer (${why})`,
    { hint: nextStep(fieldsOf(spec).service), cause },
  );
}

function nextStep(service: unknown): string {
  const { name, namespace } = fieldsOf(service);
  if (textOf(name) === undefined || textOf(namespace) === undefined) {
    return `Does it run? See kubectl describe apiservice ${API_SERVICE}`;
  }
  return `Does it run? See what is behind the Service ${name}: kubectl get pods,endpointslices -n ${namespace}`;
}
