import type { Container, PodSpec } from '../kubernetes/api.ts';

/**
 * A Pod as somebody has written it, before the API server has looked at it: its values have the
 * right types, but may be ones that the server refuses.
 */
export interface WrittenPod {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: WrittenSpec;
}

export interface WrittenSpec
  extends Omit<
    PodSpec,
    'containers' | 'initContainers' | 'ephemeralContainers' | 'restartPolicy' | 'volumes'
  > {
  readonly containers?: readonly WrittenContainer[];
  readonly initContainers?: readonly WrittenContainer[];
  readonly ephemeralContainers?: readonly unknown[];
  readonly restartPolicy?: string;
  readonly dnsPolicy?: string;
  readonly volumes?: readonly WrittenVolume[];
}

export interface WrittenContainer extends Pick<Container, 'resources'> {
  readonly name?: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly terminationMessagePolicy?: string;
  readonly ports?: readonly WrittenPort[];
  readonly env?: readonly WrittenEnvVar[];
  readonly volumeMounts?: readonly WrittenVolumeMount[];
  readonly volumeDevices?: readonly { readonly name?: string }[];
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly WrittenRestartRule[];
  readonly resizePolicy?: readonly { readonly restartPolicy?: string }[];
  readonly lifecycle?: { readonly postStart?: WrittenHandler; readonly preStop?: WrittenHandler };
  readonly livenessProbe?: WrittenProbe;
  readonly readinessProbe?: WrittenProbe;
  readonly startupProbe?: WrittenProbe;
}

interface WrittenPort {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly protocol?: string;
}

interface WrittenEnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: Readonly<
    Record<string, WrittenKeyRef & WrittenFieldRef & WrittenResourceRef>
  >;
}

export interface WrittenKeyRef {
  readonly name?: string;
  readonly key?: string;
}

/** A field of the Pod that a variable takes its value from. */
export interface WrittenFieldRef {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

/** A request or limit that it does. */
export interface WrittenResourceRef {
  readonly resource?: string;
}

interface WrittenVolumeMount {
  readonly name?: string;
  readonly mountPath?: string;
  readonly subPath?: string;
}

interface WrittenRestartRule {
  readonly action?: string;
  readonly exitCodes?: { readonly operator?: string; readonly values?: readonly number[] };
}

export interface WrittenHandler {
  readonly exec?: { readonly command?: readonly string[] };
  readonly httpGet?: { readonly port?: number | string; readonly scheme?: string };
  readonly tcpSocket?: { readonly port?: number | string };
  readonly grpc?: { readonly port?: number };
  readonly sleep?: { readonly seconds?: number };
}

export interface WrittenProbe extends WrittenHandler {
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
}

/** Beside the name, the fields of a volume are its source, of which there may be one. */
export interface WrittenVolume {
  readonly name?: string;
  readonly configMap?: { readonly name?: string };
  readonly secret?: { readonly secretName?: string };
  readonly persistentVolumeClaim?: { readonly claimName?: string };
  readonly hostPath?: { readonly path?: string };
}
