import { UserError } from '../../errors.ts';
import { textOf } from '../objects/json-value.ts';
import type { ConnectionOptions, Environment } from './connection.ts';
import { type ConfigEntry, type Kubeconfig, knownNames } from './kubeconfig.ts';

/** The host of a URL or of an entry, without the brackets around an IPv6 address. */
export function plainHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** A URL to be shown: what cannot be parsed may hold a password all the same. */
export function withoutLogin(url: string): string {
  return url.replace(/^([^/]*\/\/)?[^/]*@/, '$1');
}

/**
 * The URL of the API server without a trailing slash. Throws UserError in kubectl's words where
 * nothing names one, or what does is no URL.
 */
export function serverUrl(
  cluster: ConfigEntry | undefined,
  options: ConnectionOptions,
  config: Kubeconfig,
  contextName: string | undefined,
  env: Environment['env'],
): string {
  const given = options.server || textOf(cluster?.fields.server) || env.KUBERNETES_MASTER;
  if (!given) throw noServer(config, contextName);
  // Like kubectl, whatever the cluster says of certificates: they come into it for https alone.
  const text = given.includes('://') ? given : `http://${given.replace(/^:/, 'localhost:')}`;
  // A URL drops blanks and line breaks by itself, and takes `\` for `/`.
  const url = /[\s\\]/.test(given) || !URL.canParse(text) ? undefined : new URL(text);
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '') {
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  }
  throw new UserError(`host must be a URL or a host:port pair: "${withoutLogin(given)}"`, {
    hint: 'Correct the server of the cluster in the kubeconfig, or --server.',
  });
}

function noServer(config: Kubeconfig, contextName: string | undefined): UserError {
  if (config.clusters.size === 0 && config.contexts.size === 0) {
    return new UserError(
      'Missing or incomplete configuration info. Please point to an existing, complete config file',
      {
        hint:
          config.missing.length === 0
            ? 'with --kubeconfig, the KUBECONFIG environment variable or ~/.kube/config.'
            : `KUBECONFIG names ${config.missing.join(' and ')}: no such file.`,
      },
    );
  }
  if (contextName === undefined) {
    return new UserError('current-context is not set', {
      hint: `${knownNames('context', config.contexts)} Choose one with --context or kubectl config use-context.`,
    });
  }
  return new UserError(
    `Error in configuration: context "${contextName}" has no cluster with a server`,
    {
      prefix: '',
    },
  );
}
