import type {
  NodeTaint,
  PullFailure,
  StartCause,
} from '../../../model/explain/cause/start-cause.ts';
import { listed } from '../../text/listed.ts';

/** One or two sentences on what keeps a container or a Pod from starting. */
export function startCauseSentence(cause: StartCause): string {
  switch (cause.code) {
    case 'pull-failure':
      return PULL_FAILURES[cause.meaning];
    case 'image-volume':
      return `The image of ${cause.container} itself is another one: ${cause.volume} is a volume that it mounts.`;
    case 'config-source':
      return configSource(cause);
    case 'runs-as-root':
      return cause.user === undefined
        ? `Set securityContext.runAsUser of ${cause.container} to a number other than 0, if its image can run so.`
        : `The kubelet cannot tell whether user ${cause.user} of the image is root: set securityContext.runAsUser of ${cause.container} to its number.`;
    case 'start-error':
      return startError(cause);
    case 'post-start-failed':
      return `The kubelet killed ${cause.container} because its postStart hook failed${cause.failures > 1 ? `, ${cause.failures} times so far` : ''}${cause.message ? `: ${cause.message.trim()}` : '.'}`;
    case 'hook-asks-itself':
      return `The hook asks port ${cause.port} of this Pod, once. It begins as soon as ${cause.container} has started, mostly before a server listens: let it ask again until one does.`;
    case 'app-must-stay':
      return `${cause.container} ends by itself, and restartPolicy Always starts it again each time. A server must stay in the foreground; work that ends belongs in ${cause.others ? 'an init container, if the others need it, or in a Job' : 'a Job'}.`;
    case 'node-demand':
      return nodeDemand(cause);
    case 'claim':
      return claimWords(cause);
    case 'node-limit':
      return cause.of === 'pods'
        ? 'Too many pods: such nodes have as many Pods as they take (maxPods of the kubelet, which some clouds set by the addresses that a node may have).'
        : 'Such nodes have as many volumes attached as the storage driver allows them.';
    case 'node-taint':
      return NODE_TAINTS[cause.taint];
    case 'volume-failure':
      return volumeFailure(cause);
    case 'file-refused':
      return fileRefused(cause);
    case 'lacks-privilege':
      return lacksPrivilege(cause);
    case 'unresolved-host':
      return cause.namespace === undefined
        ? `DNS had no answer for ${cause.host}. Is the name spelt right?`
        : `DNS had no answer for ${cause.host}. Without dots that is a Service of namespace ${cause.namespace}: kubectl get svc ${cause.host} -n ${cause.namespace}`;
    case 'access-denied': {
      const { account, verb, resource, scope } = cause;
      const where = scope === undefined ? 'in the whole cluster' : `in namespace ${scope}`;
      const role =
        scope === undefined ? 'ClusterRole and a ClusterRoleBinding' : 'Role and a RoleBinding';
      return `ServiceAccount ${account} may not ${verb} ${resource} ${where}: it wants a ${role} for that.`;
    }
    case 'low-port':
      return `${cause.container} is not root, and may not listen on port ${cause.port} there: ports below 1024 want root, the capability NET_BIND_SERVICE, or sysctl net.ipv4.ip_unprivileged_port_start. A higher port needs none of them.`;
    case 'sandbox-failure':
      return sandboxFailure(cause);
    case 'unsafe-sysctl':
      return `Kubernetes does not count ${cause.sysctl} as safe: the kubelet${onNode(cause.node)} has to be told to allow it (allowedUnsafeSysctls).`;
    case 'device-plugin':
      return `${cause.resource === undefined ? 'Its device plugin' : `The device plugin of ${cause.resource}`} has not given the kubelet${onNode(cause.node)} what the Pod asks for. After a restart of node or kubelet a Pod may come before its plugin: a new one may well be let in.`;
    case 'replacement':
      return replacementWords(cause);
    case 'ask-kubelet':
      return `The API does not tell why. Is node ${cause.node} Ready (kubectl get nodes), and what does the log of its kubelet say?`;
    case 'resource-claims':
      return `The scheduler does not try the Pod before its ResourceClaims exist, and says nothing until then: ${listed(cause.claims)}.`;
  }
}

