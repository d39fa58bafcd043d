import type { Pod } from '../../kubernetes/api.ts';
import { containersOf } from '../../kubernetes/containers.ts';
import type { CopyWish } from './wish.ts';

/** What a copy has in common with its Pod, and what may come of that. */
export type CopyHazard =
  /** Ports of the node, which only one Pod can have. */
  | { readonly code: 'HostPorts'; readonly ports: readonly number[] }
  | {
      readonly code: 'Claim';
      readonly claim: string;
      readonly access: 'one-pod' | 'one-node' | 'shared';
    }
  /** Services and controllers select the copy too. */
  | { readonly code: 'KeptLabels' };

/** `accessModes` of claims by name, of those that could be read. */
export function copyHazards(
  pod: Pod,
  copy: CopyWish,
  accessModes: ReadonlyMap<string, readonly string[]>,
): readonly CopyHazard[] {
  const ports = copy.replace ? [] : hostPorts(pod);
  const hasLabels = Object.keys(pod.metadata.labels ?? {}).length > 0;
  return [
    ...(ports.length > 0 ? [{ code: 'HostPorts', ports } as const] : []),
    ...(copy.replace
      ? []
      : claimsOf(pod).map((claim) => claimHazard(claim, accessModes.get(claim)))),
    ...(copy.keep.labels && hasLabels ? [{ code: 'KeptLabels' } as const] : []),
  ];
}

/** The names of the claims whose data the Pod uses. */
export function claimsOf({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(
    ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
  );
}

function claimHazard(claim: string, modes: readonly string[] = []): CopyHazard {
  const access = modes.includes('ReadWriteMany')
    ? 'shared'
    : modes.includes('ReadWriteOncePod')
      ? 'one-pod'
      : modes.includes('ReadWriteOnce')
        ? 'one-node'
        : 'shared';
  return { code: 'Claim', claim, access };
}

function hostPorts(pod: Pod): readonly number[] {
  const { hostNetwork } = pod.spec;
  const ports = containersOf(pod).flatMap(({ spec }) =>
    (spec.ports ?? []).flatMap(
      ({ hostPort, containerPort }) => hostPort ?? (hostNetwork ? (containerPort ?? []) : []),
    ),
  );
  return [...new Set(ports)];
}
