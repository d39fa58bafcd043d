/** A statement about Kubernetes that the product shows where it applies to the Pod at hand. */
export interface Rule {
  /** Code and tests cite it by this: `R12`. */
  readonly id: `R${number}`;
  readonly sentence: string;
  /** Where the Kubernetes documentation says so. */
  readonly link: string;
}

const DOCS = 'https://kubernetes.io/docs';
const INIT = `${DOCS}/concepts/workloads/pods/init-containers/`;
const SIDECARS = `${DOCS}/concepts/workloads/pods/sidecar-containers/`;
const EPHEMERAL = `${DOCS}/concepts/workloads/pods/ephemeral-containers/`;
const LIFECYCLE = `${DOCS}/concepts/workloads/pods/pod-lifecycle/`;

/** Every rule, in the order of its number. What they say is true of Kubernetes 1.37. */
export const RULES: readonly Rule[] = [
  {
    id: 'R1',
    sentence:
      'Init containers run one after another, in the order of spec.initContainers; each must succeed before the next one starts.',
    link: `${INIT}#understanding-init-containers`,
  },
  {
    id: 'R2',
    sentence:
      'Init containers start once the network (the sandbox) and the volumes of the Pod are set up.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R3',
    sentence:
      'A failed init container is retried as restartPolicy says; Always means OnFailure for init containers.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R4',
    sentence: 'With restartPolicy Never, an init container that fails makes the whole Pod fail.',
    link: `${INIT}#understanding-init-containers`,
  },
  {
    id: 'R5',
    sentence:
      'Once all init containers have succeeded, the app containers start, without waiting for one another.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R6',
    sentence: 'The status of init containers is in status.initContainerStatuses.',
    link: `${INIT}#understanding-init-containers`,
  },
  {
    id: 'R7',
    sentence:
      'Plain init containers have no lifecycle hooks and no probes; the API server refuses them.',
    link: `${INIT}#differences-from-regular-containers`,
  },
  {
    id: 'R8',
    sentence:
      'Until all init containers have succeeded, the Pod is Pending and not Ready, Initialized is False, and STATUS reads Init:i/N.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R9',
    sentence: 'Ports of init containers are not behind any Service.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R10',
    sentence:
      'Of an init container only the image can be changed; neither that nor a lost record of its completion makes it run again.',
    link: `${INIT}#pod-restart-reasons`,
  },
  {
    id: 'R11',
    sentence:
      'When the sandbox of a Pod is lost, its init containers run again, so their commands must be idempotent.',
    link: `${INIT}#pod-restart-reasons`,
  },
  {
    id: 'R12',
    sentence:
      'activeDeadlineSeconds includes the time of init containers and goes on counting after it; outside Jobs it kills a healthy Pod.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R13',
    sentence: 'Names are unique among the app, init and ephemeral containers of a Pod.',
    link: `${INIT}#detailed-behavior`,
  },
  {
    id: 'R14',
    sentence:
      'Init containers have all other fields of a container, and may see Secrets and files that the app does not.',
    link: `${INIT}#using-init-containers`,
  },
  {
    id: 'R15',
    sentence:
      'Init containers usually wait for a Service, sleep, register the Pod, clone a repository or write configuration.',
    link: `${INIT}#examples`,
  },
  {
    id: 'R16',
    sentence:
      'The effective init request or limit is the highest of all init containers, for each resource.',
    link: `${INIT}#resource-sharing-within-containers`,
  },
  {
    id: 'R17',
    sentence:
      'The effective request or limit of a Pod is the higher of the sum of its app containers and the effective init value; sidecars, overhead and pod-level resources count as well.',
    link: `${INIT}#resource-sharing-within-containers`,
  },
  {
    id: 'R18',
    sentence: 'A container without a limit leaves the whole Pod without that limit.',
    link: `${INIT}#resource-sharing-within-containers`,
  },
  {
    id: 'R19',
    sentence:
      'Scheduling uses the effective values, so init containers can reserve what nothing uses later.',
    link: `${INIT}#resource-sharing-within-containers`,
  },
  {
    id: 'R20',
    sentence: 'The QoS class counts init and app containers alike.',
    link: `${INIT}#resource-sharing-within-containers`,
  },
  {
    id: 'R21',
    sentence: 'Quota, LimitRange and the cgroup of the Pod go by the effective values.',
    link: `${INIT}#resource-sharing-within-containers`,
  },
  {
    id: 'R22',
    sentence:
      'A native sidecar takes its place in the order of init containers; the next one starts once it has started, that is, runs and has passed its startup probe if it has one.',
    link: `${SIDECARS}#sidecar-containers-and-pod-lifecycle`,
  },
  {
    id: 'R23',
    sentence:
      'A native sidecar runs as long as the Pod and is restarted by itself, whatever the restartPolicy of the Pod.',
    link: `${SIDECARS}#sidecar-containers-and-pod-lifecycle`,
  },
  {
    id: 'R24',
    sentence:
      'Native sidecars may have probes; their readiness counts for the Pod, but not for the order of the start.',
    link: `${SIDECARS}#sidecar-containers-and-pod-lifecycle`,
  },
  {
    id: 'R25',
    sentence:
      'A native sidecar does not keep a Job from completing; an ordinary second container does.',
    link: `${SIDECARS}#jobs-with-sidecar-containers`,
  },
  {
    id: 'R26',
    sentence:
      'A native sidecar shares network and volumes with the app, and a new image restarts only the sidecar.',
    link: `${SIDECARS}#differences-from-application-containers`,
  },
  {
    id: 'R27',
    sentence: 'Native sidecars stop after the app containers, in the reverse order of their start.',
    link: `${LIFECYCLE}#termination-with-sidecars`,
  },
  {
    id: 'R28',
    sentence:
      'Ephemeral containers are added to a Pod that exists, through the ephemeralcontainers subresource only.',
    link: `${EPHEMERAL}#understanding-ephemeral-containers`,
  },
  {
    id: 'R29',
    sentence:
      'Ephemeral containers have no ports, probes, resources or lifecycle hooks; the API server refuses them.',
    link: `${EPHEMERAL}#understanding-ephemeral-containers`,
  },
  {
    id: 'R30',
    sentence:
      'Ephemeral containers are never restarted, and nothing guarantees that they run or get resources.',
    link: `${EPHEMERAL}#understanding-ephemeral-containers`,
  },
  {
    id: 'R31',
    sentence: 'An ephemeral container cannot be changed or removed once it has been added.',
    link: `${EPHEMERAL}#understanding-ephemeral-containers`,
  },
  {
    id: 'R32',
    sentence: 'Static Pods cannot have ephemeral containers.',
    link: `${EPHEMERAL}#understanding-ephemeral-containers`,
  },
  {
    id: 'R33',
    sentence:
      'Ephemeral containers help where kubectl exec cannot: crashed containers and images without a shell.',
    link: `${EPHEMERAL}#uses-for-ephemeral-containers`,
  },
  {
    id: 'R34',
    sentence:
      'To see the processes of another container takes a shared process namespace: targetContainerName, or shareProcessNamespace of the Pod.',
    link: `${DOCS}/tasks/configure-pod-container/share-process-namespace/`,
  },
];
