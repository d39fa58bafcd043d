import { expect, test } from 'bun:test';
import type { StartCause } from '../../../../src/model/explain/cause/start-cause.ts';
import { causeSentence } from '../../../../src/render/explain/words/cause.ts';
import { at } from '../../../model/support/pods.ts';

const CASES: readonly (readonly [cause: StartCause, sentence: string])[] = [
  [
    { code: 'pull-failure', meaning: 'not-found' },
    'The registry has no such image or tag. Is the name spelt right, and has the image been pushed?',
  ],
  [
    { code: 'image-volume', container: 'app', volume: 'model', image: 'model:1' },
    'The image of app itself is another one: model is a volume that it mounts.',
  ],
  [
    {
      code: 'config-source',
      container: 'app',
      kind: 'Secret',
      name: 'db',
      key: 'password',
      uses: [{ variable: 'PGPASSWORD', key: 'password' }],
    },
    'In app, variable PGPASSWORD needs key password of Secret db. Create it, or mark the reference as optional.',
  ],
  [
    {
      code: 'config-source',
      container: 'app',
      kind: 'ConfigMap',
      name: 'web',
      uses: [{ variable: 'HOST', key: 'h' }, {}],
    },
    'In app, variable HOST and envFrom need ConfigMap web. Create it, or mark the reference as optional.',
  ],
  [
    { code: 'runs-as-root', container: 'app' },
    'Set securityContext.runAsUser of app to a number other than 0, if its image can run so.',
  ],
  [
    { code: 'runs-as-root', container: 'app', user: 'node' },
    'The kubelet cannot tell whether user node of the image is root: set securityContext.runAsUser of app to its number.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'no-program', program: '/srv' },
    'In app there is no /srv, or not the interpreter that it names. Is the command spelt right, and does a script have Unix line ends?',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'not-permitted', program: '/srv' },
    'The user of app may not execute /srv: is it a program, and does it have the execute permission?',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'platform', program: '/srv' },
    '/srv in app is made for another platform than that of the node, or is a script without a #! line.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'windows-lines' },
    "The script that app runs has Windows line ends, which make a part of the interpreter's name of the carriage return. Save it with Unix line ends.",
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'one-string', program: 'sleep 3600' },
    '"sleep 3600" is taken for the name of one program: in command and args, each word has to be an item of its own.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'no-bash', program: '/bin/bash' },
    'In app there is no /bin/bash: small images have sh alone, or no shell at all.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'no-variable', program: '$(BIN)' },
    '$(BIN) is taken as it stands: in command and args only $(NAME) is replaced, and only if app has a variable of that name. Anything else wants a shell.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'memory-too-low', limit: '500Ki' },
    'The memory limit of app (500Ki) is less than it takes to start any process in it.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'memory-too-low' },
    'The memory limit that app has from the Pod is less than it takes to start any process in it.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'no-command' },
    'Neither the image of app nor its command says what to run.',
  ],
  [{ code: 'start-error', container: 'app', meaning: 'no-space' }, 'The disk of the node is full.'],
  [
    { code: 'start-error', container: 'app', meaning: 'name-taken' },
    'The runtime still has an earlier try of app, which took too long: the node is overloaded, or its runtime hangs.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'runtime-slow' },
    'The runtime did not answer in time: the node is overloaded, or its runtime hangs.',
  ],
  [
    {
      code: 'start-error',
      container: 'app',
      meaning: 'no-seccomp-profile',
      profile: 'audit.json',
    },
    "The node has no seccomp profile audit.json: a profile of type Localhost is a file below seccomp/ in the kubelet's directory, which has to be on every node where the Pod may run.",
  ],
  [
    { code: 'pull-failure', meaning: 'kubelet-limit' },
    'The kubelet starts only so many pulls a second (registryPullQPS, registryBurst), and tries this one again.',
  ],
  [
    { code: 'start-error', container: 'app', meaning: 'mount-on-file' },
    'A volume is mounted where the image of app has a file. To replace only that file, mount one key with subPath.',
  ],
  [
    { code: 'post-start-failed', container: 'app', failures: 1 },
    'The kubelet killed app because its postStart hook failed.',
  ],
  [
    { code: 'hook-asks-itself', container: 'app', port: '8080' },
    'The hook asks port 8080 of this Pod, once. It begins as soon as app has started, mostly before a server listens: let it ask again until one does.',
  ],
  [
    { code: 'app-must-stay', container: 'app' },
    'app ends by itself, and restartPolicy Always starts it again each time. A server must stay in the foreground; work that ends belongs in a Job.',
  ],
  [
    { code: 'app-must-stay', container: 'app', others: true },
    'app ends by itself, and restartPolicy Always starts it again each time. A server must stay in the foreground; work that ends belongs in an init container, if the others need it, or in a Job.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/dev/shm',
      meaning: 'shared-memory-full',
    },
    '/dev/shm of app is full: runtimes make it 64 MiB large. An emptyDir with medium: Memory, mounted there, may be larger; what is in it counts as memory of app.',
  ],
  [
    { code: 'file-refused', container: 'app', path: '/d/x', meaning: 'volume-full', volume: 'd' },
    'Volume d, in which /d/x is, is full.',
  ],
  [
    { code: 'node-demand', demand: 'labels', values: ['disk=ssd', 'zone In (a, b)'] },
    'The Pod wants a node with disk=ssd and zone In (a, b). To compare: kubectl get nodes --show-labels',
  ],
  [
    { code: 'node-demand', demand: 'host-ports', values: ['80 of web'] },
    'The Pod wants host port 80 of web, which only one Pod of a node can have.',
  ],
  [
    { code: 'node-demand', demand: 'claims', values: ['data'] },
    'The Pod uses PersistentVolumeClaim data; kubectl describe pvc tells what keeps it from being bound or used here.',
  ],
  [
    { code: 'node-demand', demand: 'spread-labels', values: ['zone'] },
    'The topologySpreadConstraints of the Pod count nodes by their label zone, which nodes lack.',
  ],
  [
    { code: 'node-demand', demand: 'beside', values: ['app=cache (by zone)'] },
    'Its podAffinity wants it beside Pods with app=cache (by zone): there are none, or no room beside them.',
  ],
  [
    { code: 'node-demand', demand: 'apart', values: ['app=web (by kubernetes.io/hostname)'] },
    'Its podAntiAffinity keeps it apart from Pods with app=web (by kubernetes.io/hostname). It needs another node, or fewer such Pods.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'unreadable', message: 'claims is forbidden' },
    'PersistentVolumeClaim data, which the Pod uses, could not be read: claims is forbidden',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'not-there' },
    'There is no PersistentVolumeClaim data.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'lost', volume: 'pv' },
    'PersistentVolumeClaim data is lost: PersistentVolume pv, to which it was bound, is gone.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'elsewhere', volume: 'pv' },
    'PersistentVolumeClaim data is bound to PersistentVolume pv, which only some nodes can have (kubectl describe pv pv).',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'volume-not-free', volume: 'pv' },
    'PersistentVolumeClaim data waits for PersistentVolume pv, which is not there or is not free for it.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'no-default-class' },
    'PersistentVolumeClaim data names no StorageClass, the cluster has no default one, and no PersistentVolume without a class fits.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'no-class', storageClass: 'fast' },
    'PersistentVolumeClaim data wants StorageClass fast, which does not exist, and no PersistentVolume of that class fits.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'no-volume' },
    'No PersistentVolume without a StorageClass fits PersistentVolumeClaim data, and none is made for it: somebody has to.',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'no-volume', storageClass: 'local' },
    'No PersistentVolume of StorageClass local fits PersistentVolumeClaim data, and none is made for it: somebody has to.',
  ],
  [
    {
      code: 'claim',
      claim: 'data',
      problem: 'provisioning-failed',
      storageClass: 'fast',
      message: 'quota',
    },
    'The provisioner of StorageClass fast could not make a volume for PersistentVolumeClaim data: quota',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'provisioning', storageClass: 'fast' },
    'The provisioner of StorageClass fast is making a volume for PersistentVolumeClaim data.',
  ],
  [
    {
      code: 'claim',
      claim: 'data',
      problem: 'no-answer',
      storageClass: 'fast',
      provisioner: 'csi.io/x',
    },
    'PersistentVolumeClaim data waits for a volume from provisioner csi.io/x of StorageClass fast, which has said nothing yet. Is it installed, and does it run?',
  ],
  [
    { code: 'claim', claim: 'data', problem: 'no-answer', storageClass: 'fast' },
    'PersistentVolumeClaim data waits for a volume from the provisioner of StorageClass fast, which has said nothing yet. Is it installed, and does it run?',
  ],
  [
    { code: 'node-taint', taint: 'unschedulable' },
    'Taint unschedulable: somebody has cordoned a node (kubectl uncordon undoes it).',
  ],
  [
    { code: 'volume-failure', meaning: 'attached-elsewhere' },
    'Another node still has the volume, and its access mode allows one node at a time. It moves once the Pods that use it there are gone; a node that does not answer keeps it until it is given up.',
  ],
  [
    { code: 'volume-failure', meaning: 'no-driver', subject: 'ebs.csi.aws.com', node: 'n1' },
    'CSI driver ebs.csi.aws.com has not registered on node n1. Is it installed, and does its DaemonSet run there?',
  ],
  [
    { code: 'volume-failure', meaning: 'no-attacher', subject: 'ebs.csi.aws.com' },
    'The controller of CSI driver ebs.csi.aws.com has not attached the volume. Does its Pod run, and what does its log say (container csi-attacher)?',
  ],
  [
    { code: 'volume-failure', meaning: 'operation-pending' },
    'An earlier try on this volume has not come back from the storage, which is slow or cannot be reached from the node. New tries have to wait for it.',
  ],
  [
    { code: 'volume-failure', meaning: 'export-denied' },
    'The file server does not let this node mount the directory: it has to be exported to the addresses of the nodes.',
  ],
  [
    { code: 'volume-failure', meaning: 'server-silent', subject: 'nfs' },
    'The file server does not answer the node. Is it up, and does a firewall stand between them?',
  ],
  [
    { code: 'node-limit', of: 'pods' },
    'Too many pods: such nodes have as many Pods as they take (maxPods of the kubelet, which some clouds set by the addresses that a node may have).',
  ],
  [
    { code: 'node-limit', of: 'volumes' },
    'Such nodes have as many volumes attached as the storage driver allows them.',
  ],
  [
    { code: 'volume-failure', meaning: 'no-mount-helper', subject: 'nfs' },
    'The node cannot mount nfs: it lacks the kernel module or the mount helper for it.',
  ],
  [
    { code: 'volume-failure', meaning: 'host-path', subject: '/var/run/docker.sock', node: 'n1' },
    'There is no /var/run/docker.sock on node n1, and the type of the hostPath wants it to be there before. Only types that end in OrCreate, and no type at all, do without.',
  ],
  [
    { code: 'volume-failure', meaning: 'server-unknown', subject: 'nas.shop.svc' },
    'The node cannot find nas.shop.svc in DNS. Nodes ask their own servers, which know no Services of the cluster.',
  ],
  [
    { code: 'volume-failure', meaning: 'no-export' },
    'The file server has no such directory, or does not export it.',
  ],
  [
    { code: 'volume-failure', meaning: 'ownership', files: 34000 },
    'The kubelet is giving every file of a volume the group of securityContext.fsGroup (34000 files so far), each time the Pod starts. That ends by itself; with fsGroupChangePolicy: OnRootMismatch it is done only once.',
  ],
  [
    { code: 'file-refused', container: 'app', path: '/var/x', meaning: 'read-only-root' },
    'The root file system of app is read-only (readOnlyRootFilesystem), and /var/x is in no volume. What it has to write needs one, such as an emptyDir.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/d/x',
      meaning: 'read-only-mount',
      volume: 'd',
    },
    'app mounts volume d with readOnly: true.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/etc/c/x',
      meaning: 'read-only-kind',
      volume: 'c',
      kind: 'ConfigMap',
    },
    '/etc/c/x is in volume c (ConfigMap), which containers cannot write to. What is to be changed has to be copied first, to an emptyDir.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/run.sh',
      meaning: 'not-executable',
      volume: 'c',
      kind: 'ConfigMap',
    },
    'It is a file of volume c (ConfigMap): such files can be executed only if its defaultMode says so (0555).',
  ],
  [
    { code: 'file-refused', container: 'app', path: '/var/x', meaning: 'not-owner', user: 1000 },
    'app runs as user 1000 (runAsUser), and /var/x of its image belongs to another.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/etc/c/x',
      meaning: 'root-owner',
      volume: 'c',
      kind: 'Secret',
      user: 1000,
    },
    "app runs as user 1000, and the files of volume c (Secret) belong to root: the volume's defaultMode has to let others do that, or securityContext.fsGroup give it a group.",
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/d/x',
      meaning: 'no-group',
      volume: 'd',
      user: 1000,
    },
    'app runs as user 1000, and /d/x in volume d belongs to another. With securityContext.fsGroup the kubelet gives the volume to a group of the Pod, if its driver can.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/d/x',
      meaning: 'host-owner',
      volume: 'd',
      user: 1000,
    },
    'app runs as user 1000, and volume d is a hostPath: its files belong to whom the node says, and fsGroup does not change that.',
  ],
  [
    { code: 'lacks-privilege', container: 'a', for: 'sysctl', key: 'vm.max_map_count' },
    "a may change vm.max_map_count only as root, with securityContext.privileged: true. What is namespaced belongs in the Pod's securityContext.sysctls, what is not is better set on the node.",
  ],
  [
    { code: 'lacks-privilege', container: 'a', for: 'network', capability: 'NET_ADMIN' },
    'a changes the network of the Pod, which wants the capability NET_ADMIN (securityContext.capabilities.add).',
  ],
  [
    { code: 'lacks-privilege', container: 'a', for: 'owner', user: 1000 },
    'a runs as user 1000, and only root may change owners. With securityContext.fsGroup the kubelet gives volumes to a group of the Pod.',
  ],
  [
    { code: 'lacks-privilege', container: 'a', for: 'owner', capability: 'CHOWN' },
    'a has dropped the capability CHOWN (securityContext.capabilities), without which root may not change owners either.',
  ],
  [
    { code: 'lacks-privilege', container: 'a', for: 'owner', volume: 'data' },
    'Volume data does not let even root change owners, as NFS servers do with root_squash: set the owner there, or run as the owner of the files.',
  ],
  [
    { code: 'unresolved-host', container: 'a', host: 'db', namespace: 'shop' },
    'DNS had no answer for db. Without dots that is a Service of namespace shop: kubectl get svc db -n shop',
  ],
  [
    { code: 'unresolved-host', container: 'a', host: 'db.example.com' },
    'DNS had no answer for db.example.com. Is the name spelt right?',
  ],
  [
    {
      code: 'access-denied',
      container: 'a',
      account: 'shop/default',
      verb: 'get',
      resource: 'jobs',
      scope: 'shop',
    },
    'ServiceAccount shop/default may not get jobs in namespace shop: it wants a Role and a RoleBinding for that.',
  ],
  [
    { code: 'access-denied', container: 'a', account: 'shop/x', verb: 'list', resource: 'nodes' },
    'ServiceAccount shop/x may not list nodes in the whole cluster: it wants a ClusterRole and a ClusterRoleBinding for that.',
  ],
  [
    {
      code: 'file-refused',
      container: 'app',
      path: '/etc/app.conf',
      meaning: 'made-directory',
      volume: 'conf',
      kind: 'ConfigMap',
      subPath: 'app.conf',
    },
    '/etc/app.conf is app.conf of volume conf (ConfigMap), by subPath. Where a volume has nothing of that name, the kubelet mounts an empty directory. Is the key there, and spelt so?',
  ],
  [
    { code: 'low-port', container: 'app', port: 80 },
    'app is not root, and may not listen on port 80 there: ports below 1024 want root, the capability NET_BIND_SERVICE, or sysctl net.ipv4.ip_unprivileged_port_start. A higher port needs none of them.',
  ],
  [
    {
      code: 'sandbox-failure',
      meaning: 'no-runtime',
      subject: 'runsc',
      runtimeClass: 'gvisor',
      node: 'n1',
    },
    'The container runtime of node n1 has no handler runsc, which RuntimeClass gvisor names: it has to be set up there, or the Pod needs another node.',
  ],
  [
    { code: 'sandbox-failure', meaning: 'no-address', node: 'n1' },
    'There is no address left for another Pod on node n1: other Pods have them all, or ended ones whose addresses were never given back.',
  ],
  [
    { code: 'sandbox-failure', meaning: 'memory-too-low', limit: '500Ki', node: 'n1' },
    'The memory limit of the Pod (500Ki for all that runs together) is less than its sandbox takes to start.',
  ],
  [{ code: 'sandbox-failure', meaning: 'disk-full', node: 'n1' }, 'The disk of the node is full.'],
  [
    { code: 'sandbox-failure', meaning: 'network-plugin', subject: 'calico', node: 'n1' },
    'That is the network plugin of node n1 (calico). Do its own Pods run there? kubectl get pods -A -o wide --field-selector spec.nodeName=n1',
  ],
  [
    { code: 'sandbox-failure', meaning: 'no-pause-image', subject: 'r.io/pause:3.10', node: 'n1' },
    'Every sandbox needs image r.io/pause:3.10, and the container runtime of node n1 cannot get it. Which image that is stands in the configuration of the runtime.',
  ],
  [
    { code: 'sandbox-failure', meaning: 'runtime-slow', node: 'n1' },
    'The container runtime of node n1 did not answer in time: the node is overloaded, or its runtime or network plugin hangs.',
  ],
  [
    { code: 'unsafe-sysctl', sysctl: 'net.core.somaxconn', node: 'n1' },
    'Kubernetes does not count net.core.somaxconn as safe: the kubelet of node n1 has to be told to allow it (allowedUnsafeSysctls).',
  ],
  [
    { code: 'device-plugin', resource: 'nvidia.com/gpu', node: 'n1' },
    'The device plugin of nvidia.com/gpu has not given the kubelet of node n1 what the Pod asks for. After a restart of node or kubelet a Pod may come before its plugin: a new one may well be let in.',
  ],
  [{ code: 'replacement' }, 'No controller owns the Pod, so nobody makes another one.'],
  [
    { code: 'replacement', kind: 'ReplicaSet', name: 'web-1' },
    'ReplicaSet web-1 makes another Pod in its place.',
  ],
  [
    { code: 'replacement', kind: 'Job', name: 'load' },
    'Whether another Pod is made in its place is up to Job load (kubectl initx explain job/load).',
  ],
  [
    {
      code: 'node-demand',
      demand: 'spread',
      values: ['maxSkew 1 by kubernetes.io/hostname, minDomains 2'],
    },
    'Its topologySpreadConstraints allow no node that has room: maxSkew 1 by kubernetes.io/hostname, minDomains 2. One more Pod there would make the numbers too uneven; with fewer domains than minDomains, the smallest number counts as 0.',
  ],
  [
    { code: 'ask-kubelet', node: 'n1' },
    'The API does not tell why. Is node n1 Ready (kubectl get nodes), and what does the log of its kubelet say?',
  ],
  [
    { code: 'resource-claims', claims: ['gpu'] },
    'The scheduler does not try the Pod before its ResourceClaims exist, and says nothing until then: gpu.',
  ],
];

test.each(CASES)('%j', (cause, sentence) => {
  expect(causeSentence(cause, at(0), '-')).toBe(sentence);
});
