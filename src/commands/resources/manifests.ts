import type { Io } from '../../io/io.ts';
import { scalingOf } from '../../kube/autoscalers/autoscaler.ts';
import { type Manifests, readManifests } from '../../kube/files/manifest-files.ts';
import type { ManifestPod } from '../../kube/files/manifest-pod.ts';
import { strategyOf } from '../../kube/objects/workload-strategy.ts';
import { withServerDefaults } from '../../model/resources/admission/server-defaults.ts';
import { limitRangesFor } from '../../model/resources/pod/file-context.ts';
import type { PodSource } from '../../model/resources/pod/pod-context.ts';
import type { FileSelection } from '../selection/selection.ts';

/** What files say, with all that an API server would refuse among the problems. */
export function readResourceManifests(
  { names, isRecursive, namespace }: FileSelection,
  { readStdin }: Io,
): Promise<Manifests> {
  return readManifests(names, { readStdin, isRecursive, namespace });
}

/** The same with Pods completed as an API server with the LimitRanges of the files stores them. */
export async function readStoredForms(files: FileSelection, io: Io): Promise<Manifests> {
  const manifests = await readResourceManifests(files, io);
  const pods = manifests.pods.map((each) =>
    isStored(each)
      ? each
      : {
          ...each,
          pod: withServerDefaults(each.pod, limitRangesFor(each.pod, manifests.limitRanges)).pod,
        },
  );
  return { ...manifests, pods };
}

/** The Pods of files with what an autoscaler beside them may make of their number. */
export function sourcesOf({ pods, autoscalers }: Manifests): readonly PodSource[] {
  return pods.map((each) => {
    const { pod, kind, replicas, object } = each;
    const strategy = strategyOf({ ...object, kind });
    return {
      ...{ pod, kind, replicas, strategy },
      isStored: isStored(each),
      ...scalingOf(autoscalers, kind, pod.metadata),
    };
  });
}

/** Whether `kubectl get -o yaml` has saved it: then its defaults are filled in. */
function isStored({ pod }: ManifestPod): boolean {
  return pod.metadata.uid !== undefined;
}