type Of<Code extends StartCause['code']> = Extract<StartCause, { code: Code }>;

const PULL_FAILURES: Readonly<Record<PullFailure, string>> = {
  'not-found':
    'The registry has no such image or tag. Is the name spelt right, and has the image been pushed?',
  refused:
    'The registry refuses it: the image does not exist there, or the pull secret of the Pod does not give access to it.',
  'no-host':
    "The node cannot find the registry in DNS. Is its name spelt right, and does the node's own DNS know it?",
  unreachable:
    'The node cannot reach the registry. Is it up, and does a firewall or proxy stand between them?',
  untrusted:
    "The node does not trust the registry's certificate: its CA has to be installed on the node.",
  expired:
    "By the clock of the node the registry's certificate has expired, or is not valid yet. Is that clock right, and has the certificate been renewed?",
  'wrong-name':
    "The registry's certificate is made out to other names than the one in the image's name.",
  proxy:
    'The runtime asks through an HTTP proxy, and cannot reach that: it stands in the environment of the runtime on the node (HTTPS_PROXY, NO_PROXY).',
  'registry-error': 'The registry answers with an error of its own. The kubelet tries again.',
  'short-name':
    'The runtime takes no image name without its registry, such as docker.io/library/…, or has to be told where to look.',
  signature: 'The runtime takes only images with a signature that its policy accepts.',
  'old-format':
    'The image is in a format (manifest schema 1) that newer runtimes no longer take. It has to be pulled, and pushed again, with a newer tool.',
  'plain-http':
    'The registry speaks plain HTTP, and the runtime asks over HTTPS: it has to be allowed in the configuration of the runtime on the node.',
  'rate-limit':
    'The registry limits how often images may be pulled. Pulling with credentials or through a mirror helps.',
  platform:
    'The image has no variant for the platform of the node. Build it for that too, or choose other nodes (label kubernetes.io/arch).',
  'no-space': 'The disk of the node is full.',
  'kubelet-limit':
    'The kubelet starts only so many pulls a second (registryPullQPS, registryBurst), and tries this one again.',
};

function configSource({ container, kind, name, key, uses }: Of<'config-source'>): string {
  const variables = uses.flatMap(({ variable }) => (variable === undefined ? [] : [variable]));
  const isWhole = variables.length < uses.length;
  const takers = [
    ...(variables.length > 0
      ? [`${variables.length > 1 ? 'variables' : 'variable'} ${listed(variables)}`]
      : []),
    ...(isWhole ? ['envFrom'] : []),
  ];
  const what = key === undefined ? `${kind} ${name}` : `key ${key} of ${kind} ${name}`;
  const need = takers.length > 1 || variables.length > 1 ? 'need' : 'needs';
  return `In ${container}, ${listed(takers)} ${need} ${what}. Create it, or mark the reference as optional.`;
}

