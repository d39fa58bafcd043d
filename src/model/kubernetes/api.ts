/**
 * The slices of Kubernetes API objects that the model reads, as they stand in JSON.
 * client-node's classes are not used: they turn timestamps into Date, drop fields they do not
 * know, and cost more to load than a whole run of ours takes.
 */

import type { ContainerUser, PodSecurityContext, SecurityContext } from './security-context.ts';

/** RFC 3339 text as the API sends it: whole seconds (microseconds in events' eventTime). */
export type Timestamp = string;

export interface ObjectMeta {
  readonly name?: string;
  /** What the server completes to a name where there is none. */
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: Timestamp | null;
  readonly deletionTimestamp?: Timestamp | null;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

/** Quantities as the API writes them (`100m`, `1Gi`) by resource name. */
export type WrittenResourceList = Readonly<Record<string, string>>;

/** The two amounts that Kubernetes knows of every resource. */
export type RequestsOrLimits = keyof ResourceRequirements;

export interface ResourceRequirements {
  readonly requests?: WrittenResourceList;
  readonly limits?: WrittenResourceList;
}

export interface Pod {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly EphemeralContainer[];
  readonly restartPolicy?: RestartPolicy;
  readonly nodeName?: string;
  readonly schedulerName?: string;
  readonly activeDeadlineSeconds?: number;
  readonly terminationGracePeriodSeconds?: number;
  readonly shareProcessNamespace?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly securityContext?: PodSecurityContext;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  readonly schedulingGates?: readonly { readonly name: string }[];
  readonly volumes?: readonly Volume[];
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly priorityClassName?: string;
  readonly serviceAccountName?: string;
  readonly priority?: number;
  readonly runtimeClassName?: string;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly {
    readonly topologyKey: string;
    readonly whenUnsatisfiable?: string;
    readonly maxSkew?: number;
    readonly minDomains?: number;
  }[];
  readonly resourceClaims?: readonly {
    readonly name: string;
    readonly resourceClaimName?: string;
    readonly resourceClaimTemplateName?: string;
  }[];
  readonly os?: { readonly name?: string };
  /** Pod-level resources. */
  readonly resources?: ResourceRequirements;
  readonly overhead?: WrittenResourceList;
}

/** As much of the affinity as ResourceQuota looks at, and which nodes are wanted. */
interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
    };
  };
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAffinity;
}

/** All of it has to be so; of several terms one is enough. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Which taints of a node a Pod takes. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly podAffinityTerm?: PodAffinityTerm;
  }[];
}

export interface PodAffinityTerm {
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: unknown;
  readonly labelSelector?: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly NodeSelectorRequirement[];
  };
  readonly topologyKey?: string;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: VolumeOfKeys & { readonly name?: string };
  readonly secret?: VolumeOfKeys & { readonly secretName?: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly hostPath?: unknown;
  readonly nfs?: unknown;
  readonly projected?: unknown;
  readonly downwardAPI?: unknown;
  /** A claim of the Pod's own, named after Pod and volume. */
  readonly ephemeral?: unknown;
  readonly image?: { readonly reference?: string };
}

interface VolumeOfKeys {
  readonly optional?: boolean;
  /** The keys that become files; without them all do. */
  readonly items?: readonly { readonly key?: string }[];
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
  readonly ports?: readonly ContainerPort[];
  readonly restartPolicy?: RestartPolicy;
  readonly restartPolicyRules?: readonly RestartPolicyRule[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: {
    readonly postStart?: {
      readonly exec?: { readonly command?: readonly string[] };
      readonly httpGet?: { readonly host?: string; readonly port?: number | string };
    };
    readonly preStop?: { readonly sleep?: { readonly seconds?: number } };
  };
  readonly volumeMounts?: readonly VolumeMount[];
  readonly securityContext?: SecurityContext;
  readonly resources?: ResourceRequirements;
}

/** A port that a container declares. `protocol` is TCP where it is left out. */
interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly protocol?: string;
}

/**
 * A container added to a running Pod. The API refuses probes, ports, resources and lifecycle in
 * one (pkg/apis/core/validation/validation.go, allowedEphemeralContainerFields), so it has none.
 */
export interface EphemeralContainer {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly securityContext?: SecurityContext;
  /** The container whose processes it sees. */
  readonly targetContainerName?: string;
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly tty?: boolean;
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: KeyRef;
    readonly secretKeyRef?: KeyRef;
    readonly resourceFieldRef?: { readonly containerName?: string; readonly resource: string };
  };
}

interface KeyRef {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

export interface EnvFromSource {
  readonly configMapRef?: { readonly name?: string; readonly optional?: boolean };
  readonly secretRef?: { readonly name?: string; readonly optional?: boolean };
}

export interface RestartPolicyRule {
  readonly action: 'Restart' | 'RestartAllContainers';
  readonly exitCodes?: {
    readonly operator: 'In' | 'NotIn';
    readonly values?: readonly number[];
  };
}

export interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
  readonly exec?: { readonly command?: readonly string[] };
  readonly httpGet?: {
    readonly path?: string;
    readonly port: number | string;
    readonly scheme?: string;
    readonly host?: string;
  };
  readonly tcpSocket?: { readonly port: number | string; readonly host?: string };
  readonly grpc?: { readonly port: number };
}

export interface PodStatus {
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly startTime?: Timestamp | null;
  readonly podIP?: string;
  readonly nominatedNodeName?: string;
  readonly conditions?: readonly PodCondition[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  readonly qosClass?: 'Guaranteed' | 'Burstable' | 'BestEffort';
  /** What the kubelet has set for the whole Pod, and what it has promised. */
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: WrittenResourceList;
  readonly nodeAllocatableResourceClaimStatuses?: readonly NodeAllocatableClaimStatus[];
}

/** What a resource claim takes of a node's own cpu, memory, … (alpha). */
export interface NodeAllocatableClaimStatus {
  readonly containers?: readonly string[];
  readonly mapping?: readonly { readonly name: string; readonly quantity?: string }[];
  readonly overhead?: readonly {
    readonly name: string;
    readonly perPod?: string;
    readonly perContainer?: string;
  }[];
}

export interface PodCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Timestamp | null;
}

export interface ContainerStatus {
  readonly name: string;
  readonly state?: ContainerStateFields;
  readonly lastState?: ContainerStateFields;
  readonly ready?: boolean;
  readonly started?: boolean | null;
  readonly restartCount?: number;
  readonly image?: string;
  readonly imageID?: string;
  readonly containerID?: string;
  readonly user?: ContainerUser;
  /** What the kubelet has set for it, and what it has promised. */
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: WrittenResourceList;
}

/** At most one of the three is set; none means the kubelet has said nothing yet. */
export interface ContainerStateFields {
  readonly waiting?: { readonly reason?: string; readonly message?: string } | null;
  readonly running?: { readonly startedAt?: Timestamp | null } | null;
  readonly terminated?: TerminatedState | null;
}

export interface TerminatedState {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: Timestamp | null;
  readonly finishedAt?: Timestamp | null;
  readonly containerID?: string;
}

/** A core/v1 Event. The kubelet fills first/lastTimestamp, the scheduler eventTime and series. */
export interface PodEvent {
  readonly metadata?: ObjectMeta;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: Timestamp | null;
  readonly lastTimestamp?: Timestamp | null;
  readonly eventTime?: Timestamp | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: Timestamp } | null;
  readonly involvedObject?: {
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly fieldPath?: string;
  };
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
}
