import type { Pod } from '../../kubernetes/api.ts';
import { quotaVerdict } from '../admission/quota.ts';
import { isKeptByScheduler, type ResizePatch, resizePatch } from '../change/resize-patch.ts';
import { type Saving, savingsOf } from '../change/savings.ts';
import { isResizePending } from '../effective/resize-state.ts';
import { explainFit } from '../nodes/fit-explanation.ts';
import { unplaced } from '../nodes/node-placement.ts';
import type { PodContext } from './pod-context.ts';

/** The answer to a patch in a dry run. */
interface PatchTrial {
  /** In the server's words; undefined where it takes the patch. */
  readonly refusal: string | undefined;
}

/** A saving, how it can be had, and what it opens. */
export interface OfferedSaving extends Saving {
  /** The patch that gives it to this very Pod while it runs; undefined where none does. */
  readonly patch: ResizePatch | undefined;
  /** Whether a patch would give it, were it not for a resize that waits or is infeasible. */
  readonly isBehindResize: boolean;
  /** Whether the patch gives it back to quota alone (`isKeptByScheduler`). */
  readonly isKeptByScheduler: boolean;
  /** What the server says to the patch; undefined where it was not asked. */
  readonly trial?: PatchTrial;
  /** Quotas that would have room for more such Pods than now. */
  readonly quotaRoom: readonly {
    readonly quota: string;
    readonly before: number;
    readonly after: number;
  }[];
  /** Nodes that it would fit then and does not now. */
  readonly nodes: readonly string[];
}

/** The savings of a manifest; `pod` is what was made of it, which may be running. */
export function offeredSavings(
  manifest: Pod,
  pod: Pod,
  { quotas = [], nodes, limitRanges = [] }: Pick<PodContext, 'quotas' | 'nodes' | 'limitRanges'>,
): readonly OfferedSaving[] {
  const isPending = isResizePending(pod);
  return savingsOf(manifest, { limitRanges }).map((saving) => ({
    ...saving,
    ...patchNow(resizePatch(pod, saving), isPending),
    isKeptByScheduler: isKeptByScheduler(pod, saving.resource),
    quotaRoom: quotas.flatMap((quota) => {
      const [before, after] = [quotaVerdict(quota, pod).room, quotaVerdict(quota, saving.pod).room];
      if (before === undefined || after === undefined || after <= before) return [];
      return [{ quota: quota.metadata.name ?? '', before, after }];
    }),
    nodes:
      nodes === undefined
        ? []
        : newNodes(explainFit(nextLike(pod, manifest), nodes), explainFit(saving.pod, nodes)),
  }));
}

/**
 * The kubelet takes the changes of a Pod all or none: while one does not fit, no other is made
 * (pkg/kubelet/allocation/allocation_manager.go, handlePodResourcesResize).
 */
function patchNow(
  patch: ResizePatch | undefined,
  isPending: boolean,
): Pick<OfferedSaving, 'patch' | 'isBehindResize'> {
  const isBehindResize = isPending && patch !== undefined;
  return { patch: isBehindResize ? undefined : patch, isBehindResize };
}

/** The Pod as it is, where a new one of the manifest would be placed. */
function nextLike(pod: Pod, { spec }: Pod): Pod {
  return spec.nodeName === undefined ? unplaced(pod) : pod;
}

function newNodes(before: ReturnType<typeof explainFit>, after: ReturnType<typeof explainFit>) {
  return after.fit.nodes.filter((name) => !before.fit.nodes.includes(name));
}
