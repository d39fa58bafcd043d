import type { Container, Pod } from '../kubernetes/api.ts';
import { MIRROR_ANNOTATION } from '../kubernetes/pod-status.ts';

/** Annotations that an explanation looks at; any other may hold whatever a tool has put there. */
const KEPT_ANNOTATIONS = ['kubernetes.io/config.hash', MIRROR_ANNOTATION];

/**
 * The Pod without what may be secret and tells nothing of how it starts: values of environment
 * variables (unless these are wanted), of headers that probes and hooks send, and of annotations,
 * among which is the manifest as it was last applied. Commands, arguments and messages stay.
 */
export function redactedPod(pod: Pod, keepsVariables: boolean): Pod {
  const { annotations = {}, ...metadata } = withoutField(pod.metadata, 'managedFields');
  const kept = Object.entries(annotations).filter(([key]) => KEPT_ANNOTATIONS.includes(key));
  const { spec } = pod;
  const each = <Kind extends Container>(containers: readonly Kind[] | undefined) =>
    containers?.map((container) => redactedContainer(container, keepsVariables));
  const init = each(spec.initContainers);
  const ephemeral = each(spec.ephemeralContainers);
  return {
    ...pod,
    metadata: { ...metadata, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
    spec: {
      ...spec,
      containers: each(spec.containers) ?? [],
      ...(init && { initContainers: init }),
      ...(ephemeral && { ephemeralContainers: ephemeral }),
    },
  };
}

function redactedContainer<Kind extends Container>(container: Kind, keepsVariables: boolean): Kind {
  const { env } = container;
  const bare = withoutHeaders(container) as Kind;
  if (keepsVariables || env === undefined) return bare;
  return { ...bare, env: env.map((variable) => withoutField(variable, 'value')) };
}

/** Whatever field of a container can send HTTP, now or in a later version. */
function withoutHeaders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutHeaders);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'httpHeaders');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutHeaders(inner)]));
}

function withoutField<Value extends object>(value: Value, field: string): Value {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== field)) as Value;
}