function startError({ container, meaning, program, profile, limit }: Of<'start-error'>): string {
  const what = program ?? 'the program';
  switch (meaning) {
    case 'no-program':
      return `In ${container} there is no ${program ?? 'such program'}, or not the interpreter that it names. Is the command spelt right, and does a script have Unix line ends?`;
    case 'one-string':
      return `"${program}" is taken for the name of one program: in command and args, each word has to be an item of its own.`;
    case 'no-variable':
      return `${program} is taken as it stands: in command and args only $(NAME) is replaced, and only if ${container} has a variable of that name. Anything else wants a shell.`;
    case 'no-bash':
      return `In ${container} there is no ${program}: small images have sh alone, or no shell at all.`;
    case 'memory-too-low':
      return `The memory limit ${limit === undefined ? `that ${container} has from the Pod` : `of ${container} (${limit})`} is less than it takes to start any process in it.`;
    case 'not-permitted':
      return `The user of ${container} may not execute ${what}: is it a program, and does it have the execute permission?`;
    case 'platform':
      return `${what} in ${container} is made for another platform than that of the node, or is a script without a #! line.`;
    case 'windows-lines':
      return `The script that ${container} runs has Windows line ends, which make a part of the interpreter's name of the carriage return. Save it with Unix line ends.`;
    case 'no-command':
      return `Neither the image of ${container} nor its command says what to run.`;
    case 'no-space':
      return 'The disk of the node is full.';
    case 'name-taken':
      return `The runtime still has an earlier try of ${container}, which took too long: the node is overloaded, or its runtime hangs.`;
    case 'runtime-slow':
      return 'The runtime did not answer in time: the node is overloaded, or its runtime hangs.';
    case 'no-seccomp-profile':
      return `The node has no seccomp profile ${profile}: a profile of type Localhost is a file below seccomp/ in the kubelet's directory, which has to be on every node where the Pod may run.`;
    case 'mount-on-file':
      return `A volume is mounted where the image of ${container} has a file. To replace only that file, mount one key with subPath.`;
  }
}

const NODE_TAINTS: Readonly<Record<NodeTaint, string>> = {
  'not-ready':
    'Taint not-ready: a node has just come, or its kubelet says that something is wrong.',
  unreachable: 'Taint unreachable: the kubelet of a node does not answer.',
  unschedulable: 'Taint unschedulable: somebody has cordoned a node (kubectl uncordon undoes it).',
  'memory-pressure': 'Taint memory-pressure: a node runs short of memory.',
  'disk-pressure': 'Taint disk-pressure: the disk of a node is nearly full.',
  'pid-pressure': 'Taint pid-pressure: a node runs short of process numbers.',
  'network-unavailable': 'Taint network-unavailable: the network of a node has not been set up.',
};

function fileRefused({
  container,
  path,
  meaning,
  volume,
  kind,
  user,
  subPath,
}: Of<'file-refused'>): string {
  switch (meaning) {
    case 'read-only-root':
      return `The root file system of ${container} is read-only (readOnlyRootFilesystem), and ${path} is in no volume. What it has to write needs one, such as an emptyDir.`;
    case 'read-only-mount':
      return `${container} mounts volume ${volume} with readOnly: true.`;
    case 'read-only-kind':
      return `${path} is in volume ${volume} (${kind}), which containers cannot write to. What is to be changed has to be copied first, to an emptyDir.`;
    case 'not-executable':
      return `It is a file of volume ${volume} (${kind}): such files can be executed only if its defaultMode says so (0555).`;
    case 'not-owner':
      return `${container} runs as user ${user} (runAsUser), and ${path} of its image belongs to another.`;
    case 'root-owner':
      return `${container} runs as user ${user}, and the files of volume ${volume} (${kind}) belong to root: the volume's defaultMode has to let others do that, or securityContext.fsGroup give it a group.`;
    case 'no-group':
      return `${container} runs as user ${user}, and ${path} in volume ${volume} belongs to another. With securityContext.fsGroup the kubelet gives the volume to a group of the Pod, if its driver can.`;
    case 'shared-memory-full':
      return `${path} of ${container} is full: runtimes make it 64 MiB large. An emptyDir with medium: Memory, mounted there, may be larger; what is in it counts as memory of ${container}.`;
    case 'volume-full':
      return `Volume ${volume}, in which ${path} is, is full.`;
    case 'made-directory':
      return `${path} is ${subPath} of volume ${volume}${kind ? ` (${kind})` : ''}, by subPath. Where a volume has nothing of that name, the kubelet mounts an empty directory. Is the ${kind ? 'key' : 'file'} there, and spelt so?`;
    case 'host-owner':
      return `${container} runs as user ${user}, and volume ${volume} is a hostPath: its files belong to whom the node says, and fsGroup does not change that.`;
  }
}

