import type { ClaimProblem } from '../verdict/claim.ts';
/** What a registry or the node's runtime means by refusing an image. */
export type PullFailure =
  | 'not-found'
  | 'refused'
  | 'no-host'
  | 'unreachable'
  | 'untrusted'
  | 'expired'
  | 'wrong-name'
  | 'proxy'
  | 'registry-error'
  | 'short-name'
  | 'signature'
  | 'old-format'
  | 'plain-http'
  | 'rate-limit'
  | 'platform'
  | 'no-space'
  | 'kubelet-limit';

/** Without their prefix, node.kubernetes.io/ (staging/src/k8s.io/api/core/v1/well_known_taints.go). */
export type NodeTaint =
  | 'not-ready'
  | 'unreachable'
  | 'unschedulable'
  | 'memory-pressure'
  | 'disk-pressure'
  | 'pid-pressure'
  | 'network-unavailable';

/** Where a container takes something of a ConfigMap or a Secret from: a variable, or all of it. */
export interface ConfigUse {
  readonly variable?: string;
  readonly key?: string;
}

/** What the words of a runtime, or the last ones of a shell, mean. */
export type StartError =
  | 'no-program'
  | 'one-string'
  | 'no-variable'
  | 'no-bash'
  | 'memory-too-low'
  | 'not-permitted'
  | 'platform'
  | 'windows-lines'
  | 'mount-on-file'
  | 'no-command'
  | 'no-space'
  | 'name-taken'
  | 'runtime-slow'
  | 'no-seccomp-profile';

/** Kinds of volumes that containers cannot write to. */
export type WrittenByKubelet = 'ConfigMap' | 'Secret' | 'projected' | 'downwardAPI';

