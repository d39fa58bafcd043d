import type { DebugContainer } from '../../model/debug/container/debug-container.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { trusted } from '../objects/trusted.ts';
import type { DebugApis } from './apis.ts';

/**
 * Adds a container to the ephemeral ones of a Pod (R28, R31: it can never be removed), and gives
 * the Pod as it is then. The patch
 * holds this container only, so two people who add one at the same moment both get theirs. With
 * `dryRun` the server does all but store it. Throws ApiError, 422 for a name that is taken by
 * another container; the same container again changes nothing and is no error.
 */
export async function addEphemeralContainer(
  { core, rawAnswer, strategicMergePatch }: DebugApis,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  container: DebugContainer,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Pod> {
  const info = await core.patchNamespacedPodEphemeralcontainersWithHttpInfo(
    {
      namespace,
      name,
      body: ephemeralContainerPatch(container),
      fieldManager: 'kubectl-initx',
      fieldValidation: 'Strict',
      ...(dryRun && { dryRun: 'All' }),
    },
    strategicMergePatch(),
  );
  return trusted<Pod>(await rawAnswer(info));
}

/** Strategic merge joins the list by name: the containers that are there stay as they are. */
export function ephemeralContainerPatch(container: DebugContainer) {
  return { spec: { ephemeralContainers: [container] } };
}