function lacksPrivilege({ container, key, user, volume, capability, ...cause }: Lack): string {
  switch (cause.for) {
    case 'sysctl':
      return `${container} may change ${key} only as root, with securityContext.privileged: true. What is namespaced belongs in the Pod's securityContext.sysctls, what is not is better set on the node.`;
    case 'network':
      return `${container} changes the network of the Pod, which wants the capability ${capability} (securityContext.capabilities.add).`;
    case 'owner':
      if (user !== undefined) {
        return `${container} runs as user ${user}, and only root may change owners. With securityContext.fsGroup the kubelet gives volumes to a group of the Pod.`;
      }
      return capability === undefined
        ? `Volume ${volume} does not let even root change owners, as NFS servers do with root_squash: set the owner there, or run as the owner of the files.`
        : `${container} has dropped the capability ${capability} (securityContext.capabilities), without which root may not change owners either.`;
  }
}

type Lack = Of<'lacks-privilege'>;

function onNode(node: string | undefined): string {
  return node === undefined ? '' : ` of node ${node}`;
}

function sandboxFailure({
  meaning,
  subject,
  runtimeClass,
  node,
  limit,
}: Of<'sandbox-failure'>): string {
  switch (meaning) {
    case 'no-runtime':
      return `The container runtime${onNode(node)} has no handler ${subject}${runtimeClass === undefined ? '' : `, which RuntimeClass ${runtimeClass} names`}: it has to be set up there, or the Pod needs another node.`;
    case 'no-address':
      return `There is no address left for another Pod${node === undefined ? '' : ` on node ${node}`}: other Pods have them all, or ended ones whose addresses were never given back.`;
    case 'memory-too-low':
      return `The memory limit of the Pod (${limit} for all that runs together) is less than its sandbox takes to start.`;
    case 'disk-full':
      return 'The disk of the node is full.';
    case 'no-pause-image':
      return `Every sandbox needs image ${subject}, and the container runtime${onNode(node)} cannot get it. Which image that is stands in the configuration of the runtime.`;
    case 'runtime-slow':
      return `The container runtime${onNode(node)} did not answer in time: the node is overloaded, or its runtime or network plugin hangs.`;
    case 'network-plugin':
      return `That is the network plugin${onNode(node)}${subject === undefined ? '' : ` (${subject})`}. Do its own Pods run there?${node === undefined ? '' : ` kubectl get pods -A -o wide --field-selector spec.nodeName=${node}`}`;
  }
}

function replacementWords({ kind, name }: Of<'replacement'>): string {
  if (kind === undefined) return 'No controller owns the Pod, so nobody makes another one.';
  return kind === 'Job'
    ? `Whether another Pod is made in its place is up to Job ${name} (kubectl initx explain job/${name}).`
    : `${kind} ${name} makes another Pod in its place.`;
}

function volumeFailure({ meaning, subject, node, files }: Of<'volume-failure'>): string {
  switch (meaning) {
    case 'attached-elsewhere':
      return 'Another node still has the volume, and its access mode allows one node at a time. It moves once the Pods that use it there are gone; a node that does not answer keeps it until it is given up.';
    case 'no-driver':
      return `CSI driver ${subject} has not registered${node ? ` on node ${node}` : ''}. Is it installed, and does its DaemonSet run there?`;
    case 'no-attacher':
      return `The controller of CSI driver ${subject} has not attached the volume. Does its Pod run, and what does its log say (container csi-attacher)?`;
    case 'operation-pending':
      return 'An earlier try on this volume has not come back from the storage, which is slow or cannot be reached from the node. New tries have to wait for it.';
    case 'export-denied':
      return 'The file server does not let this node mount the directory: it has to be exported to the addresses of the nodes.';
    case 'server-silent':
      return 'The file server does not answer the node. Is it up, and does a firewall stand between them?';
    case 'ownership':
      return `The kubelet is giving every file of a volume the group of securityContext.fsGroup${files === undefined ? '' : ` (${files} files so far)`}, each time the Pod starts. That ends by itself; with fsGroupChangePolicy: OnRootMismatch it is done only once.`;
    case 'host-path':
      return `There is no ${subject}${node ? ` on node ${node}` : ''}, and the type of the hostPath wants it to be there before. Only types that end in OrCreate, and no type at all, do without.`;
    case 'server-unknown':
      return `The node cannot find ${subject} in DNS. Nodes ask their own servers, which know no Services of the cluster.`;
    case 'no-export':
      return 'The file server has no such directory, or does not export it.';
    case 'no-mount-helper':
      return `The node cannot mount ${subject}: it lacks the kernel module or the mount helper for it.`;
  }
}

