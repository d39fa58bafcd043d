import type { Io } from '../../io/io.ts';
import { type Manifests, readManifests } from '../../kube/files/manifest-files.ts';
import type { ManifestPod } from '../../kube/files/manifest-pod.ts';
import { withServerDefaults } from '../../model/resources/admission/server-defaults.ts';
import type { FileSelection } from '../selection/selection.ts';

/** What files say, with all that an API server would refuse among the problems. */
export function readResourceManifests(
  { names, isRecursive, namespace }: FileSelection,
  { readStdin }: Io,
): Promise<Manifests> {
  return readManifests(names, { readStdin, isRecursive, namespace });
}

/** The same with Pods completed as an API server without LimitRanges stores them. */
export async function readStoredForms(files: FileSelection, io: Io): Promise<Manifests> {
  const manifests = await readResourceManifests(files, io);
  const pods = manifests.pods.map((each) =>
    isStored(each) ? each : { ...each, pod: withServerDefaults(each.pod).pod },
  );
  return { ...manifests, pods };
}

/** Whether `kubectl get -o yaml` has saved it: then its defaults are filled in. */
export function isStored({ pod }: ManifestPod): boolean {
  return pod.metadata.uid !== undefined;
}
