import type { Flag } from './flag.ts';

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
    description: 'how long one request may take: 30, 30s, 1m30s; 0 is for ever',
    hidden: true,
  },
];