function claimWords({ claim, problem, ...facts }: Of<'claim'>): string {
  const { storageClass, provisioner, volume, message = '' } = facts;
  const subject = `PersistentVolumeClaim ${claim}`;
  const ofClass = storageClass === undefined ? '' : ` of StorageClass ${storageClass}`;
  switch (problem) {
    case 'unreadable':
      return `${subject}, which the Pod uses, could not be read: ${message.trim()}`;
    case 'not-there':
      return `There is no ${subject}.`;
    case 'lost':
      return `${subject} is lost: PersistentVolume ${volume ?? ''}, to which it was bound, is gone.`;
    case 'elsewhere':
      return `${subject} is bound to PersistentVolume ${volume ?? ''}, which only some nodes can have (kubectl describe pv ${volume ?? ''}).`;
    case 'volume-not-free':
      return `${subject} waits for PersistentVolume ${volume}, which is not there or is not free for it${message ? `: ${message.trim()}` : '.'}`;
    case 'no-default-class':
      return `${subject} names no StorageClass, the cluster has no default one, and no PersistentVolume without a class fits.`;
    case 'no-class':
      return `${subject} wants StorageClass ${storageClass}, which does not exist, and no PersistentVolume of that class fits.`;
    case 'no-volume':
      return `No PersistentVolume${ofClass || ' without a StorageClass'} fits ${subject}, and none is made for it: somebody has to.`;
    case 'provisioning-failed':
      return `The provisioner${ofClass} could not make a volume for ${subject}: ${message.trim()}`;
    case 'provisioning':
      return `The provisioner${ofClass} is making a volume for ${subject}.`;
    case 'no-answer':
      return `${subject} waits for a volume from ${provisioner === undefined ? 'the provisioner' : `provisioner ${provisioner}`}${ofClass}, which has said nothing yet. Is it installed, and does it run?`;
  }
}

function nodeDemand({ demand, values }: Of<'node-demand'>): string {
  switch (demand) {
    case 'labels':
      return `The Pod wants a node with ${listed(values)}. To compare: kubectl get nodes --show-labels`;
    case 'host-ports':
      return `The Pod wants host port ${listed(values)}, which only one Pod of a node can have.`;
    case 'claims':
      return `The Pod uses PersistentVolumeClaim ${listed(values)}; kubectl describe pvc tells what keeps it from being bound or used here.`;
    case 'beside':
      return `Its podAffinity wants it beside Pods with ${listed(values)}: there are none, or no room beside them.`;
    case 'apart':
      return `Its podAntiAffinity keeps it apart from Pods with ${listed(values)}. It needs another node, or fewer such Pods.`;
    case 'spread':
      return `Its topologySpreadConstraints allow no node that has room: ${listed(values)}. One more Pod there would make the numbers too uneven${values.some((each) => each.includes('minDomains')) ? '; with fewer domains than minDomains, the smallest number counts as 0' : ''}.`;
    case 'spread-labels':
      return `The topologySpreadConstraints of the Pod count nodes by their label ${listed(values)}, which nodes lack.`;
  }
}