/** Why a container or a Pod cannot get as far as to run, and what can be done about it. */
export type StartCause =
  | { readonly code: 'pull-failure'; readonly meaning: PullFailure }
  /** The image that fails is not the container's own: a volume of it is one. */
  | {
      readonly code: 'image-volume';
      readonly container: string;
      readonly volume: string;
      readonly image: string;
    }
  /** Where the container needs the ConfigMap or Secret that lacks something. */
  | {
      readonly code: 'config-source';
      readonly container: string;
      readonly kind: 'ConfigMap' | 'Secret';
      readonly name: string;
      /** The key that is missing; without one all of it is. */
      readonly key?: string;
      readonly uses: readonly ConfigUse[];
    }
  /** runAsNonRoot, and the image's user is root or is given by name. */
  | { readonly code: 'runs-as-root'; readonly container: string; readonly user?: string }
  /** What the runtime's own words mean. */
  | {
      readonly code: 'start-error';
      readonly container: string;
      readonly meaning: StartError;
      /** The program that should run. */
      readonly program?: string;
      /** The seccomp profile that is missing, by its localhostProfile. */
      readonly profile?: string;
      /** The memory limit, where that is what is wrong. */
      readonly limit?: string;
    }
  /**
   * A file or directory that a run could not write, open or execute, and what of the spec makes it
   * so.
   */
  | {
      readonly code: 'file-refused';
      readonly container: string;
      readonly path: string;
      readonly meaning:
        | 'read-only-root'
        | 'read-only-mount'
        | 'read-only-kind'
        | 'not-executable'
        | 'not-owner'
        | 'root-owner'
        | 'no-group'
        | 'host-owner'
        | 'shared-memory-full'
        | 'volume-full'
        | 'made-directory';
      readonly volume?: string;
      readonly kind?: WrittenByKubelet;
      /** What of the volume should be there. */
      readonly subPath?: string;
      /** As which the container runs. */
      readonly user?: number;
    }
  /** It does what wants root, a capability or a privileged container, and lacks it. */
  | {
      readonly code: 'lacks-privilege';
      readonly container: string;
      readonly for: 'sysctl' | 'owner' | 'network';
      /** The sysctl. */
      readonly key?: string;
      /** As whom it runs. */
      readonly user?: number;
      readonly capability?: string;
      /** Not even root may, in this one. */
      readonly volume?: string;
    }
  /** DNS had no answer for this name. */
  | {
      readonly code: 'unresolved-host';
      readonly container: string;
      readonly host: string;
      /** Where a Service of that name would have to be. */
      readonly namespace?: string;
    }
  /** The API server lets its ServiceAccount not do that. */
  | {
      readonly code: 'access-denied';
      readonly container: string;
      /** `shop/default`. */
      readonly account: string;
      readonly verb: string;
      readonly resource: string;
      /** The namespace of the resource; none for the whole cluster. */
      readonly scope?: string;
    }
  /** It may not listen on a port below 1024, as it is not root. */
  | { readonly code: 'low-port'; readonly container: string; readonly port: number }
  /** Its postStart hook asks a port of this very Pod, and began together with what should listen. */
  | { readonly code: 'hook-asks-itself'; readonly container: string; readonly port: string }
  | {
      readonly code: 'post-start-failed';
      readonly container: string;
      /** As far as events survive. */
      readonly failures: number;
      readonly message?: string;
    }
  /** Under restartPolicy Always an app container has to go on. */
  | {
      readonly code: 'app-must-stay';
      readonly container: string;
      /** Others beside it stay up. */
      readonly others?: true;
    }
  /** What the Pod wants of a node. */
  | {
      readonly code: 'node-demand';
      readonly demand:
        | 'labels'
        | 'host-ports'
        | 'claims'
        | 'spread'
        | 'spread-labels'
        | 'beside'
        | 'apart';
      readonly values: readonly string[];
    }
  /** Why a PersistentVolumeClaim has no volume, or none that a node can have. */
  | {
      readonly code: 'claim';
      readonly claim: string;
      readonly problem: ClaimProblem;
      readonly storageClass?: string;
      readonly provisioner?: string;
      readonly volume?: string;
      /** The API's own words: untrusted text. */
      readonly message?: string;
    }
  /** A taint by which Kubernetes itself says that something is wrong with a node. */
  | { readonly code: 'node-taint'; readonly taint: NodeTaint }
  /** Nodes have as many Pods or volumes as they take. */
  | { readonly code: 'node-limit'; readonly of: 'pods' | 'volumes' }
  | {
      readonly code: 'volume-failure';
      readonly meaning:
        | 'attached-elsewhere'
        | 'no-driver'
        | 'no-attacher'
        | 'no-mount-helper'
        | 'export-denied'
        | 'server-silent'
        | 'operation-pending'
        | 'ownership'
        | 'host-path'
        | 'server-unknown'
        | 'no-export';
      /** The CSI driver, the type of file system, the path on the node, or the name of the server. */
      readonly subject?: string;
      readonly node?: string;
      /** How many of its files have been given their group, as far as the kubelet tells. */
      readonly files?: number;
    }
  | {
      readonly code: 'sandbox-failure';
      readonly meaning:
        | 'no-runtime'
        | 'no-address'
        | 'network-plugin'
        | 'disk-full'
        | 'memory-too-low'
        | 'no-pause-image'
        | 'runtime-slow';
      /** The memory limit of the whole Pod. */
      readonly limit?: string;
      /** The handler of the RuntimeClass, the plugin, or the image. */
      readonly subject?: string;
      readonly runtimeClass?: string;
      readonly node?: string;
    }
  /** Sysctls that the kubelet of the node has not been told to allow. */
  | { readonly code: 'unsafe-sysctl'; readonly sysctl: string; readonly node?: string }
  /** The kubelet has not got the devices that its plugin should give it. */
  | { readonly code: 'device-plugin'; readonly resource?: string; readonly node?: string }
  /** What becomes of a Pod that has ended before its time: its controller's matter, or nobody's. */
  | { readonly code: 'replacement'; readonly kind?: string; readonly name?: string }
  /** Nothing in the API tells why it does not go on. */
  | { readonly code: 'ask-kubelet'; readonly node: string }
  /** ResourceClaims that the scheduler waits for without a word. */
  | { readonly code: 'resource-claims'; readonly claims: readonly string[] };
