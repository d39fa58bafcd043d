import type { Container, EnvFromSource, EnvVar, VolumeMount } from '../../kubernetes/api.ts';

/** The target's volumes for the debug container, and those of its mounts that cannot be had. */
export interface TargetMounts {
  readonly volumeMounts: readonly VolumeMount[];
  /** Mounted with a subPath, which the API refuses in ephemeral containers (validation.go). */
  readonly skipped: readonly VolumeMount[];
}

/** The target's volumes at the same paths; `ro` makes all of them read-only. */
export function mountsOf({ volumeMounts = [] }: Container, mode: 'ro' | 'rw'): TargetMounts {
  const isSkipped = ({ subPath, subPathExpr }: VolumeMount) => Boolean(subPath || subPathExpr);
  const mounts = volumeMounts.filter((mount) => !isSkipped(mount));
  return {
    volumeMounts: mode === 'rw' ? mounts : mounts.map((mount) => ({ ...mount, readOnly: true })),
    skipped: volumeMounts.filter(isSkipped),
  };
}

/** The target's variables, with their sources; values of Secrets stay where they are. */
export interface TargetEnvironment {
  readonly env: readonly EnvVar[];
  readonly envFrom: readonly EnvFromSource[];
}

/** `own` wins where both set a variable. */
export function environmentOf(target: Container, own: readonly EnvVar[]): TargetEnvironment {
  const theirs = (target.env ?? []).map((variable) => aboutTarget(variable, target.name));
  return { env: joinedEnv(theirs, own), envFrom: target.envFrom ?? [] };
}

/** Variables together; `own` wins where both set one. */
export function joinedEnv(theirs: readonly EnvVar[], own: readonly EnvVar[]): readonly EnvVar[] {
  const names = new Set(own.map(({ name }) => name));
  return [...theirs.filter(({ name }) => !names.has(name)), ...own];
}

/** Without a name a container's resources are meant, and a debug container has none. */
function aboutTarget(variable: EnvVar, containerName: string): EnvVar {
  const { valueFrom } = variable;
  if (valueFrom?.resourceFieldRef === undefined || valueFrom.resourceFieldRef.containerName) {
    return variable;
  }
  const resourceFieldRef = { ...valueFrom.resourceFieldRef, containerName };
  return { ...variable, valueFrom: { ...valueFrom, resourceFieldRef } };
}
