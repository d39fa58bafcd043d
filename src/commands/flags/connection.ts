import { InvalidArgumentError } from 'commander';
import type { Flag } from './flag.ts';

/** Wrappers and aliases of kubectl add them to every call. */
const NO_EFFECT = 'accepted as in kubectl, but without effect here';

/**
 * The flags that say which cluster to ask and as whom, in the words of `kubectl options`. The root
 * takes them too: kubectl has them before and after its subcommands.
 */
export const CONNECTION_FLAGS: readonly Flag[] = [
  {
    flags: '-n, --namespace <name>',
    description: 'the namespace of the Pods',
    completes: 'namespace',
  },
  {
    flags: '--context <name>',
    description: 'the kubeconfig context to use',
    completes: 'context',
  },
  { flags: '--kubeconfig <file>', description: 'the kubeconfig file to use', completes: 'file' },
  {
    flags: '--cluster <name>',
    description: 'the kubeconfig cluster to use',
    completes: 'cluster',
    hidden: true,
  },
  {
    flags: '--user <name>',
    description: 'the kubeconfig user to use',
    completes: 'user',
    hidden: true,
  },
  {
    flags: '-s, --server <url>',
    description: 'the address and port of the API server',
    hidden: true,
  },
  { flags: '--token <token>', description: 'bearer token for the API server', hidden: true },
  {
    flags: '--username <name>',
    description: 'user name for basic authentication',
    hidden: true,
  },
  {
    flags: '--password <password>',
    description: 'password for basic authentication',
    hidden: true,
  },
  { flags: '--as <name>', description: 'user to impersonate', hidden: true },
  {
    flags: '--as-group <name>',
    description: 'group to impersonate; may be given several times',
    repeatable: true,
    hidden: true,
  },
  { flags: '--as-uid <uid>', description: 'UID to impersonate', hidden: true },
  {
    flags: '--as-user-extra <key=value>',
    description: 'user extra to impersonate; may be given several times',
    repeatable: true,
    hidden: true,
  },
  {
    flags: '--certificate-authority <file>',
    description: 'certificate file of the authority of the API server',
    completes: 'file',
    hidden: true,
  },
  {
    flags: '--client-certificate <file>',
    description: 'client certificate file',
    completes: 'file',
    hidden: true,
  },
  { flags: '--client-key <file>', description: 'client key file', completes: 'file', hidden: true },
  {
    flags: '--tls-server-name <name>',
    description: 'name to expect in the certificate of the API server',
    hidden: true,
  },
  {
    flags: '--insecure-skip-tls-verify',
    description: 'do not check the certificate of the API server',
    hidden: true,
  },
  {
    flags: '--request-timeout <time>',
    description: 'how long one request may take: 30, 30s, 1m30s; 0 for no limit',
    hidden: true,
  },
  {
    flags: '--proxy-url <url>',
    description: 'the proxy for requests to the API server',
    hidden: true,
  },
  {
    flags: '--disable-compression',
    description: 'do not let the API server compress its answers',
    hidden: true,
  },
  {
    flags: '--kuberc <file>',
    description: 'the kuberc that says which credential plugins may run',
    completes: 'file',
    hidden: true,
  },
  {
    flags: '--warnings-as-errors',
    description: 'end with an error if the API server warns of something',
    hidden: true,
  },
  {
    flags: '-v, --v <level>',
    description: 'log requests on stderr: 6 with status and duration, 8 with headers',
    parse: wholeNumber,
    hidden: true,
  },
  ...['cache-dir', 'profile', 'profile-output', 'vmodule', 'log-flush-frequency'].map(
    (name): Flag => ({ flags: `--${name} <value>`, description: NO_EFFECT, hidden: true }),
  ),
  { flags: '--match-server-version', description: NO_EFFECT, hidden: true },
];

/** In Go's words (spf13/pflag). */
function wholeNumber(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`strconv.ParseInt: parsing "${text}": invalid syntax`);
}
