import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { type ManifestPod, readManifests } from '../../kube/files/manifest-files.ts';
import { resourceError } from '../../kube/files/resource-problems.ts';
import { withServerDefaults } from '../../model/resources/admission/server-defaults.ts';

/**
 * The Pods and workloads of files. Throws a UserError with every amount and name of a resource
 * that an API server would refuse.
 */
export async function readResourceManifests(
  files: readonly string[],
  io: Io,
): Promise<readonly ManifestPod[]> {
  const { pods } = await readManifests(files, io.readStdin);
  const errors = pods.flatMap((pod) => resourceError(pod) ?? []);
  if (errors.length > 0) throw new UserError(errors.map(({ message }) => message).join('\n'));
  return pods;
}

/** The same, completed as an API server without LimitRanges stores them. */
export async function readStoredForms(
  files: readonly string[],
  io: Io,
): Promise<readonly ManifestPod[]> {
  const pods = await readResourceManifests(files, io);
  return pods.map((each) =>
    isStored(each) ? each : { ...each, pod: withServerDefaults(each.pod).pod },
  );
}

/** Whether `kubectl get -o yaml` has saved it: then its defaults are filled in. */
export function isStored({ pod }: ManifestPod): boolean {
  return pod.metadata.uid !== undefined;
}
