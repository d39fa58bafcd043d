import { PROFILES } from '../../model/debug/container/profiles.ts';
import type { CommandSpec } from '../command.ts';
import { CONNECTION_FLAGS } from '../flags/connection.ts';

const EXAMPLES = `Examples:
  # A shell that sees the processes and files of the Pod's main container
  kubectl initx debug web-0

  # One command; its output and its exit code are the command's own
  kubectl initx debug web-0 --image busybox:1.28 -- nslookup mydb
  printf 'b\\na\\n' | kubectl initx debug web-0 -i -- sort

  # The Pod of a Deployment that fails or is not Ready, else the newest
  kubectl initx debug deploy/web

  # Look into another container, as the user that it runs as
  kubectl initx debug web-0 --target proxy --as-target

  # What would be added, without adding it
  kubectl initx debug web-0 --dry-run=server -o yaml

  # Copy a file out of an image without a shell
  kubectl initx debug web-0 -- cat /proc/1/root/etc/app.conf > app.conf

  # Copy a Pod that crashes, with a shell in place of its command
  kubectl initx debug web-0 --copy-to web-debug -c app --rm -it -- sh

  # Look around on a node
  kubectl initx debug node/worker-1 --profile sysadmin

  # List debug containers; attach to one again; end one
  kubectl initx debug list
  kubectl initx debug attach web-0 debugger-x7k2p
  kubectl initx debug stop web-0 debugger-x7k2p`;

const HELP = `
A debug container can never be removed from its Pod. Whatever can be checked is
checked first, and nothing is added that could not work.

The other flags of kubectl that choose a cluster and a user work too: see
kubectl initx options.

Exit codes:
  that of the debug container once it has ended: 128+n after signal n
  0    it was left running: detached, --attach=false or --dry-run
  1    an error, shown on stderr
  3    it did not start in time (--timeout); it stays in the Pod
  130  Ctrl-C before it had started; it stays in the Pod if it was added`;

const BY_NAME = 'Name it: kubectl initx debug POD, KIND/NAME or node/NAME.';

const OTHER_FLAGS = `
The flags of kubectl that choose a cluster and a user work too: see
kubectl initx options.
`;

const VERB_HELP: CommandSpec['verbHelp'] = {
  list: `Usage: kubectl initx debug list [POD] [flags]

Lists the debug containers of a Pod, or of all Pods of the namespace, and
whether each still runs. One that has ended stays listed as long as its Pod
exists.

Options:
  -A, --all-namespaces   those of all namespaces
  -n, --namespace <ns>   those of this namespace
  -o, --output <format>  yaml or json
  -h, --help             show help
${OTHER_FLAGS}`,
  attach: `Usage: kubectl initx debug attach POD [NAME] [flags]

Attaches to a debug container that still runs, such as one you have detached
from. NAME may be left out where only one runs. Exits with the container's own
code, or with 0 once detached (Ctrl-P Ctrl-Q on a terminal).

Options:
  -n, --namespace <ns>    the namespace of the Pod
  -c, --container <name>  NAME, as a flag
  -h, --help              show help
${OTHER_FLAGS}`,
  stop: `Usage: kubectl initx debug stop POD [NAME] [flags]

Ends the command of a debug container that runs. NAME may be left out where only
one runs. The container stays listed in its Pod: it cannot be removed. One that
has not started, or whose image has no sh, cannot be ended this way.

Options:
  -n, --namespace <ns>    the namespace of the Pod
  -c, --container <name>  NAME, as a flag
  -h, --help              show help
${OTHER_FLAGS}`,
};

/** Flags of kubectl debug and attach, and of cdebug. */
const INSTEAD_OF: CommandSpec['insteadOf'] = {
  '-f': BY_NAME,
  '--filename': BY_NAME,
  '--shell': 'Without a command it runs a shell; another one: -it -- /bin/bash.',
  '--detach-keys': 'Ctrl-P Ctrl-Q detach from a terminal.',
  '--privileged': 'Give --profile sysadmin.',
  '--reuse': 'kubectl initx debug attach POD attaches to one that still runs.',
};

