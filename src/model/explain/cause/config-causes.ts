import type { EnvFromSource } from '../../kubernetes/api.ts';
import type { ContainerHistory } from '../timeline/history.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Cause } from './cause.ts';
import type { ConfigUse } from './start-cause.ts';

/**
 * Which variable needs the ConfigMap, Secret or key that is missing, or whose user is root: the
 * kubelet names only the object (pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables;
 * pkg/kubelet/kuberuntime/security_context.go).
 */
export function configCauses(
  { container }: ContainerHistory,
  { message = '' }: Verdict,
): readonly Cause[] {
  if (/runAsNonRoot|run as root|non-?root/i.test(message)) {
    const user = message.match(/non-numeric user \(([^)]*)\)/)?.[1];
    return [{ code: 'runs-as-root', container: container.name, ...(user && { user }) }];
  }
  const missing = missingSource(message);
  if (!missing) return [];
  const { kind, name, key } = missing;
  const uses = [...variablesFrom(container.spec.env ?? [], missing)];
  if (key === undefined && takesAll(container.spec.envFrom ?? [], missing)) uses.push({});
  if (uses.length === 0) return [];
  return [
    {
      code: 'config-source',
      container: container.name,
      kind,
      name,
      ...(key !== undefined && { key }),
      uses,
    },
  ];
}

interface Source {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key?: string;
}

function missingSource(message: string): Source | undefined {
  const [, key, keyKind, ofKey] =
    message.match(/couldn't find key (\S+) in (ConfigMap|Secret) [^/\s]+\/(\S+)/) ?? [];
  if (key && ofKey)
    return { kind: keyKind === 'Secret' ? 'Secret' : 'ConfigMap', name: ofKey, key };
  const [, kind, name] = message.match(/(configmap|secret)s? "([^"]+)" not found/i) ?? [];
  if (!kind || !name) return undefined;
  return { kind: kind.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap', name };
}

function variablesFrom(
  env: NonNullable<ContainerHistory['container']['spec']['env']>,
  { kind, name, key }: Source,
): readonly ConfigUse[] {
  return env.flatMap(({ name: variable, valueFrom }) => {
    const from = kind === 'Secret' ? valueFrom?.secretKeyRef : valueFrom?.configMapKeyRef;
    const isMeant = from?.name === name && (key === undefined || from.key === key);
    return isMeant ? [{ variable, ...(from.key !== undefined && { key: from.key }) }] : [];
  });
}

function takesAll(envFrom: readonly EnvFromSource[], { kind, name }: Source): boolean {
  return envFrom.some(({ configMapRef, secretRef }) => {
    return (kind === 'Secret' ? secretRef : configMapRef)?.name === name;
  });
}
