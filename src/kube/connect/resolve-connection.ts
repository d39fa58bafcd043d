import { UserError } from '../../errors.ts';
import { type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import {
  type Connection,
  type ConnectionOptions,
  type Environment,
  NO_CREDENTIALS,
  parseRequestTimeout,
  type ServerTrust,
} from './connection.ts';
import { checkUser, readCredentials } from './credentials.ts';
import { impersonationHeaders } from './impersonation.ts';
import { inClusterKubeconfig, podNamespace } from './in-cluster.ts';
import { type ConfigEntry, type Kubeconfig, knownNames, loadKubeconfig } from './kubeconfig.ts';
import { readPem, readPemFile } from './pem.ts';
import { proxyOf } from './proxy.ts';
import { systemRoots } from './server-trust.ts';
import { serverUrl } from './server-url.ts';

/** Turns kubeconfig files and flags into a connection, by kubectl's rules and in its words. */
export async function resolveConnection(
  options: ConnectionOptions,
  environment: Environment,
): Promise<Connection> {
  const { env } = environment;
  const config = await loadConfig(options, env);
  const contextName = options.context || config.currentContext;
  const context = contextEntry(config, contextName, options);
  const cluster = namedEntry(config.clusters, 'cluster', options.cluster, context, contextName);
  const user = namedEntry(config.users, 'user', options.user, context, contextName);
  const server = serverUrl(cluster, options, config, contextName, env);
  const given = configuredTrust(cluster, options);
  const source = { entry: user, options, cluster: clusterInfo(options, given, cluster) };
  checkUser(source);
  const needsRoots = given.ca === undefined && !given.insecure && server.startsWith('https:');
  const trust = needsRoots ? { ...given, ca: await systemRoots(env) } : given;
  const isElsewhere = Boolean(options.server || options.cluster);
  const isOfContext = context !== undefined && config.files.length > 0 && !isElsewhere;
  return {
    server,
    namespace:
      options.namespace || textOf(context?.fields.namespace) || podNamespace(env) || 'default',
    contextName: isOfContext ? contextName : undefined,
    trust,
    impersonation: impersonationHeaders(source),
    proxy: await proxyOf(proxyUrlOf(options, cluster), server, env),
    disableCompression: isUncompressed(options, cluster),
    requestTimeoutMs:
      options.requestTimeout === undefined
        ? undefined
        : parseRequestTimeout(options.requestTimeout),
    // Like kubectl: nothing secret over plain HTTP (`kubectl proxy` needs no credentials).
    authenticate: server.startsWith('http:')
      ? async () => NO_CREDENTIALS
      : () => readCredentials(source, environment),
  };
}

async function loadConfig(
  options: ConnectionOptions,
  env: Environment['env'],
): Promise<Kubeconfig> {
  const config = await loadKubeconfig(options.kubeconfig || undefined, env);
  // Where nothing says which cluster, a pod's is its own (clientcmd merged_client_builder.go).
  const isChosen = options.context || config.currentContext || options.cluster || options.server;
  return isChosen ? config : (inClusterKubeconfig(env) ?? config);
}

function contextEntry(
  config: Kubeconfig,
  name: string | undefined,
  options: ConnectionOptions,
): ConfigEntry | undefined {
  if (name === undefined) return undefined;
  const context = config.contexts.get(name);
  if (context !== undefined) return context;
  const hint = knownNames('context', config.contexts);
  if (options.context) throw new UserError(`context "${name}" does not exist`, { hint });
  if (options.cluster || options.server) return undefined;
  throw new UserError(
    `Error in configuration: context was not found for specified context: ${name}`,
    { hint, prefix: '' },
  );
}

function namedEntry(
  entries: ReadonlyMap<string, ConfigEntry>,
  field: 'cluster' | 'user',
  flag: string | undefined,
  context: ConfigEntry | undefined,
  contextName: string | undefined,
): ConfigEntry | undefined {
  const name = flag || textOf(context?.fields[field]);
  if (name === undefined) return undefined;
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const hint = knownNames(field, entries);
  if (flag) {
    const word = field === 'user' ? 'auth info' : field;
    throw new UserError(`${word} "${name}" does not exist`, { hint });
  }
  throw new UserError(
    `Error in configuration: ${field} "${name}" was not found for context "${contextName}"`,
    { hint, prefix: '' },
  );
}

/** --insecure-skip-tls-verify and --certificate-authority each clear the other's kubeconfig value. */
function configuredTrust(
  cluster: ConfigEntry | undefined,
  options: ConnectionOptions,
): ServerTrust {
  const flagged = options.insecureSkipTlsVerify === true || Boolean(options.certificateAuthority);
  const insecure = flagged
    ? options.insecureSkipTlsVerify === true
    : cluster?.fields['insecure-skip-tls-verify'] === true;
  const authority = options.certificateAuthority;
  const configuredCa = flagged ? undefined : readPem(cluster, 'certificate-authority');
  const ca = authority ? readPemFile(authority, 'certificate-authority') : configuredCa;
  if (insecure && ca !== undefined) {
    throw new UserError(
      'specifying a root certificates file with the insecure flag is not allowed',
      {
        hint: 'Leave out either certificate-authority or insecure-skip-tls-verify.',
      },
    );
  }
  const configured = options.server ? undefined : textOf(cluster?.fields['tls-server-name']);
  return {
    ca,
    serverName: options.tlsServerName || configured,
    insecure,
  };
}

/** The cluster as ExecCredential.spec.cluster has it for kubectl: the server as it was written. */
function clusterInfo(
  options: ConnectionOptions,
  trust: ServerTrust,
  cluster: ConfigEntry | undefined,
): JsonObject {
  const extension = objectsOf(cluster?.fields.extensions).find(
    (item) => item.name === 'client.authentication.k8s.io/exec',
  );
  return {
    server: options.server || textOf(cluster?.fields.server),
    'tls-server-name': trust.serverName,
    'insecure-skip-tls-verify': trust.insecure || undefined,
    'certificate-authority-data':
      trust.ca === undefined ? undefined : Buffer.from(trust.ca, 'latin1').toString('base64'),
    'proxy-url': proxyUrlOf(options, cluster),
    'disable-compression': isUncompressed(options, cluster) || undefined,
    config: extension?.extension ?? null,
  };
}

function proxyUrlOf(options: ConnectionOptions, cluster: ConfigEntry | undefined) {
  return options.proxyUrl || textOf(cluster?.fields['proxy-url']);
}

function isUncompressed(options: ConnectionOptions, cluster: ConfigEntry | undefined): boolean {
  return options.disableCompression === true || cluster?.fields['disable-compression'] === true;
}