export const DEBUG: CommandSpec = {
  name: 'debug',
  summary: 'start a container in a running Pod, to look around',
  description:
    'Adds an ephemeral container to a Pod and attaches to it. Without a command it runs a shell. ' +
    'It shares the network of the Pod, and the processes of the container that it targets; ' +
    'debug says what it can and cannot see.',
  usage:
    '(POD | KIND/NAME | -l LABELS) [flags] [-- COMMAND]\n' +
    '       kubectl initx debug (POD --copy-to NAME | node/NAME) [flags] [-- COMMAND]\n' +
    '       kubectl initx debug (list [POD] | attach POD [NAME] | stop POD [NAME])',
  words: {
    name: '[POD...]',
    description: 'a Pod by name, or a workload as KIND/NAME',
    completes: 'pod-or-workload',
    verbs: { list: ['pod'], attach: ['pod', 'debug-container'], stop: ['pod', 'debug-container'] },
  },
  flags: [
    {
      flags: '-l, --selector <labels>',
      description: 'a Pod with these labels: one that fails, is not Ready, or the newest',
    },
    { flags: '--image <image>', description: 'image of the debug container (busybox:1.28)' },
    { flags: '-i, --stdin', description: 'pass stdin to it' },
    { flags: '-t, --tty', description: 'give it a terminal; needs -i' },
    {
      flags: '--target <container>',
      description: 'the container whose processes it sees; the main one by default',
      completes: 'container',
    },
    { flags: '-c, --container <name>', description: 'name of the debug container' },
    {
      flags: '--profile <name>',
      description: 'what it may do, as in kubectl debug; auto takes the most the cluster allows',
      choices: ['auto', ...PROFILES, 'legacy'],
      default: 'auto',
    },
    { flags: '--as-target', description: 'run as the user and group of the target' },
    { flags: '--as-root', description: 'run as root, also in a Pod that says otherwise' },
    { flags: '--run-as <uid[:gid]>', description: 'run as this user and group' },
    {
      flags: '--volumes [mode]',
      description: "mount the target's volumes at the same paths: read-only, or =rw",
    },
    {
      flags: '--env-from-target',
      description: "set the target's variables; values of Secrets are not shown",
    },
    {
      flags: '--custom <file>',
      description: 'a part of a container (YAML or JSON) to lay over the profile',
      completes: 'file',
    },
    { flags: '--env <name=value>', description: 'set a variable', repeatable: true },
    {
      flags: '--arguments-only',
      description: "pass what follows -- as arguments to the image's own command",
    },
    {
      flags: '--image-pull-policy <policy>',
      description: 'when to pull the image',
      choices: ['Always', 'IfNotPresent', 'Never'],
    },
    {
      flags: '--attach [bool]',
      description: 'false: only add it, and do not wait for it',
      suggests: ['true', 'false'],
    },
    {
      flags: '--copy-to <name>',
      description: 'copy the Pod under this name and add a container or, with -c, change one',
    },
    {
      flags: '--set-image <container=image>',
      description: 'with --copy-to: other images, * for all containers',
      repeatable: true,
    },
    {
      flags: '--share-processes [bool]',
      description: 'with --copy-to: false keeps the process namespaces of its containers apart',
    },
    { flags: '--replace', description: 'with --copy-to: delete the original at once' },
    { flags: '--same-node', description: 'with --copy-to: on the node of the original' },
    {
      flags: '--keep-labels',
      description: 'with --copy-to: keep the labels, so Services and controllers see it too',
    },
    { flags: '--keep-annotations', description: 'with --copy-to: keep the annotations' },
    { flags: '--keep-liveness', description: 'with --copy-to: keep the liveness probes' },
    { flags: '--keep-readiness', description: 'with --copy-to: keep the readiness probes' },
    { flags: '--keep-startup', description: 'with --copy-to: keep the startup probes' },
    {
      flags: '--keep-init-containers [bool]',
      description: 'with --copy-to: false leaves the init containers out',
    },
    {
      flags: '--rm [bool]',
      description: 'delete the new Pod after the session; false keeps the one of node/NAME',
    },
    {
      flags: '--timeout <time>',
      description: 'how long to wait without any progress: 30s, 2m',
      default: '60s',
    },
    {
      flags: '--dry-run <where>',
      description: 'print what would be added, as built here (client) or as tried by the server',
      choices: ['none', 'client', 'server'],
      default: 'none',
    },
    {
      flags: '-o, --output <format>',
      description: 'how --dry-run and list print',
      choices: ['yaml', 'json'],
    },
    { flags: '-A, --all-namespaces', description: 'with list: of all namespaces' },
    { flags: '-q, --quiet', description: 'only errors on stderr' },
    // kubectl's own profiling gives way to the flag of kubectl debug, as there.
    ...CONNECTION_FLAGS.filter(({ flags }) => !flags.startsWith('--profile ')),
  ],
  examples: EXAMPLES,
  help: HELP,
  verbHelp: VERB_HELP,
  insteadOf: INSTEAD_OF,
  load: () => import('./run.ts'),
};
